from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from assessment.models import ScoreRun
from assessment.services.decisions import accept_proposals, decide_grade, publish_group
from assessment.services.readiness import make_check
from organization.models import Role
from tests.assessment.factories import (
    OPENED_ON,
    CycleFactory,
    ReadinessCheckFactory,
    ScoreRunFactory,
)
from tests.assessment.worlds import check_now, make_unit_cycle, run_to_end
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db

API = "/api/v1"


@pytest.fixture
def clerk(office_clerk) -> APIClient:
    client = APIClient()
    client.force_authenticate(office_clerk)
    return client


def test_run_is_started_watched_and_cancelled(clerk):
    cycle = CycleFactory(opened=True)
    started = clerk.post(f"{API}/runs/", {"cycle": cycle.pk, "note": "复核"})
    assert started.status_code == 201
    run = ScoreRun.objects.get(pk=started.json()["id"])
    assert (run.cycle, run.note, started.json()["state"]) == (cycle, "复核", "queued")
    progress = clerk.get(f"{API}/runs/{run.pk}/progress/").json()
    assert (progress["phase"], progress["percent"]) == ("waiting", 0)
    assert clerk.post(f"{API}/runs/{run.pk}/cancel/").json()["phase"] == "finished"
    again = clerk.post(f"{API}/runs/{run.pk}/cancel/")
    assert again.status_code == 400


def test_run_that_a_service_refuses_is_a_400_with_the_reason(clerk):
    run = ScoreRunFactory()
    answer = clerk.post(f"{API}/runs/", {"cycle": run.cycle.pk})
    assert answer.status_code == 400
    assert answer.json()
    assert ScoreRun.objects.count() == 1


def test_run_of_a_cycle_out_of_sight_is_refused(category, unit):
    """The office of one domain cannot name the cycle of another."""
    client = APIClient()
    client.force_authenticate(UserFactory(role=Role.OFFICE_STAFF, role__domain=category.domain))
    strange = make_unit_cycle(2)
    answer = client.post(f"{API}/runs/", {"cycle": strange.pk})
    assert (answer.status_code, list(answer.json())) == (400, ["cycle"])


def test_check_is_ordered_watched_and_read(clerk):
    cycle = make_unit_cycle(3)
    assessee = cycle.assessees.first()
    assessee.unit.reported_values.first().delete()
    ordered = clerk.post(f"{API}/checks/", {"cycle": cycle.pk})
    assert (ordered.status_code, ordered.json()["state"]) == (201, "waiting")
    address = f"{API}/checks/{ordered.json()['id']}/"
    assert clerk.get(f"{address}findings/").json()["results"] == []
    make_check(ordered.json()["id"])
    assert clerk.get(address).json()["state"] == "done"
    (finding,) = clerk.get(f"{address}findings/").json()["results"]
    assert finding["severity"] == "error"
    assert assessee.name in finding["message"]


def test_check_that_a_service_refuses_is_a_400_with_the_reason(clerk):
    check = ReadinessCheckFactory()
    answer = clerk.post(f"{API}/checks/", {"cycle": check.cycle.pk})
    assert answer.status_code == 400
    assert answer.json()
    assert check.cycle.checks.count() == 1


def test_findings_of_a_check_need_the_same_queries_for_more(clerk):
    counts = []
    for units in (4, 7):
        cycle = make_unit_cycle(units)
        for assessee in cycle.assessees.order_by("key")[1:]:
            assessee.unit.reported_values.all().delete()
        check = check_now(cycle)
        # The account remembers its roles from the first request on.
        clerk.get(f"{API}/checks/{check.pk}/")
        with CaptureQueriesContext(connection) as queries:
            clerk.get(f"{API}/checks/{check.pk}/findings/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_results_stand_by_place_with_points_as_text(clerk):
    run = run_to_end(make_unit_cycle(4))
    rows = clerk.get(f"{API}/runs/{run.pk}/results/").json()["results"]
    assert [row["rank"] for row in rows] == [1, 2, 3, 4]
    assert (rows[0]["total"], rows[0]["proposed_grade"]) == ("98.500000", "excellent")
    assert rows[0]["decided_grade"] is None


def test_explanation_adds_up(clerk):
    result = run_to_end(make_unit_cycle(4)).groups.get().results.get(rank=2)
    told = clerk.get(f"{API}/results/{result.pk}/explanation/").json()
    leaves = [row for row in told["rows"] if row["is_leaf"]]
    assert sum(Decimal(row["points"]) for row in leaves) == Decimal(told["exact"])
    assert told["agrees"] is True
    assert all(row["sentence"] and row["rule"] for row in leaves)


def test_unit_sees_its_published_result_with_the_decision_on_that_run(office_clerk):
    group = run_to_end(make_unit_cycle(4)).groups.get()
    result = group.results.get(rank=1)
    client = APIClient()
    client.force_authenticate(UserFactory(role=Role.UNIT_PRINCIPAL, unit=result.assessee.unit))
    url = f"{API}/results/{result.pk}/"
    assert client.get(url).status_code == 404
    accept_proposals(group, body="常委会", decided_on=OPENED_ON, by=office_clerk)
    publish_group(group, by=UserFactory())
    assert client.get(url).json()["decided_grade"] == "excellent"
    # A correction that is decided but not published stays with the office.
    again = run_to_end(group.run.cycle)
    decide_grade(
        result.assessee,
        run=again,
        grade="good",
        body="常委会",
        decided_on=OPENED_ON,
        departure_reason="复核",
        by=office_clerk,
    )
    assert client.get(url).json()["decided_grade"] == "excellent"


def test_nobody_writes_results_or_cycles_through_the_api(clerk):
    run = run_to_end(make_unit_cycle(2))
    result = run.groups.get().results.first()
    for url in (f"{API}/results/{result.pk}/", f"{API}/runs/{run.pk}/", f"{API}/cycles/"):
        for method in (clerk.put, clerk.patch, clerk.delete):
            assert method(url, {}).status_code == 405
