"""Reopening a sheet and ruling on flat marking by the API: as on the pages, and never a mark."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment.models import AssessmentCycle, FlatAcceptance, ScoreSheet
from organization.models import AuditEvent
from tests.assessment.field_api import at, client_of, rows
from tests.assessment.marking import hand_in, make_marking

pytestmark = pytest.mark.django_db
REASON = {"reason": "佐证齐全，确无扣分"}


@pytest.fixture
def marking():
    """Four assessees; the last one is never handed in."""
    return make_marking(units=4, flat_different_min="0.5", flat_field_min=3)


def mark_flat(marking):
    account = marking.member()
    for assessee in marking.assessees[:-1]:
        hand_in(assessee, account, "93.75")
    return account


def moment(days):
    return (timezone.now() + dt.timedelta(days=days)).isoformat()


def test_sheet_is_reopened_with_a_reason(marking, office_clerk):
    evaluator = marking.member()
    hand_in(marking.assessees[0], evaluator, "93.75")
    clerk = client_of(office_clerk)
    (sheet,) = rows(clerk.get(reverse("api:standing-sheet-list"), {"cycle": marking.cycle.pk}))
    assert (sheet["evaluator"], sheet["assessee"]) == (str(evaluator), marking.assessees[0].name)
    address = reverse("api:standing-sheet-reopen", args=[sheet["id"]])
    short = clerk.post(address, {"reason": "x"}, format="json")
    assert short.json() == {"reason": ["Give the reason in a sentence."]}
    gone = clerk.post(address, {"reason": "第三项漏填，请补齐"}, format="json")
    assert (gone.status_code, gone.json()) == (200, {"sheets": 1})
    assert clerk.post(address, REASON, format="json").status_code == 404
    assert client_of(evaluator).post(address, REASON, format="json").status_code == 403
    assert AuditEvent.objects.filter(action="sheet_reopened").count() == 1


def test_flat_marking_is_let_stand(marking, office_clerk):
    evaluator = mark_flat(marking)
    clerk = client_of(office_clerk)
    listed = clerk.get(at("cycle-flat", marking.cycle))
    (field,) = rows(listed)
    assert (field["evaluator"], field["sheets"]) == (str(evaluator), 3)
    accept = reverse("api:standing-sheet-accept-flat", args=[field["sheet"]])
    assert list(clerk.post(accept, {}, format="json").json()) == ["reason"]
    told = clerk.post(accept, REASON, format="json")
    assert (told.status_code, told.json()["found"]) == (201, field["found"])
    assert "93.75" not in listed.content.decode() + told.content.decode()
    assert clerk.post(accept, REASON, format="json").status_code == 404
    assert rows(clerk.get(at("cycle-flat", marking.cycle))) == []
    assert FlatAcceptance.objects.get().accepted_by == office_clerk


def test_flat_marking_goes_back_and_gets_more_time(marking, office_clerk):
    evaluator = mark_flat(marking)
    past = timezone.now() - dt.timedelta(minutes=1)
    AssessmentCycle.objects.update(sheets_due_at=past)
    clerk = client_of(office_clerk)
    back = at("standing-sheet-return-flat", ScoreSheet.objects.first())
    assert clerk.post(back, {}, format="json").status_code == 400
    assert clerk.post(back, {"due_at": moment(1)}, format="json").json() == {"sheets": 3}
    extend = reverse("api:cycle-extend", args=[marking.cycle.pk, evaluator.pk])
    assert clerk.post(extend, {"due_at": moment(2)}, format="json").status_code == 404
    evaluator.sheet_drafts.update(due_at=past)
    (lying,) = rows(clerk.get(at("cycle-overdue", marking.cycle)))
    assert lying == {"account": evaluator.pk, "evaluator": str(evaluator), "sheets": 3}
    assert clerk.post(extend, {"due_at": "soon"}, format="json").status_code == 400
    assert clerk.post(extend, {"due_at": moment(2)}, format="json").json() == {"sheets": 3}
    assert hand_in(marking.assessees[0], evaluator, "70").is_new


def test_sheets_are_listed_in_as_many_questions(marking, office_clerk):
    clerk, counts = client_of(office_clerk), []
    for _ in range(2):
        mark_flat(marking)
        with CaptureQueriesContext(connection) as queries:
            rows(clerk.get(reverse("api:standing-sheet-list")))
        counts.append(len(queries))
    assert counts[0] == counts[1]
