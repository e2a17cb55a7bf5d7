"""The registry of the demonstration: the scale of a province, stored the way an office would."""

from collections import Counter

import pytest
from django.urls import reverse

from assessment.imports.confirming import confirm_import, upload_workbook
from assessment.imports.sheets import BY_KEY
from assessment.models import AssessmentCycle, Result
from assessment.services.cycles import open_cycle
from demo import field, units, workbook
from indicators.models import Indicator, ReportedValue
from organization.models import Category, Unit
from tests.assessment.factories import OPENED_ON, CycleFactory
from tests.assessment.imports.workbooks import content_of, upload_of
from tests.assessment.worlds import run_to_end
from tests.indicators.factories import IndicatorFactory, LeafFactory, SystemFactory
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db

ASSESSED = {"city": 13, "organ": 99, "enterprise": 33, "university": 73}


@pytest.fixture
def province(office_clerk) -> None:
    """Domains, categories and units, by way of the upload."""
    everything = workbook.sheets()
    rows = {name: everything[name] for name in ("domains", "categories", "units")}
    upload = upload_workbook(upload_of(content_of(rows)), by=office_clerk)
    assert upload.preview["refused"] == []
    confirm_import(upload, by=office_clerk)


def report_everybody(indicator: Indicator) -> None:
    """A figure for every unit there is, monitored ones too."""
    figures = (
        ReportedValue(
            indicator=indicator,
            unit=unit,
            period="2023",
            value=60 + number % 40,
            unit_of_measure=indicator.unit_of_measure,
        )
        for number, unit in enumerate(Unit.objects.order_by("code"))
    )
    ReportedValue.objects.bulk_create(figures)


@pytest.fixture
def cycle(province) -> AssessmentCycle:
    """One cycle of all categories; that of the monitored counties has a system as well."""
    indicator = IndicatorFactory()
    systems = [
        SystemFactory(published=True, category=category) for category in Category.objects.all()
    ]
    for system in systems:
        LeafFactory(system=system, indicator=indicator, weight=100)
    report_everybody(indicator)
    cycle = CycleFactory(systems=systems)
    open_cycle(cycle, day=OPENED_ON, by=UserFactory())
    return cycle


@pytest.mark.usefixtures("province")
def test_org_01_the_registry_holds_218_assessed_units_and_95_monitored_counties():
    """ORG-01: load 13 + 99 + 33 + 73 = 218 assessed units and 95 monitored counties."""
    assessed = Unit.objects.assessed().values_list("domain__code", flat=True)
    monitored = Unit.objects.filter(monitored_only=True)
    assert Counter(assessed) == ASSESSED
    assert sum(ASSESSED.values()) == 218
    assert set(monitored.values_list("domain__code", "level")) == {("county", "county")}
    assert (monitored.count(), Unit.objects.count()) == (95, 218 + 95)


def test_org_01_rankings_exclude_the_95_monitored_counties(cycle, client, office_clerk):
    """ORG-01: every assessed unit has a place, no monitored county has a line anywhere."""
    run = run_to_end(cycle)
    ranked = Result.objects.filter(group__run=run, rank__isnull=False)
    places = Counter(ranked.values_list("assessee__unit__domain__code", flat=True))
    assert places == ASSESSED
    counties = set(Unit.objects.filter(monitored_only=True).values_list("pk", flat=True))
    client.force_login(office_clerk)
    listed = set()
    for group in run.groups.all():
        page = client.get(reverse("assessment:result_list", args=[group.pk]))
        listed |= {row.record.row.result.assessee.unit_id for row in page.context["table"].rows}
        assert not page.context["without_total"]
    assert len(listed) == 218
    assert not listed & counties
    assert len(counties) == 95


def test_figures_are_invented_for_generic_units_only():
    """A real name never carries an invented figure: the drill is for the generic organs alone."""
    generic = {row["code"] for row in units.all_units() if "（示例）" in row["name"]}
    drilled = set(units.drill_codes())
    assert drilled
    assert drilled <= generic
    figures = workbook.sheets()["values"]
    noted = {row["unit"] for row in figures if "演练" in str(row.get("note", ""))}
    assert noted == drilled


def test_every_stated_fact_has_a_column():
    """Writing leaves out what no column holds: a renamed column would lose it silently."""
    for book in (workbook.sheets(), field.sheets(2025, is_over=True)):
        for key, rows in book.items():
            columns = {column.name for column in BY_KEY[key].columns}
            assert {name for row in rows for name in row} <= columns
