"""Handing in: once, complete, in time, told apart, reopened only by a recorded act."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from assessment.models import Assessee, ScoreSheet, SheetDraft
from assessment.selectors.sheet_records import sheet_versions
from assessment.services.drafts import save_draft
from assessment.services.marking import close_marking, set_marking
from assessment.services.returning import reopen_sheet
from assessment.services.runs import start_run
from assessment.services.submitting import submit_draft
from organization.models import AuditEvent
from tests.assessment.marking import fill, hand_in, make_marking, running_plan
from tests.assessment.worlds import run_to_end
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db

REASON = "漏看了一项佐证材料"


@pytest.fixture
def marking():
    return make_marking()


@pytest.fixture
def assessee(marking):
    return marking.assessees[0]


@pytest.fixture
def member(marking):
    return marking.member()


def refused(code, assessee, by, revision=1, key=None):
    with pytest.raises(ValidationError) as refusal:
        submit_draft(assessee.pk, key=key or uuid4(), revision=revision, by=by)
    assert refusal.value.code == code
    return refusal.value


def test_a_sheet_is_stored_with_class_marks_and_event(assessee, member):
    submission = hand_in(assessee, member, "85.5", remarks={"B12": "材料齐全"}, advice="补短板")
    sheet = ScoreSheet.objects.get()
    assert (submission.sheet, submission.is_new) == (sheet, True)
    assert (sheet.rater_class, sheet.marks.tolist()) == ("leaders", [8550])
    assert (sheet.remarks, sheet.advice) == ({"B12": "材料齐全"}, "补短板")
    event = AuditEvent.objects.about(sheet).get()
    assert (event.actor, event.action) == (member, "sheet_submitted")
    # Whoever reads the trail must not read marks that are still blind.
    assert event.after == {"rater_class": "leaders"}


def test_t32_the_same_key_gives_the_same_answer_and_one_effect(assessee, member):
    key, revision = uuid4(), fill(assessee, member, {"B12": "85"})
    first = submit_draft(assessee.pk, key=key, revision=revision, by=member)
    again = submit_draft(assessee.pk, key=key, revision=revision, by=member)
    assert (first.sheet, first.is_new, again.sheet, again.is_new) == (
        again.sheet,
        True,
        first.sheet,
        False,
    )
    assert ScoreSheet.objects.count() == 1
    assert AuditEvent.objects.filter(action="sheet_submitted").count() == 1


def test_t32_the_same_key_with_another_body_is_refused(marking, assessee, member):
    key, revision = uuid4(), fill(assessee, member, {"B12": "85"})
    submit_draft(assessee.pk, key=key, revision=revision, by=member)
    refused("other_body", assessee, member, revision=revision + 1, key=key)
    fill(marking.assessees[1], member, {"B12": "85"})
    refused("other_body", marking.assessees[1], member, revision=1, key=key)


def test_another_key_finds_the_sheet_handed_in(assessee, member):
    hand_in(assessee, member)
    refused("submitted", assessee, member)


def test_an_older_revision_is_refused_with_the_newer(assessee, member):
    fill(assessee, member, {"B12": "85"})
    fill(assessee, member, {"B12": "86"})
    assert refused("stale", assessee, member, revision=1).params == {"revision": 2}
    refused("stale", assessee, member, revision=3)


def test_open_marks_and_missing_reasons_are_listed():
    marking = make_marking(leaves=2, remark_below_share="0.6")
    assessee, member = marking.assessees[0], marking.member()
    fill(assessee, member, {"B12": "50"})
    refusal = refused("incomplete", assessee, member)
    assert refusal.params == {"missing": ["Z01"], "due": ["B12"]}
    assert not ScoreSheet.objects.exists()


def test_nothing_typed_cannot_be_handed_in(assessee, member):
    refused("incomplete", assessee, member, revision=0)


def test_after_the_deadline_a_sheet_is_refused_and_an_extension_lets_it_in(
    marking, assessee, member, office_clerk
):
    revision = fill(assessee, member, {"B12": "85"})
    plan, now = marking.plan, timezone.now()
    past, later = now - dt.timedelta(minutes=1), now + dt.timedelta(days=1)
    set_marking(marking.cycle, field_plan=plan, sheets_due_at=past, by=office_clerk)
    refused("overdue", assessee, member)
    set_marking(marking.cycle, field_plan=plan, sheets_due_at=later, by=office_clerk)
    assert submit_draft(assessee.pk, key=uuid4(), revision=revision, by=member).is_new
    assert AuditEvent.objects.filter(action="cycle_marking_set").count() == 2


def test_another_groups_sheet_does_not_exist(assessee):
    with pytest.raises(Assessee.DoesNotExist):
        submit_draft(assessee.pk, key=uuid4(), revision=0, by=make_marking().member())


def test_org07_forty_units_of_95_each_are_returned():
    marking = make_marking(units=40, flat_different_min="0.5")
    member, assessees = marking.member(), marking.assessees
    for assessee in assessees[:-1]:
        assert hand_in(assessee, member, "95").is_new
    last = hand_in(assessees[-1], member, "95")
    assert "No differentiation: 40 of 40" in last.returned
    assert (last.sheet, last.assessees) == (None, assessees)
    assert not ScoreSheet.objects.standing().exists()
    assert ScoreSheet.objects.count() == 39
    drafts = SheetDraft.objects.filter(evaluator=member, returned_at__isnull=False)
    assert drafts.filter(returned_reason__startswith="No differentiation").count() == 40
    assert AuditEvent.objects.filter(action="sheet_returned").count() == 40
    for number, assessee in enumerate(assessees):
        assert hand_in(assessee, member, str(60 + number)).is_new
    assert ScoreSheet.objects.standing().count() == 40


def test_org07_totals_within_a_hair_are_returned_too():
    marking = make_marking(units=6, flat_width_min="1")
    member, assessees = marking.member(), marking.assessees
    answers = [hand_in(one, member, f"95.0{n}") for n, one in enumerate(assessees)]
    assert [bool(answer.returned) for answer in answers] == [False] * 5 + [True]


def test_org07_a_scheme_without_the_rule_asks_nothing():
    marking = make_marking(units=6)
    member = marking.member()
    assert all(hand_in(one, member, "95").is_new for one in marking.assessees)


def test_a_sheet_is_reopened_with_a_reason_and_counts_no_more(assessee, member, office_clerk):
    sheet = hand_in(assessee, member, "85").sheet
    reopen_sheet(sheet, reason=REASON, by=office_clerk)
    sheet.refresh_from_db()
    assert (sheet.withdrawn_by, sheet.withdrawn_reason) == (office_clerk, REASON)
    assert not ScoreSheet.objects.standing().exists()
    draft = SheetDraft.objects.get()
    assert (draft.marks, draft.returned_reason) == ({"B12": "85"}, REASON)
    event = AuditEvent.objects.about(sheet).get(action="sheet_reopened")
    assert (event.actor, event.after) == (office_clerk, {"reason": REASON, "due_at": None})
    assert hand_in(assessee, member, "80").is_new
    assert SheetDraft.objects.get().returned_at is None


def test_a_sheet_is_reopened_once(assessee, member, office_clerk):
    sheet = hand_in(assessee, member).sheet
    reopen_sheet(sheet, reason=REASON, by=office_clerk)
    with pytest.raises(ValidationError) as refusal:
        reopen_sheet(sheet, reason=REASON, by=office_clerk)
    assert refusal.value.code == "reopened"


def test_reopening_takes_the_office_a_sentence_and_a_second_person(marking, office_clerk):
    account = marking.member(account=office_clerk)
    own = hand_in(marking.assessees[0], account).sheet
    other = hand_in(marking.assessees[0], marking.member()).sheet
    for sheet, by in ((own, office_clerk), (other, UserFactory())):
        with pytest.raises(PermissionDenied):
            reopen_sheet(sheet, reason=REASON, by=by)
    with pytest.raises(ValidationError):
        reopen_sheet(other, reason="错", by=office_clerk)


def test_grp07_the_record_tells_who_when_why(assessee, member, office_clerk):
    first = hand_in(assessee, member, "85").sheet
    reopen_sheet(first, reason=REASON, by=office_clerk)
    second = hand_in(assessee, member, "80", remarks={"B12": "一项任务逾期"}).sheet
    versions = sheet_versions(second, user=member)
    assert [version.sheet for version in versions] == [first, second]
    change = versions[1].changes[0]
    assert (change.before, change.after, change.remark) == ("85", "80", "一项任务逾期")
    withdrawn = versions[0].sheet
    assert (withdrawn.withdrawn_by, withdrawn.withdrawn_reason) == (office_clerk, REASON)
    # The office reads the marks only once nobody marks any more.
    assert [one.changes for one in sheet_versions(second, user=office_clerk)] == [None, None]
    close_marking(second.assessee.cycle, by=office_clerk)
    second.refresh_from_db()
    assert sheet_versions(second, user=office_clerk)[1].changes == [change]


def test_closing_ends_everything_and_opens_the_run(marking, assessee, member, office_clerk):
    sheet = hand_in(assessee, member, "85").sheet
    other = marking.assessees[1]
    revision = fill(other, member, {"B12": "70"})
    with pytest.raises(ValidationError) as refusal:
        start_run(marking.cycle, by=office_clerk)
    assert refusal.value.code == "marking"
    close_marking(marking.cycle, by=office_clerk)
    refused("closed", other, member, revision=revision)
    with pytest.raises(ValidationError):
        save_draft(other.pk, base=revision, changes={"marks": {"B12": "71"}}, by=member)
    with pytest.raises(ValidationError):
        reopen_sheet(sheet, reason=REASON, by=office_clerk)
    with pytest.raises(ValidationError):
        close_marking(marking.cycle, by=office_clerk)
    assert run_to_end(marking.cycle, by=office_clerk).state == "complete"


def test_a_run_reads_standing_sheets_only(marking, assessee, member, office_clerk):
    reopen_sheet(hand_in(assessee, member, "20").sheet, reason=REASON, by=office_clerk)
    hand_in(assessee, member, "80")
    close_marking(marking.cycle, by=office_clerk)
    results = run_to_end(marking.cycle).groups.get().results
    marked = results.get(assessee=assessee)
    # B12 is worth 15 points, 80 of 100 are 12; nothing else of the tree has a value.
    assert 12_000_000 in marked.points.tolist()
    unmarked = results.get(assessee=marking.assessees[1])
    assert "B12" in str(unmarked.missing)


def test_the_plan_stays_once_somebody_has_begun(marking, assessee, member, office_clerk):
    fill(assessee, member, {"B12": "70"})
    with pytest.raises(ValidationError) as refusal:
        set_marking(marking.cycle, field_plan=running_plan(), sheets_due_at=None, by=office_clerk)
    assert "field_plan" in refusal.value.error_dict
