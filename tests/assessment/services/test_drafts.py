"""Drafts: what is typed is kept, merged and checked (T29, EVP-25, bad input)."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from assessment.models import Assessee, SheetDraft
from assessment.selectors.assignments import assignments_of
from assessment.services.drafts import save_draft
from evaluators.models import Tie
from organization.models import AuditEvent
from tests.assessment.marking import evaluator_of, fill, hand_in, make_marking
from tests.evaluators.factories import (
    AssessmentGroupFactory,
    CertificateFactory,
    GroupLinkFactory,
    GroupRoleFactory,
    LetterVersionFactory,
    PoolPolicyFactory,
    SeatFactory,
    SignatureFactory,
    TieFactory,
    WaiverFactory,
)
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def marking():
    return make_marking(leaves=2)


@pytest.fixture
def assessee(marking):
    return marking.assessees[0]


@pytest.fixture
def member(marking):
    return marking.member()


def save(assessee, by, base=0, **changes):
    return save_draft(assessee.pk, base=base, changes=changes, by=by)


def refused(assessee, by):
    with pytest.raises(ValidationError) as refusal:
        save(assessee, by, marks={"B12": "80"})
    return refusal.value.code


def test_a_draft_keeps_what_is_typed_and_says_what_is_missing(assessee, member):
    saved = save(assessee, member, marks={"B12": "85.50"}, advice="加强统筹")
    draft = SheetDraft.objects.get()
    assert (draft.marks, draft.advice, draft.revision) == ({"B12": "85.5"}, "加强统筹", 1)
    assert (saved.revision, saved.missing, saved.errors, saved.conflicts) == (1, ["Z01"], {}, {})


def test_an_emptied_field_is_gone_and_nothing_new_is_no_revision(assessee, member):
    save(assessee, member, marks={"B12": "85"}, advice="好")
    assert save(assessee, member, base=1, marks={"B12": "85.0"}).revision == 1
    saved = save(assessee, member, base=1, marks={"B12": None}, advice="")
    assert (saved.revision, SheetDraft.objects.get().marks) == (2, {})
    assert not AuditEvent.objects.about(SheetDraft.objects.get()).exists()


def test_two_tabs_are_merged_field_by_field(assessee, member):
    save(assessee, member, marks={"B12": "85"})
    one = save(assessee, member, base=1, marks={"B12": "90"})
    other = save(assessee, member, base=1, marks={"B12": "70", "Z01": "60"})
    assert one.conflicts == {}
    assert other.conflicts == {"marks": {"B12": "90"}}
    assert SheetDraft.objects.get().marks == {"B12": "90", "Z01": "60"}
    settled = save(assessee, member, base=other.revision, marks={"B12": "70"})
    assert settled.conflicts == {}
    assert SheetDraft.objects.get().marks["B12"] == "70"


@pytest.mark.parametrize(
    "mark",
    [
        *("100.5", "-1", "85.255", "ninety", "NaN", "Infinity", "1e1", "8_5", "+85", "8²"),
        *("85\0", "\ud800", "0" * 21, 85, []),
    ],
)
def test_a_mark_outside_the_scale_is_refused_and_the_rest_is_kept(assessee, member, mark):
    saved = save(assessee, member, marks={"B12": mark, "Z01": "60"})
    assert list(saved.errors["marks"]) == ["B12"]
    assert SheetDraft.objects.get().marks == {"Z01": "60"}


@pytest.mark.parametrize("typed", ["８５．５", "85,5", "85，5", "85。5", " 85.50 ", "085.5"])
def test_a_mark_is_read_as_people_type_it(assessee, member, typed):
    assert save(assessee, member, marks={"B12": typed}).errors == {}
    assert SheetDraft.objects.get().marks == {"B12": "85.5"}


def test_of_two_seats_the_one_that_marks_counts(marking, assessee, member):
    """Reading in one group must not keep somebody from marking the same unit in another."""
    other = AssessmentGroupFactory(plan=marking.plan, number=0)
    reader = GroupRoleFactory(marks_sheets=False)
    SeatFactory(group=other, role=reader, evaluator=evaluator_of(member))
    link = GroupLinkFactory(from_group=other, to_group=marking.group)
    link.guests.add(evaluator_of(member))
    link.anchors.add(marking.plan.plan_units.get(unit=assessee.unit))
    assert save(assessee, member, marks={"B12": "80"}).revision == 1
    mine = [one.assessee for one in assignments_of(member, timezone.now())]
    assert mine == marking.assessees


def test_an_unknown_leaf_and_a_text_too_long_are_refused(assessee, member):
    saved = save(
        assessee, member, marks={"A11": "1"}, remarks={"B12": "长" * 501}, advice="长" * 2001
    )
    assert {part: saved.errors[part] and True for part in saved.errors} == {
        "marks": True,
        "remarks": True,
        "advice": True,
    }
    assert saved.revision == 0


@pytest.mark.parametrize("base", [-1, 1])
def test_a_revision_that_never_was_is_refused(assessee, member, base):
    with pytest.raises(ValidationError) as refusal:
        save(assessee, member, base=base, marks={"B12": "80"})
    assert refusal.value.code == "base"


def test_a_low_or_a_high_mark_asks_for_a_sentence():
    marking = make_marking(remark_below_share="0.6", remark_above_share="0.95")
    assessee, member = marking.assessees[0], marking.member()
    assert save(assessee, member, marks={"B12": "95"}).due == []
    assert save(assessee, member, base=1, marks={"B12": "95.5"}).due == ["B12"]
    assert save(assessee, member, base=2, marks={"B12": "59"}, remarks={"B12": "差"}).due == ["B12"]
    assert save(assessee, member, base=3, remarks={"B12": "三项任务逾期"}).due == []


def test_somebody_elses_assessee_does_not_exist(assessee):
    stranger = make_marking().member()
    for account in (stranger, UserFactory()):
        with pytest.raises(Assessee.DoesNotExist):
            save(assessee, account, marks={"B12": "80"})
    assert not SheetDraft.objects.exists()


def test_access_ends_with_the_seat_and_with_the_plan(marking, assessee, member):
    save(assessee, member, marks={"B12": "80"})
    marking.plan.ends_on = timezone.localdate() - dt.timedelta(days=1)
    marking.plan.save()
    with pytest.raises(Assessee.DoesNotExist):
        save(assessee, member, base=1, marks={"B12": "81"})
    marking.plan.ends_on = timezone.localdate()
    marking.plan.save()
    marking.group.seats.update(evaluator=None)
    with pytest.raises(Assessee.DoesNotExist):
        save(assessee, member, base=1, marks={"B12": "81"})


def test_evp25_before_every_letter_is_signed_nothing_is_stored(marking, assessee, member):
    letters = [
        LetterVersionFactory(kind=kind, valid_from=dt.date(2020, 1, 1))
        for kind in ("pledge", "secrecy", "nine_donts")
    ]
    evaluator = evaluator_of(member)
    for letter in letters:
        assert refused(assessee, member) == "letters"
        SignatureFactory(letter=letter, evaluator=evaluator, plan=marking.plan)
    assert save(assessee, member, marks={"B12": "80"}).revision == 1


def test_an_expired_certificate_bars(marking, assessee, member):
    PoolPolicyFactory()
    evaluator = evaluator_of(member)
    expired = timezone.localdate() - dt.timedelta(days=1)
    CertificateFactory(evaluator=evaluator, expires_on=expired)
    assert refused(assessee, member) == "barred"


def test_grp05_a_supervisor_reads_only(marking, assessee):
    supervisor = GroupRoleFactory(marks_sheets=False)
    marking.cycle.scheme.rater_classes.get().roles.add(supervisor)
    assert refused(assessee, marking.member(role=supervisor)) == "read_only"


def test_a_role_that_no_class_has_reads_only(marking, assessee):
    assert refused(assessee, marking.member(role=GroupRoleFactory())) == "read_only"


@pytest.mark.parametrize("kind", [Tie.Kind.SPOUSE, Tie.Kind.INTEREST])
def test_l05_a_tie_declared_since_takes_the_sheet_away(marking, assessee, member, kind):
    save(assessee, member, marks={"B12": "80"})
    TieFactory(evaluator=evaluator_of(member), unit=assessee.unit, kind=kind)
    with pytest.raises(Assessee.DoesNotExist):
        save(assessee, member, base=1, marks={"B12": "81"})
    assert save(marking.assessees[1], member, marks={"B12": "80"}).revision == 1


def test_l05_another_interest_can_be_waived(marking, assessee, member):
    evaluator = evaluator_of(member)
    TieFactory(evaluator=evaluator, unit=assessee.unit, kind=Tie.Kind.INTEREST)
    WaiverFactory(
        approved=True, plan=marking.plan, evaluator=evaluator, unit=assessee.unit, rule="interest"
    )
    assert save(assessee, member, marks={"B12": "80"}).revision == 1


def test_after_the_deadline_nothing_is_stored(marking, assessee, member):
    marking.cycle.sheets_due_at = timezone.now() - dt.timedelta(minutes=1)
    marking.cycle.save()
    assert refused(assessee, member) == "overdue"
    assert not SheetDraft.objects.exists()


def test_a_sheet_that_is_handed_in_is_frozen(member):
    marking = make_marking()
    account = marking.member()
    hand_in(marking.assessees[0], account)
    assert refused(marking.assessees[0], account) == "submitted"


def test_after_closing_nothing_is_stored(marking, assessee, member):
    fill(assessee, member, {"B12": "80"})
    marking.cycle.marking_closed_at = timezone.now()
    marking.cycle.save()
    assert refused(assessee, member) == "closed"
