"""The API: the tree nested, figures listed, figures in bulk all or nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from indicators.api import MOST_ROWS
from indicators.models import ReportedValue
from organization.models import AuditEvent
from tests.indicators.factories import IndicatorFactory, TreeFactory, ValueFactory
from tests.indicators.merger_factories import DatumFactory
from tests.organization.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def api():
    return APIClient()


@pytest.fixture
def office(api, office_clerk):
    api.force_authenticate(office_clerk)
    return api


def post(api, rows):
    return api.post(reverse("api:value-list"), rows, format="json")


def row(indicator, unit, **fields):
    return {
        "indicator": indicator.code,
        "unit": unit.code if unit else None,
        "period": "2023",
        "value": "12.5",
        **fields,
    }


def test_a_system_comes_with_its_tree(office, category):
    system = TreeFactory(category=category, published=True)
    answer = office.get(reverse("api:system-detail", args=[system.pk])).json()
    assert [top["code"] for top in answer["nodes"]] == ["A", "B"]
    leaf = answer["nodes"][0]["children"][0]["children"][0]
    assert (leaf["number"], leaf["code"], leaf["weight"]) == ("1.1.1", "A11", "40.0000")
    assert leaf["params"] == {"target": "100"}
    assert "100" in leaf["sentence"]
    assert leaf["indicator"] == system.nodes.get(code="A11").indicator.code


def test_systems_are_those_the_account_sees(api, reporter, category):
    TreeFactory(category=category)
    seen = TreeFactory(category=category, published=True)
    TreeFactory(published=True)
    api.force_authenticate(reporter)
    answer = api.get(reverse("api:system-list")).json()
    assert [system["id"] for system in answer["results"]] == [seen.pk]


def test_indicators_are_those_the_account_sees(api, reporter, unit):
    own = IndicatorFactory(owner=unit)
    IndicatorFactory()
    api.force_authenticate(reporter)
    answer = api.get(reverse("api:indicator-list")).json()
    assert [indicator["code"] for indicator in answer["results"]] == [own.code]


def test_figures_are_filtered_by_code_and_period(office):
    value = ValueFactory(period="2023")
    ValueFactory(indicator=value.indicator, period="2022")
    ValueFactory()
    query = {"indicator": value.indicator.code, "unit": value.unit.code, "period": "2023"}
    answer = office.get(reverse("api:value-list"), query).json()
    assert [figure["id"] for figure in answer["results"]] == [value.pk]
    assert answer["results"][0]["value"] == "87.500000"
    assert answer["results"][0]["has_evidence"] is False


def test_figures_of_others_are_not_listed(api, stranger):
    value = ValueFactory()
    api.force_authenticate(stranger)
    assert api.get(reverse("api:value-list")).json()["count"] == 0
    assert api.get(reverse("api:value-detail", args=[value.pk])).status_code == 404


def test_bulk_stores_corrects_and_repeats(office):
    indicator, unit = IndicatorFactory(), UnitFactory()
    first = post(office, [row(indicator, unit), row(indicator, UnitFactory())])
    assert first.status_code == 200
    assert first.json() == {"created": 2, "changed": 0, "unchanged": 0}
    again = post(office, [row(indicator, unit, value="13", unit_of_measure="万元")])
    assert again.json() == {"created": 0, "changed": 1, "unchanged": 0}
    value = ReportedValue.objects.get(unit=unit)
    assert (value.value, value.unit_of_measure) == (13, "万元")
    actions = AuditEvent.objects.about(value).values_list("action", flat=True)
    assert list(actions) == ["value_corrected", "values_reported"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"indicator": "NONE"},
        {"unit": "NONE"},
        {"value": "many"},
        {"value": "1.1234567"},
        {"period": "2023-13"},
        {"series": "guess"},
        {"unit_of_measure": "吨"},
    ],
)
def test_bulk_refuses_all_and_names_the_row(office, wrong):
    indicator = IndicatorFactory(unit_of_measure="亿元")
    rows = [row(indicator, UnitFactory()) for _ in range(3)]
    answer = post(office, [rows[0], {**rows[1], **wrong}, rows[2]])
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["row"] == 1
    assert error["messages"]
    assert not ReportedValue.objects.exists()


def test_bulk_names_every_wrong_row(office):
    indicator = IndicatorFactory()
    rows = [row(indicator, None), row(indicator, UnitFactory()), row(indicator, None)]
    answer = post(office, rows)
    assert [error["row"] for error in answer.json()["errors"]] == [0, 2]


@pytest.mark.parametrize("body", [{}, [], "12", [[]], [1], [None]])
def test_bulk_refuses_what_is_no_list_of_figures(office, body):
    assert post(office, body).status_code == 400


def test_bulk_has_an_upper_end(office):
    assert post(office, [{}] * (MOST_ROWS + 1)).status_code == 400


def test_bulk_of_others_is_refused(api, stranger):
    api.force_authenticate(stranger)
    answer = post(api, [row(IndicatorFactory(), UnitFactory())])
    assert answer.status_code == 400
    assert not ReportedValue.objects.exists()


def test_nothing_without_login(api):
    for name in ("indicator-list", "system-list", "value-list"):
        assert api.get(reverse(f"api:{name}")).status_code == 401


@pytest.mark.parametrize("name", ["indicator-list", "system-list", "value-list"])
def test_queries_do_not_grow(office, category, name):
    office.get(reverse(f"api:{name}"))  # the account's roles are read once
    counts = []
    for _ in range(2):
        for _ in range(3):
            TreeFactory(category=category, published=True)
            ValueFactory()
        with CaptureQueriesContext(connection) as queries:
            office.get(reverse(f"api:{name}"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_register_of_merged_assessments_tells_what_each_asks_for(api, office_clerk):
    datum = DatumFactory(name="投资额", indicator=IndicatorFactory())
    api.force_authenticate(office_clerk)
    (merger,) = api.get(reverse("api:merger-list")).json()["results"]
    assert merger["department"] == datum.assessment.department.code
    assert [(one["name"], one["indicator"]) for one in merger["asks_for"]] == [
        ("投资额", datum.indicator.code)
    ]
