"""Pages and API of reporting tables: two people, lists that stay light, what waits on a desk."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collection.models import DepartmentReport
from collection.services.reports import submit_report
from feedback.selectors.waiting import waiting_for
from organization.models import Role
from tests.collection.round_factories import (
    DepartmentReportFactory,
    ReportingPlanFactory,
    ReportingRoundFactory,
)
from tests.collection.services.test_reports import report_of, reporter_of
from tests.organization.factories import UserFactory


def test_page_and_api_save_alike_and_tell_both_texts(category, unit, client, office_clerk):
    """The API takes a table from the first row to verified figures; the page stands beside it."""
    report = report_of(category)
    first, second = reporter_of(report), reporter_of(report)
    indicator = report.round.plan.systems.get().nodes.get().indicator
    cell = {"indicator": indicator.code, "unit": unit.code, "text": "7", "revision": 0}
    client.force_login(first)
    body = {"rows": [cell]}
    save = reverse("collection:report_save", args=[report.pk])
    (told,) = client.post(save, body, content_type="application/json").json()["rows"]
    assert (told["revision"], told["finding"], told["conflict"]) == (1, "", "")
    client.force_login(second)
    rows = reverse("api:reporting-table-rows", args=[report.pk])
    body = {"rows": [cell | {"text": "8 吨"}]}
    (told,) = client.post(rows, body, content_type="application/json").json()["rows"]
    assert (told["text"], str(first) in told["conflict"]) == ("7", True)
    body = {"rows": [cell | {"text": "8 吨", "revision": 1}]}
    (told,) = client.post(rows, body, content_type="application/json").json()["rows"]
    assert (told["text"], told["blocks"]) == ("8 吨", True)
    assert client.get(rows).json()["results"][0]["text"] == "8 吨"
    submit = reverse("api:reporting-table-submit", args=[report.pk])
    assert client.post(submit).status_code == 400
    stranger = {**cell, "unit": "NOWHERE"}
    answer = client.post(rows, {"rows": [stranger]}, content_type="application/json")
    assert answer.status_code == 409
    body = {"rows": [cell | {"revision": 2}]}
    client.post(rows, body, content_type="application/json")
    assert client.post(submit).json()["state"] == "submitted"
    client.force_login(office_clerk)
    give_back = reverse("api:reporting-table-return", args=[report.pk])
    why = {"rows": [{**cell, "reason": "应为全市"}]}
    answer = client.post(give_back, why, content_type="application/json")
    assert answer.json()["state"] == "returned"
    client.force_login(first)
    page = client.get(report.get_absolute_url() + "?show=returned")
    assert "应为全市" in page.content.decode()
    assert client.post(submit).json()["state"] == "submitted"
    client.force_login(office_clerk)
    verify = reverse("api:reporting-table-verify", args=[report.pk])
    assert client.post(verify).json()["state"] == "verified"


@pytest.mark.parametrize("name", ["report_list", "feed_list", "round_list", "plan_list"])
def test_lists_do_not_ask_more_for_more_rows(name, client, office_clerk):
    client.force_login(office_clerk)
    plan = ReportingPlanFactory()
    counts = []
    for number in range(2):
        for month in range(1, 4):
            facts = {"period": f"202{number}-0{month}", "due_on": timezone.localdate()}
            late_on = timezone.localdate()
            of_month = ReportingRoundFactory(plan=plan, late_on=late_on, **facts)
            DepartmentReportFactory.create_batch(2, round=of_month)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"collection:{name}")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_waits_stands_on_the_desks(category, unit, client, office_clerk):
    report = report_of(category)
    reporter = reporter_of(report)
    assert any("still to be reported" in item.task for item in waiting_for(reporter))
    assert any("overdue" in item.task for item in waiting_for(office_clerk))
    client.force_login(office_clerk)
    client.post(reverse("collection:feed_remind", args=[report.pk]))
    (item,) = (item for item in waiting_for(reporter) if item.url == report.get_absolute_url())
    assert "the office reminded you" in item.detail
    export = client.get(reverse("collection:feed_export"))
    assert export["Content-Type"].endswith("sheet")
    entry = {"indicator": report.round.plan.systems.get().nodes.get().indicator, "unit": unit}
    report.entries.create(text="1", saved_by=reporter, **entry)
    submit_report(report, by=reporter)
    assert any("to be verified" in item.task for item in waiting_for(office_clerk))
    assert not any("to be verified" in item.task for item in waiting_for(reporter))


def test_one_form_makes_a_plan_with_its_rounds(category, client, office_clerk):
    report = report_of(category)
    system = report.round.plan.systems.get()
    client.force_login(office_clerk)
    facts = {
        "name": "全年报送",
        "kind": "figures",
        "year": 2026,
        "systems": [system.pk],
        "rhythms": ["monthly", "yearly"],
        "due_days": 5,
        "late_days": 3,
        "highest_score": 100,
    }
    answer = client.post(reverse("collection:plan_create"), facts, follow=True)
    plan = answer.context["plan"]
    assert plan.rounds.count() == 13
    leaf = system.nodes.get()
    terms = reverse("collection:term_list", args=[plan.pk])
    client.post(terms, {f"rhythm-{leaf.pk}": ["yearly"]})
    assert DepartmentReport.objects.filter(round__plan=plan).count() == 1
    calendar = client.get(reverse("collection:round_list") + "?year=2026")
    assert "2026-11" in calendar.content.decode()
    clerk = UserFactory(role=Role.DATA_REPORTER, unit=report.department)
    client.force_login(clerk)
    own = client.get(reverse("collection:round_list") + "?year=2027")
    assert [one.due_on for _month, rounds in own.context["months"] for one in rounds] == [
        dt.date(2027, 1, 5)
    ]
