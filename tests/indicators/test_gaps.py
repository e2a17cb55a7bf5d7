"""Average, best and the gap to both; a rule against the stated average (IND-10, IND-14)."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Indicator, ReportedValue
from indicators.selectors.gaps import Gap, fields_of
from indicators.services.benchmarks import store_benchmarks
from organization.models import Role
from tests.indicators.factories import LeafFactory, SystemFactory, ValueFactory
from tests.indicators.review_factories import FigureReviewFactory
from tests.organization.factories import CategoryMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(category):
    return SystemFactory(category=category, published=True)


@pytest.fixture
def cities(system):
    return [CategoryMembershipFactory(category=system.category).unit for _ in range(4)]


def reported(system, cities, figures, **indicator):
    leaf = LeafFactory(
        system=system, **{f"indicator__{key}": value for key, value in indicator.items()}
    )
    for unit, figure in zip(cities, figures, strict=False):
        ValueFactory(indicator=leaf.indicator, unit=unit, value=Decimal(figure))
    return leaf


@pytest.fixture
def dust(system, cities):
    """PM2.5: less is better; the third city's figure is under review."""
    leaf = reported(
        system, cities, ("32", "28", "1", "36"), direction=Indicator.Direction.LESS_IS_BETTER
    )
    FigureReviewFactory(indicator=leaf.indicator, unit=cities[2])
    return leaf


def test_the_gap_table_shows_unit_average_best_and_gap(system, cities, dust, office_clerk):
    """IND-14: unit, average, best and gap, in the direction that counts."""
    (field,) = fields_of(system, "2023", user=office_clerk)
    first, held = Gap(field, cities[0]), Gap(field, cities[2])
    assert (first.value, first.average, first.best) == (32, 32, 28)
    assert (first.to_average, first.to_best, first.leaders) == (0, -4, [cities[1]])
    assert (held.value, held.to_best) == (None, None)
    # What is stated comes before what is computed, and the unit's own before the common.
    common = {"indicator": dust.indicator, "series": "average"}
    ValueFactory(unit=None, value=Decimal(30), **common)
    ValueFactory(unit=cities[1], value=Decimal(31), **common)
    (field,) = fields_of(system, "2023", user=office_clerk)
    assert [Gap(field, unit).to_average for unit in cities[:2]] == [-2, 3]


def test_average_and_best_are_stored_and_corrected(system, cities, dust, office_clerk):
    assert store_benchmarks(system, "2023", by=office_clerk).created == 2
    stored = {row.series: row for row in ReportedValue.objects.filter(unit=None)}
    assert (stored["average"].value, stored["best"].value) == (32, 28)
    assert stored["best"].note == cities[1].label
    ReportedValue.objects.filter(unit=cities[0]).update(value=20)
    assert store_benchmarks(system, "2023", by=office_clerk).changed == 2


def test_the_pages_show_both_tables_with_a_chart_and_as_a_file(
    client, system, cities, dust, office_clerk
):
    client.force_login(office_clerk)
    counts = []
    for _ in range(2):
        reported(system, cities, ("5", "7", "9", "9"))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("indicators:gap_list"), {"system": system.pk, "period": 2023})
        counts.append(len(queries))
    assert counts[0] == counts[1]
    content = page.content.decode()
    assert "chart-gaps" in content
    assert "−4" in content
    query = {"system": system.pk, "period": 2023, "leaf": dust.pk, "unit": cities[0].pk}
    assert "under review" in client.get(reverse("indicators:gap_list"), query).content.decode()
    export = client.get(reverse("indicators:gap_export"), query)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(export.streaming_content)))
    rows = list(book.active.iter_rows(min_row=2, values_only=True))
    assert [row[4] for row in rows] == [32, 28, None, 36]
    refused = client.post(
        reverse("indicators:benchmark_create"), {"system": system.pk, "period": "2001"}
    )
    assert "enough figures" in refused.content.decode()


def test_a_unit_sees_the_figures_of_others_without_their_names(client, system, cities, dust):
    client.force_login(UserFactory(role=Role.DATA_REPORTER, unit=cities[0]))
    page = client.get(reverse("indicators:gap_list"), {"system": system.pk, "period": 2023})
    content = page.content.decode()
    assert "28" in content
    assert cities[1].label not in content
