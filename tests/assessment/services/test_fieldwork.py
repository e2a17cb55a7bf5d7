"""A group's task: its log, review and end (GRP-05, GRP-07, GRP-08), questions (GRP-09)."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from assessment.models import FieldQuestion, TalkRecord, WorkLogEntry
from assessment.selectors.fieldwork import (
    groups_seen_by,
    questions_seen_by,
    remaining_of,
    standing_in,
)
from assessment.services.fieldwork import (
    answer_question,
    ask_question,
    close_group,
    comment_group,
    note_work,
    record_review,
)
from assessment.services.talks import begin_talk
from assessment.services.verifications import conclude_verification, raise_doubt
from evaluators.models import FieldPlan, Tie
from organization.models import AuditEvent, Role
from tests.assessment.factories import (
    GroupReviewFactory,
    TalkRecordFactory,
    VerificationFactory,
)
from tests.assessment.fieldwork import make_field, seat
from tests.evaluators.factories import (
    LetterVersionFactory,
    SignatureFactory,
    TieFactory,
)
from tests.organization.factories import DomainFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def field():
    return make_field()


def finish(field):
    """Leave nothing open but what a test takes away."""
    return (
        TalkRecordFactory(group=field.group, assessee=field.assessee, signed=True),
        VerificationFactory(group=field.group, assessee=field.assessee, concluded=True),
        GroupReviewFactory(group=field.group),
    )


def test_a_member_sees_the_group_while_the_plan_runs(field):
    assert groups_seen_by(field.member).get() == field.group
    FieldPlan.objects.filter(pk=field.plan.pk).update(ends_on=field.plan.starts_on)
    assert not groups_seen_by(field.member).exists()


@pytest.mark.parametrize("state", [FieldPlan.State.DRAFT, FieldPlan.State.CLOSED])
def test_only_a_confirmed_plan_opens_the_group(field, state):
    FieldPlan.objects.filter(pk=field.plan.pk).update(state=state)
    assert not groups_seen_by(field.member).exists()


def test_an_unsigned_letter_keeps_the_group_shut(field):
    letter = LetterVersionFactory()
    assert not groups_seen_by(field.member).exists()
    SignatureFactory(letter=letter, evaluator=field.member.evaluator, plan=field.plan)
    assert groups_seen_by(field.member).exists()


def test_another_groups_member_sees_nothing_of_it(field):
    other = make_field(field.plan)
    assert groups_seen_by(other.member).get() == other.group
    with pytest.raises(PermissionDenied):
        note_work(field.group, words="查阅台账", by=other.member)


def test_the_office_sees_the_groups_of_its_domain(field):
    own = UserFactory(role=Role.OFFICE_STAFF, role__domain=field.assessee.unit.domain)
    foreign = UserFactory(role=Role.OFFICE_STAFF, role__domain=DomainFactory())
    assert groups_seen_by(own).get() == field.group
    assert not groups_seen_by(foreign).exists()


def test_a_tie_hides_the_unit_from_a_member(field):
    TieFactory(evaluator=field.member.evaluator, unit=field.assessee.unit, kind=Tie.Kind.SPOUSE)
    assert not standing_in(field.group, field.member).assessees.exists()
    with pytest.raises(ValidationError, match="does not go to this assessee"):
        begin_talk(
            field.group,
            assessee=field.assessee,
            with_whom="局长",
            talked_on=timezone.localdate(),
            by=field.member,
        )


def test_grp_05_a_supervisor_reads_and_reports_only(field):
    standing = standing_in(field.group, field.supervisor)
    assert standing.assessees.get() == field.assessee
    assert (standing.may_report, standing.may_work) == (True, False)
    note_work(field.group, words="现场纪律良好", by=field.supervisor)
    assert field.group.work_log.get().kind == WorkLogEntry.Kind.REPORT
    with pytest.raises(PermissionDenied):
        begin_talk(
            field.group,
            assessee=field.assessee,
            with_whom="局长",
            talked_on=timezone.localdate(),
            by=field.supervisor,
        )
    with pytest.raises(PermissionDenied):
        close_group(field.group, by=field.supervisor)


def test_grp_07_every_change_shows_who_when_and_why(field):
    """A figure that is corrected stands in the log with person, moment and reason."""
    doubt = raise_doubt(
        field.group,
        assessee=field.assessee,
        doubt="上报 15 项，台账 12 项",
        way="papers",
        assigned_to=field.member,
        due_on=timezone.localdate(),
        by=field.member,
    )
    conclude_verification(
        doubt, conclusion="corrected", findings="应为 12 项，3 项未竣工", by=field.member
    )
    concluded, raised = field.group.work_log.all()
    assert (raised.kind, raised.words) == ("doubt_raised", "上报 15 项，台账 12 项")
    assert concluded.written_by == field.member
    assert concluded.written_at is not None
    assert "应为 12 项" in concluded.words


def test_grp_07_the_log_is_only_added_to(field):
    entry = note_work(field.group, words="查阅会议纪要", by=field.member)
    entry.words = "改写"
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
    with pytest.raises(TypeError):
        field.group.work_log.update(words="改写")
    event = AuditEvent.objects.filter(action="work_noted").get()
    assert (event.actor, event.object_key) == (field.member, str(entry.pk))


def test_an_entry_needs_words(field):
    with pytest.raises(ValidationError, match="Say what was done"):
        note_work(field.group, words=" ", by=field.member)


def test_grp_08_the_task_closes_only_with_a_review(field):
    TalkRecordFactory(group=field.group, assessee=field.assessee, signed=True)
    with pytest.raises(ValidationError, match="the review of the group"):
        close_group(field.group, by=field.member)
    record_review(
        field.group,
        held_on=timezone.localdate(),
        attendees=[field.member.evaluator],
        words="逐家研判，意见一致",
        by=field.member,
    )
    closing = close_group(field.group, by=field.member)
    assert closing.closed_by == field.member
    assert AuditEvent.objects.filter(action="group_closed", actor=field.member).exists()
    assert AuditEvent.objects.filter(action="review_recorded", actor=field.member).exists()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda talk: TalkRecord.objects.filter(pk=talk.pk).delete(), "1 assessee without a talk"),
        (
            lambda talk: TalkRecordFactory(group=talk.group, assessee=talk.assessee),
            "1 talk not signed",
        ),
        (
            lambda talk: VerificationFactory(group=talk.group, assessee=talk.assessee),
            "1 verification without a conclusion",
        ),
    ],
    ids=["no talk", "talk not signed", "doubt without a conclusion"],
)
def test_grp_08_whatever_is_open_keeps_the_task_open(field, spoil, words):
    talk, _doubt, _review = finish(field)
    assert remaining_of(field.group).is_nothing
    spoil(talk)
    with pytest.raises(ValidationError, match=words):
        close_group(field.group, by=field.member)


def test_a_closed_task_takes_nothing_more(field):
    finish(field)
    close_group(field.group, by=field.member)
    for act in (
        lambda: close_group(field.group, by=field.member),
        lambda: note_work(field.group, words="补记", by=field.member),
        lambda: ask_question(field.group, question="能否补记", by=field.member),
    ):
        with pytest.raises(ValidationError, match="The task of this group is closed"):
            act()


@pytest.mark.parametrize(
    ("change", "field_name"),
    [
        ({"attendees": []}, "attendees"),
        ({"words": ""}, "words"),
        ({"held_on": dt.date(2999, 1, 1)}, "held_on"),
    ],
)
def test_a_review_names_members_a_day_and_words(field, change, field_name):
    facts = {
        "held_on": timezone.localdate(),
        "attendees": [field.member.evaluator],
        "words": "意见一致",
        **change,
    }
    with pytest.raises(ValidationError) as refusal:
        record_review(field.group, **facts, by=field.member)
    assert field_name in refusal.value.error_dict


def test_a_review_is_not_attended_by_strangers(field):
    stranger = make_field(field.plan).member.evaluator
    with pytest.raises(ValidationError, match="Name the members"):
        record_review(
            field.group,
            held_on=timezone.localdate(),
            attendees=[stranger],
            words="意见一致",
            by=field.member,
        )


def test_grp_08_the_office_comments_on_each_group(field, office_clerk):
    comment_group(field.group, words="谈话扎实", by=office_clerk)
    assert field.group.debrief_comments.get().words == "谈话扎实"
    assert field.group.work_log.get().kind == WorkLogEntry.Kind.COMMENTED
    with pytest.raises(PermissionDenied):
        comment_group(field.group, words="自评很好", by=field.member)


def test_grp_09_a_question_is_answered_once_and_seen_by_all_groups(field, office_clerk):
    asked = ask_question(field.group, question="挂职干部是否谈话", by=field.member)
    answer_question(asked, answer="列入谈话范围", by=office_clerk)
    with pytest.raises(ValidationError, match="answered already"):
        answer_question(asked, answer="不列入", by=office_clerk)
    colleague = make_field(field.plan).member
    assert questions_seen_by(colleague).get().answer == "列入谈话范围"
    assert FieldQuestion.objects.search("列入谈话").get() == asked
    assert not FieldQuestion.objects.search("经费").exists()
    assert AuditEvent.objects.filter(action="question_answered", actor=office_clerk).count() == 1


def test_grp_09_another_plans_groups_do_not_see_it(field):
    ask_question(field.group, question="挂职干部是否谈话", by=field.member)
    assert not questions_seen_by(make_field().member).exists()


def test_a_question_is_answered_by_the_office_with_words(field, office_clerk):
    asked = ask_question(field.group, question="挂职干部是否谈话", by=field.member)
    with pytest.raises(PermissionDenied):
        answer_question(asked, answer="列入", by=field.member)
    with pytest.raises(ValidationError, match="Write the answer"):
        answer_question(asked, answer=" ", by=office_clerk)


def test_who_has_no_seat_asks_nothing(field, office_clerk):
    with pytest.raises(PermissionDenied):
        ask_question(field.group, question="请示", by=office_clerk)


def test_a_second_member_may_be_seated(field):
    assert groups_seen_by(seat(field.group)).get() == field.group
