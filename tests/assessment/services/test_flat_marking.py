"""Flat marking at the end of marking (ORG-07): no field escapes that was never completed."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from assessment.models import AssessmentCycle, FlatAcceptance, ScoreSheet, SheetDraft
from assessment.selectors.flat_fields import flat_fields, flat_words, overdue_returns
from assessment.services.marking import close_marking, set_marking
from assessment.services.returning import accept_flat, extend_returns, reopen_sheet, return_flat
from assessment.services.submitting import submit_draft
from evaluators.rules.spread import Spread
from organization.models import AuditEvent
from tests.assessment.marking import fill, hand_in, make_marking
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db

REASON = "佐证齐全，确无扣分事项"


def in_days(days):
    return timezone.now() + dt.timedelta(days=days)


@pytest.fixture
def marking():
    """Seven assessees, of whom six are handed in with 95 each; the last one never comes."""
    made = make_marking(units=7, flat_different_min="0.5")
    made.flat = made.member()
    for assessee in made.assessees[:-1]:
        assert hand_in(assessee, made.flat, "95").is_new
    return made


def overdue(marking):
    past = timezone.now() - dt.timedelta(minutes=1)
    AssessmentCycle.objects.filter(pk=marking.cycle.pk).update(sheets_due_at=past)
    marking.cycle.refresh_from_db()


def refused(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal:
        act(*args, **kwargs)
    return refusal.value


def test_org07_closing_finds_it_where_the_last_sheet_never_came(marking, office_clerk):
    field = flat_fields(marking.cycle)[0]
    assert (field.evaluator, len(field.sheets)) == (marking.flat, 6)
    assert field.reason.startswith("No differentiation: 6 of 6")
    assert refused(close_marking, marking.cycle, by=office_clerk).code == "flat"
    marking.cycle.refresh_from_db()
    assert marking.cycle.marking_closed_at is None


def test_org07_totals_that_differ_by_a_hair_are_not_called_equal():
    assert "the totals of all 14 sheets lie close" in flat_words(Spread(14, commonest_count=1))
    assert "2 of 14 sheets come to the same" in flat_words(Spread(14, commonest_count=2))


def test_org07_whoever_tells_units_apart_is_not_found(marking, office_clerk):
    other = marking.member()
    for number, assessee in enumerate(marking.assessees[:-1]):
        hand_in(assessee, other, str(70 + number))
    assert [field.evaluator for field in flat_fields(marking.cycle)] == [marking.flat]


def test_org07_fewer_sheets_than_the_scheme_says_are_not_judged(marking, office_clerk):
    few = marking.member()
    for assessee in marking.assessees[:4]:
        hand_in(assessee, few, "95")
    assert [field.evaluator for field in flat_fields(marking.cycle)] == [marking.flat]


def test_org07_returned_after_the_deadline_it_needs_a_new_one(marking, office_clerk):
    overdue(marking)
    sheet = flat_fields(marking.cycle)[0].first
    assert "due_at" in refused(return_flat, sheet, due_at=None, by=office_clerk).error_dict
    late = in_days(60)
    assert "due_at" in refused(return_flat, sheet, due_at=late, by=office_clerk).error_dict
    return_flat(sheet, due_at=in_days(2), by=office_clerk)
    assert not ScoreSheet.objects.standing().exists()
    withdrawn = ScoreSheet.objects.first()
    assert withdrawn.withdrawn_by == office_clerk
    assert withdrawn.withdrawn_reason.startswith("No differentiation")
    assert AuditEvent.objects.filter(action="sheet_returned", actor=office_clerk).count() == 6
    for number, assessee in enumerate(marking.assessees[:-1]):
        assert hand_in(assessee, marking.flat, str(60 + number)).is_new
    # The sheet that was never begun was not returned, and its deadline is over.
    with pytest.raises(ValidationError) as refusal:
        hand_in(marking.assessees[-1], marking.flat, "90")
    assert refusal.value.code == "overdue"
    close_marking(marking.cycle, by=office_clerk)
    assert ScoreSheet.objects.standing().count() == 6


def test_org07_accepted_it_stands_with_who_and_why(marking, office_clerk):
    field = flat_fields(marking.cycle)[0]
    assert "reason" in refused(accept_flat, field.first, reason="行", by=office_clerk).error_dict
    acceptance = accept_flat(field.first, reason=REASON, by=office_clerk)
    assert (acceptance.accepted_by, acceptance.reason) == (office_clerk, REASON)
    assert acceptance.found == field.reason
    assert set(acceptance.sheets.all()) == set(field.sheets)
    event = AuditEvent.objects.about(acceptance).get()
    assert event.after["reason"] == REASON
    close_marking(marking.cycle, by=office_clerk)
    assert ScoreSheet.objects.standing().count() == 6


def test_org07_an_acceptance_covers_these_sheets_and_no_others(marking, office_clerk):
    field = flat_fields(marking.cycle)[0]
    accept_flat(field.first, reason=REASON, by=office_clerk)
    assert flat_fields(marking.cycle) == []
    reopen_sheet(field.sheets[1], reason="漏看了一项材料", by=office_clerk)
    hand_in(field.sheets[1].assessee, marking.flat, "94")
    assert len(flat_fields(marking.cycle)[0].sheets) == 6


def test_org07_what_is_not_flat_any_more_is_neither_returned_nor_accepted(marking, office_clerk):
    sheets = list(flat_fields(marking.cycle)[0].sheets)
    for number, sheet in enumerate(sheets[:3]):
        reopen_sheet(sheet, reason="漏看了一项材料", by=office_clerk)
        hand_in(sheet.assessee, marking.flat, str(60 + number))
    for number, sheet in enumerate(sheets[3:]):
        reopen_sheet(sheet, reason="漏看了一项材料", by=office_clerk)
        hand_in(sheet.assessee, marking.flat, str(80 + number))
    assert refused(accept_flat, sheets[0], reason=REASON, by=office_clerk).code == "not_flat"
    assert refused(return_flat, sheets[0], due_at=None, by=office_clerk).code == "not_flat"
    assert not FlatAcceptance.objects.exists()


def test_org07_it_takes_the_office_and_a_second_person(marking, office_clerk):
    own = marking.member(account=office_clerk)
    for assessee in marking.assessees[:-1]:
        hand_in(assessee, own, "95")
    sheets = {field.evaluator: field.first for field in flat_fields(marking.cycle)}
    for sheet, by in ((sheets[own], office_clerk), (sheets[marking.flat], UserFactory())):
        with pytest.raises(PermissionDenied):
            accept_flat(sheet, reason=REASON, by=by)
        with pytest.raises(PermissionDenied):
            return_flat(sheet, due_at=None, by=by)


def test_returned_sheets_that_lie_get_more_time_or_do_not_count(marking, office_clerk):
    return_flat(flat_fields(marking.cycle)[0].first, due_at=None, by=office_clerk)
    assert overdue_returns(marking.cycle) == []
    nothing = refused(
        extend_returns, marking.cycle, evaluator=marking.flat, due_at=in_days(1), by=office_clerk
    )
    assert nothing.code == "none"
    overdue(marking)
    lying = overdue_returns(marking.cycle)[0]
    assert (lying.evaluator, len(lying.assessees)) == (marking.flat, 6)
    more = {"evaluator": marking.flat, "due_at": in_days(1), "by": office_clerk}
    assert extend_returns(marking.cycle, **more) == 6
    assert overdue_returns(marking.cycle) == []
    assert hand_in(marking.assessees[0], marking.flat, "70").is_new
    close_marking(marking.cycle, by=office_clerk)
    assert ScoreSheet.objects.standing().count() == 1


def test_a_sheet_reopened_after_the_deadline_gets_one_of_its_own(office_clerk):
    marking = make_marking()
    member, assessee = marking.member(), marking.assessees[0]
    sheet = hand_in(assessee, member).sheet
    overdue(marking)
    reason = "漏看了一项佐证材料"
    assert "due_at" in refused(reopen_sheet, sheet, reason=reason, by=office_clerk).error_dict
    reopen_sheet(sheet, reason=reason, due_at=in_days(1), by=office_clerk)
    assert hand_in(assessee, member, "80").is_new


def test_a_field_returned_late_of_itself_keeps_the_longer_deadline(office_clerk):
    """Only the reopened sheet had time left; now all of its field have it."""
    marking = make_marking(units=5, flat_different_min="0.5")
    member, assessees = marking.member(), marking.assessees
    for mark, assessee in zip(("95", "95", "95", "80", "60"), assessees, strict=True):
        hand_in(assessee, member, mark)
    AssessmentCycle.objects.update(sheets_due_at=timezone.now() - dt.timedelta(minutes=1))
    sheet = ScoreSheet.objects.get(assessee=assessees[-1])
    reopen_sheet(sheet, reason="漏看了一项佐证材料", due_at=in_days(1), by=office_clerk)
    revision = fill(assessees[-1], member, {"B12": "95"})
    assert submit_draft(assessees[-1].pk, key=uuid4(), revision=revision, by=member).returned
    for number, assessee in enumerate(assessees):
        assert hand_in(assessee, member, str(60 + number)).is_new


def test_a_deadline_after_the_plans_last_day_is_refused(office_clerk):
    marking = make_marking()
    due = in_days(60)
    refusal = refused(
        set_marking, marking.cycle, field_plan=marking.plan, sheets_due_at=due, by=office_clerk
    )
    assert "sheets_due_at" in refusal.error_dict


def test_an_own_deadline_never_shortens_the_common_one(office_clerk):
    marking = make_marking()
    member, assessee = marking.member(), marking.assessees[0]
    sheet = hand_in(assessee, member).sheet
    common = in_days(3)
    AssessmentCycle.objects.update(sheets_due_at=common)
    reopen_sheet(sheet, reason="漏看了一项佐证材料", due_at=in_days(1), by=office_clerk)
    SheetDraft.objects.update(due_at=timezone.now() - dt.timedelta(hours=1))
    assert hand_in(assessee, member, "80").is_new
