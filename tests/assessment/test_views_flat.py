"""The pages on which the office deals with flat marking."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment.models import AssessmentCycle, ScoreSheet
from tests.assessment.marking import hand_in, make_marking

pytestmark = pytest.mark.django_db


@pytest.fixture
def marking():
    """Five assessees; the last one is never handed in."""
    return make_marking(units=5, flat_different_min="0.5", flat_field_min=3)


def mark_flat(marking):
    account = marking.member()
    for assessee in marking.assessees[:-1]:
        hand_in(assessee, account, "93.75")
    return account


def address(name, *keys):
    return reverse(f"assessment:{name}", args=keys)


def moment(days):
    return f"{timezone.localtime() + dt.timedelta(days=days):%Y-%m-%dT%H:%M}"


def test_closing_leads_to_the_list_and_the_list_to_both_ways_out(client, marking, office_clerk):
    evaluator = mark_flat(marking)
    client.force_login(office_clerk)
    close, flat = (address(name, marking.cycle.pk) for name in ("marking_close", "flat_list"))
    page = client.get(close)
    assert flat in page.text
    refused = client.post(close)
    assert refused.status_code == 200
    assert str(evaluator) in refused.text
    listed = client.get(flat)
    first = listed.context["flat"][0].first
    for name in ("flat_return", "flat_accept"):
        assert address(name, first.pk) in listed.text
    # No page of this tells a mark before the marking is closed.
    for page in (listed, client.get(address("flat_accept", first.pk))):
        assert "93.75" not in page.text
    accepted = client.post(address("flat_accept", first.pk), {"reason": "佐证齐全，确无扣分"})
    assert accepted.status_code == 302
    assert "佐证齐全" in client.get(flat).text
    assert client.post(close).status_code == 302


def test_returned_after_the_deadline_and_given_more_time(client, marking, office_clerk):
    evaluator = mark_flat(marking)
    past = timezone.now() - dt.timedelta(minutes=1)
    AssessmentCycle.objects.update(sheets_due_at=past)
    client.force_login(office_clerk)
    sheet = ScoreSheet.objects.first()
    give_back = address("flat_return", sheet.pk)
    assert client.post(give_back, {"due_at": ""}).status_code == 200
    assert client.post(give_back, {"due_at": moment(1)}).status_code == 302
    assert client.get(give_back).status_code == 404
    extend = address("returns_extend", marking.cycle.pk, evaluator.pk)
    assert client.get(extend).status_code == 404
    evaluator.sheet_drafts.update(due_at=past)
    assert extend in client.get(address("flat_list", marking.cycle.pk)).text
    assert client.post(extend, {"due_at": moment(2)}).status_code == 302
    assert hand_in(marking.assessees[0], evaluator, "70").is_new


def test_the_evaluator_sees_until_when(client, marking, office_clerk):
    evaluator = mark_flat(marking)
    AssessmentCycle.objects.update(sheets_due_at=timezone.now() - dt.timedelta(minutes=1))
    client.force_login(office_clerk)
    due = moment(1)
    client.post(address("flat_return", ScoreSheet.objects.first().pk), {"due_at": due})
    client.force_login(evaluator)
    assert due.replace("T", " ") in client.get(address("sheet_list")).text
    assert due.replace("T", " ") in client.get(address("sheet_edit", marking.assessees[0].pk)).text


def test_queries_do_not_grow_with_flat_evaluators(client, marking, office_clerk):
    client.force_login(office_clerk)
    counts = []
    for _ in range(2):
        for _ in range(2):
            mark_flat(marking)
        page = address("flat_list", marking.cycle.pk)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))
    assert counts[0] == counts[1]
