"""Pages of figures: who has not reported, the grid, one figure and its evidence."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import ReportedValue
from indicators.services.evidence import attach_evidence
from organization.models import Role
from tests.indicators.factories import IndicatorFactory, TreeFactory, ValueFactory
from tests.organization.factories import CategoryMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def system(category):
    return TreeFactory(category=category, published=True)


@pytest.fixture
def cities(system):
    memberships = CategoryMembershipFactory.create_batch(3, category=system.category)
    return [membership.unit for membership in memberships]


@pytest.fixture
def clerk(client, office_clerk):
    client.force_login(office_clerk)
    return client


def address(name, *args):
    return reverse(f"indicators:{name}", args=args)


def leaf_of(system, code="A11"):
    return system.nodes.select_related("indicator").get(code=code)


def grid_address(system, **choice):
    query = {"system": system.pk, "period": "2023", "series": "actual", **choice}
    return address("value_edit") + "?" + "&".join(f"{k}={v}" for k, v in query.items())


def test_the_matrix_counts_what_is_missing(clerk, system, cities):
    ValueFactory(indicator=leaf_of(system).indicator, unit=cities[0], value=Decimal("12.5"))
    content = clerk.get(address("value_list")).content.decode()
    assert "1<small> / 9</small>" in content
    assert "12.5" in content
    assert content.count("not reported</span>") == 8


def test_only_missing_hides_what_is_complete(clerk, system, cities):
    for city in cities:
        ValueFactory(indicator=leaf_of(system).indicator, unit=city)
    query = {"system": system.pk, "period": "2023", "missing": "on"}
    content = clerk.get(address("value_list"), query).content.decode()
    assert "三级A11" not in content
    assert "三级A12" in content


@pytest.mark.parametrize("by", ["leaf", "unit"])
def test_the_matrix_is_narrowed_down_by_a_name(clerk, system, cities, by):
    text = "三级B11" if by == "leaf" else cities[1].name
    query = {"system": system.pk, "period": "2023", "text": text}
    content = clerk.get(address("value_list"), query).content.decode()
    assert ("三级A11" in content) == (by == "unit")
    assert (f">{cities[0].name}<" in content) == (by == "leaf")


def test_a_wrong_period_is_told(clerk, system):
    query = {"system": system.pk, "period": "2023-13"}
    assert "errorlist" in clerk.get(address("value_list"), query).content.decode()


def test_the_matrix_is_a_fragment_for_htmx(clerk, system, cities):
    response = clerk.get(address("value_list"), headers={"HX-Request": "true"})
    assert b"<html" not in response.content
    assert b"value-list-table" in response.content


def test_without_a_system_the_page_says_so(clerk):
    assert "hj-empty" in clerk.get(address("value_list")).content.decode()


def test_matrix_queries_do_not_grow(clerk, system, category):
    counts = []
    for _ in range(2):
        for membership in CategoryMembershipFactory.create_batch(5, category=category):
            ValueFactory(indicator=leaf_of(system).indicator, unit=membership.unit)
        with CaptureQueriesContext(connection) as queries:
            clerk.get(address("value_list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_column_of_figures_is_reported_at_once(clerk, system, cities):
    leaf = leaf_of(system)
    key = leaf.indicator_id
    data = {f"value-{key}-{city.pk}": f"{n}，000" for n, city in enumerate(cities, 1)}
    data[f"measure-{key}-{cities[0].pk}"] = "万元"
    response = clerk.post(
        grid_address(system, leaf=leaf.pk), {**data, "source_department": "统计局"}
    )
    assert response.status_code == 302
    stored = ReportedValue.objects.order_by("value")
    assert [(row.value, row.unit_of_measure) for row in stored] == [
        (1000, "万元"),
        (2000, "亿元"),
        (3000, "亿元"),
    ]
    assert {row.source_department for row in stored} == {"统计局"}


def test_one_wrong_cell_stores_nothing_and_loses_nothing(clerk, system, cities):
    leaf = leaf_of(system)
    names = [f"value-{leaf.indicator_id}-{city.pk}" for city in cities]
    data = dict(zip(names, ("12.5", "十三", "14"), strict=True))
    content = clerk.post(grid_address(system, leaf=leaf.pk), data).content.decode()
    assert not ReportedValue.objects.exists()
    for text in ("12.5", "十三", "14"):
        assert f'value="{text}"' in content
    assert content.count('aria-invalid="true"') == 1


def test_the_service_refusal_stands_at_its_cell(clerk, system, cities):
    leaf = leaf_of(system)
    name = f"value-{leaf.indicator_id}-{cities[1].pk}"
    content = clerk.post(grid_address(system, leaf=leaf.pk), {name: "1.1234567"}).content.decode()
    assert content.count('aria-invalid="true"') == 1
    assert not ReportedValue.objects.exists()


def test_an_emptied_cell_is_no_withdrawal(clerk, system, cities):
    leaf = leaf_of(system)
    ValueFactory(indicator=leaf.indicator, unit=cities[0])
    content = clerk.post(grid_address(system, leaf=leaf.pk), {}).content.decode()
    assert content.count('aria-invalid="true"') == 1
    assert ReportedValue.objects.count() == 1


def test_a_unit_reports_all_its_leaves(client, system, unit, reporter):
    client.force_login(reporter)
    url = grid_address(system, unit=unit.pk)
    content = client.get(url).content.decode()
    for code in ("A11", "A12", "B11"):
        assert f"三级{code}" in content
    data = {f"value-{leaf_of(system, code).indicator_id}-{unit.pk}": "5" for code in ("A11", "B11")}
    client.post(url, data)
    assert ReportedValue.objects.filter(unit=unit, reported_by=reporter).count() == 2


def test_an_owner_reports_its_leaf_for_all_units(client, system, cities):
    leaf = leaf_of(system)
    client.force_login(UserFactory(role=Role.DATA_REPORTER, unit=leaf.indicator.owner))
    content = client.get(grid_address(system, leaf=leaf.pk)).content.decode()
    assert content.count('name="value-') == 3
    assert client.get(grid_address(system, leaf=leaf_of(system, "A12").pk)).status_code == 404


def test_the_matrix_leads_an_owner_to_its_own_leaf_alone(client, system, cities):
    leaf = leaf_of(system)
    client.force_login(UserFactory(role=Role.DATA_REPORTER, unit=leaf.indicator.owner))
    content = client.get(address("value_list")).content.decode()
    assert f"leaf={leaf.pk}" in content
    assert f"leaf={leaf_of(system, 'A12').pk}" not in content


def test_the_matrix_leads_who_reports_nothing_nowhere(client, system, unit, principal):
    client.force_login(principal)
    page = client.get(address("value_list"))
    assert unit.label in page.content.decode()
    assert address("value_edit") not in page.content.decode()


def test_a_common_benchmark_has_a_line_of_its_own(clerk, system, cities):
    leaf = leaf_of(system)
    url = grid_address(system, leaf=leaf.pk, series="benchmark")
    clerk.post(url, {f"value-{leaf.indicator_id}-0": "6.5"})
    assert ReportedValue.objects.get().unit is None


@pytest.mark.parametrize("who", ["stranger", "evaluator"])
def test_the_grid_of_others_is_not_found(client, system, unit, who, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(grid_address(system, unit=unit.pk)).status_code == 404


def test_who_sees_but_does_not_report_gets_403(client, system, unit, principal):
    client.force_login(principal)
    assert client.get(grid_address(system, unit=unit.pk)).status_code == 403


def test_a_grid_needs_one_leaf_or_one_unit(clerk, system, unit):
    assert clerk.get(grid_address(system)).status_code == 404
    both = grid_address(system, leaf=leaf_of(system).pk, unit=unit.pk)
    assert clerk.get(both).status_code == 404


def test_a_figure_shows_its_source_and_its_corrections(clerk, system, cities):
    leaf = leaf_of(system)
    url = grid_address(system, leaf=leaf.pk)
    name = f"value-{leaf.indicator_id}-{cities[0].pk}"
    clerk.post(url, {name: "12"})
    clerk.post(url, {name: "13"})
    content = clerk.get(ReportedValue.objects.get().get_absolute_url()).content.decode()
    assert "<del>12.000000</del>" in content
    assert "<ins>13</ins>" in content


def test_evidence_is_uploaded_and_downloaded(clerk):
    value = ValueFactory()
    file = SimpleUploadedFile("证明.pdf", b"%PDF-1.7 proof")
    clerk.post(address("evidence_upload", value.pk), {"file": file})
    response = clerk.get(address("evidence_download", value.pk))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 proof"
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_refused_evidence_says_why(clerk):
    value = ValueFactory()
    file = SimpleUploadedFile("证明.pdf", b"MZ")
    response = clerk.post(address("evidence_upload", value.pk), {"file": file})
    assert "not what its name says" in response.content.decode()


def test_evidence_of_others_is_never_reached(client, office_clerk, stranger, unit):
    value = ValueFactory(unit=unit)
    attach_evidence(value, SimpleUploadedFile("证明.pdf", b"%PDF-1.7"), by=office_clerk)
    client.force_login(stranger)
    assert client.get(address("evidence_download", value.pk)).status_code == 404
    assert client.get(f"/media/{value.evidence.name}").status_code == 404


def test_no_evidence_is_404(clerk):
    assert clerk.get(address("evidence_download", ValueFactory().pk)).status_code == 404


def test_withdrawing_asks_for_the_reason(clerk):
    value = ValueFactory()
    assert clerk.post(address("value_withdraw", value.pk), {"reason": ""}).status_code == 200
    assert ReportedValue.objects.exists()
    clerk.post(address("value_withdraw", value.pk), {"reason": "报错单位"})
    assert not ReportedValue.objects.exists()


def test_library_list_detail_and_edit(clerk):
    indicator = IndicatorFactory(code="GDP", name="地区生产总值")
    IndicatorFactory(code="PM25", name="细颗粒物")
    content = clerk.get(address("indicator_list"), {"text": "生产"}).content.decode()
    assert "地区生产总值" in content
    assert "细颗粒物" not in content
    data = {"code": "GDP", "name": "生产总值", "unit_of_measure": "万元", "direction": 1}
    clerk.post(address("indicator_edit", indicator.pk), data)
    indicator.refresh_from_db()
    assert (indicator.name, indicator.unit_of_measure, indicator.owner) == (
        "生产总值",
        "万元",
        None,
    )
    assert "生产总值" in clerk.get(indicator.get_absolute_url()).content.decode()


def test_a_measure_that_reported_figures_do_not_have_is_refused(clerk):
    value = ValueFactory(unit_of_measure="亿元")
    data = {"code": "X", "name": "X", "unit_of_measure": "吨", "direction": 1}
    response = clerk.post(address("indicator_edit", value.indicator.pk), data)
    assert "cannot be converted" in response.content.decode()


def test_an_indicator_is_added(clerk):
    data = {"code": "NEW", "name": "新", "unit_of_measure": "%", "direction": -1}
    response = clerk.post(address("indicator_create"), data)
    assert response.status_code == 302


def test_library_queries_do_not_grow(clerk):
    counts = []
    for _ in range(2):
        IndicatorFactory.create_batch(5)
        with CaptureQueriesContext(connection) as queries:
            clerk.get(address("indicator_list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
