"""Talks: six mandatory blocks, the draft that saves itself, the signature (PRC-04, GRP-04)."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from assessment.models import TalkBlock, TalkForm, TalkRecord
from assessment.selectors.briefs import brief_of, outline_draft
from assessment.services.talks import (
    begin_talk,
    drop_talk,
    save_outline,
    save_talk,
    sign_talk,
)
from evaluators.models import Seat
from organization.models import AuditEvent
from tests.assessment.factories import TalkFormFactory, VerificationFactory
from tests.assessment.fieldwork import BLOCKS, FILLED, make_field, seat
from tests.evaluators.factories import EvaluatorFactory

pytestmark = pytest.mark.django_db

State = TalkRecord.State


@pytest.fixture
def field():
    return make_field()


@pytest.fixture
def talk(field):
    return begin_talk(
        field.group,
        assessee=field.assessee,
        with_whom="班子成员",
        talked_on=timezone.localdate(),
        by=field.member,
    )


def test_prc_04_three_must_ask_and_three_must_tell(talk):
    sides = [block.side for block in talk.form.blocks.all()]
    assert sides == [TalkBlock.Side.ASK] * 3 + [TalkBlock.Side.TELL] * 3
    assert [block.code for block in talk.form.blocks.all()] == list(BLOCKS)


def test_prc_04_missing_potential_keeps_the_record_incomplete(talk, field):
    five = {code: text for code, text in FILLED.items() if code != "potential"}
    save_talk(talk, answers=five, revision=0, by=field.member)
    assert talk.state == State.INCOMPLETE
    with pytest.raises(ValidationError, match="Only a complete record"):
        sign_talk(talk, by=field.member)
    save_talk(talk, answers={"potential": " "}, revision=1, by=field.member)
    assert talk.state == State.INCOMPLETE
    save_talk(talk, answers={"potential": "可任正职"}, revision=2, by=field.member)
    assert talk.state == State.COMPLETE


def test_a_block_that_is_emptied_makes_the_record_incomplete_again(talk, field):
    save_talk(talk, answers=FILLED, revision=0, by=field.member)
    save_talk(talk, answers={"life": ""}, revision=1, by=field.member)
    assert talk.state == State.INCOMPLETE


def test_a_signed_record_is_locked(talk, field):
    save_talk(talk, answers=FILLED, revision=0, by=field.member)
    sign_talk(talk, by=field.member)
    assert talk.signed_at is not None
    with pytest.raises(ValidationError, match="changed or signed elsewhere"):
        save_talk(talk, answers={"work": "改写"}, revision=talk.revision, by=field.member)
    with pytest.raises(ValidationError, match="only once"):
        sign_talk(talk, by=field.member)
    talk.refresh_from_db()
    assert talk.answers == FILLED
    assert AuditEvent.objects.filter(action="talk_signed", actor=field.member).count() == 1


def test_two_tabs_do_not_overwrite_each_other(talk, field):
    save_talk(talk, answers={"work": "第一页"}, revision=0, by=field.member)
    with pytest.raises(ValidationError, match="changed or signed elsewhere"):
        save_talk(talk, answers={"work": "第二页"}, revision=0, by=field.member)
    talk.refresh_from_db()
    assert talk.answers == {"work": "第一页"}


@pytest.mark.parametrize(
    "answers", [{"salary": "不在表内"}, {"work": "长" * 4001}], ids=["strange block", "too long"]
)
def test_what_the_form_does_not_take_is_refused(talk, field, answers):
    with pytest.raises(ValidationError):
        save_talk(talk, answers=answers, revision=0, by=field.member)


def test_only_who_talked_writes_and_signs(talk, field):
    colleague = seat(field.group)
    with pytest.raises(PermissionDenied):
        save_talk(talk, answers=FILLED, revision=0, by=colleague)
    with pytest.raises(PermissionDenied):
        sign_talk(talk, by=colleague)


def test_the_audit_trail_has_no_word_of_the_talk(talk, field):
    save_talk(talk, answers=FILLED, revision=0, by=field.member)
    event = AuditEvent.objects.get(action="talk_saved")
    assert event.after == {"filled": list(BLOCKS), "revision": 1}
    begun = AuditEvent.objects.get(action="talk_begun")
    assert "班子成员" not in str(begun.after)


def test_a_talk_takes_the_form_of_its_day(field):
    newer = TalkFormFactory(valid_from=dt.date(2020, 1, 1))
    assert TalkForm.objects.on(dt.date(2019, 12, 31)).valid_from == dt.date(2000, 1, 1)
    assert TalkForm.objects.on(dt.date(2020, 1, 1)) == newer
    assert TalkForm.objects.on(dt.date(1999, 1, 1)) is None


@pytest.mark.parametrize(
    ("day", "words"),
    [(dt.date(2999, 1, 1), "not come yet"), (dt.date(1999, 1, 1), "no talk form")],
)
def test_a_talk_has_a_day_that_was_and_a_form(field, day, words):
    with pytest.raises(ValidationError, match=words):
        begin_talk(
            field.group, assessee=field.assessee, with_whom="局长", talked_on=day, by=field.member
        )


def test_a_talk_about_a_foreign_assessee_is_refused(field):
    foreign = make_field(field.plan).assessee
    with pytest.raises(ValidationError, match="does not go to this assessee"):
        begin_talk(
            field.group,
            assessee=foreign,
            with_whom="局长",
            talked_on=timezone.localdate(),
            by=field.member,
        )


def test_grp_04_the_outline_is_tailored_to_the_assessee(field):
    VerificationFactory(group=field.group, assessee=field.assessee, doubt="项目数与台账不符")
    draft = outline_draft(brief_of(field.assessee))
    assert draft.startswith("说明来意")
    assert "潜力" in draft
    assert "项目数与台账不符" in draft
    for text in (draft, "只谈项目建设"):
        save_outline(field.group, assessee=field.assessee, text=text, by=field.member)
    assert field.group.talk_outlines.get().text == "只谈项目建设"
    events = AuditEvent.objects.filter(action="outline_saved").order_by("pk")
    assert [event.before.get("text") for event in events] == [None, draft]


def test_grp_04_an_outline_needs_words_and_a_member(field):
    with pytest.raises(ValidationError):
        save_outline(field.group, assessee=field.assessee, text="", by=field.member)
    with pytest.raises(PermissionDenied):
        save_outline(field.group, assessee=field.assessee, text="谈", by=field.supervisor)


def test_a_talk_begun_by_mistake_is_dropped_with_a_reason(talk, field):
    with pytest.raises(ValidationError, match="Say why"):
        drop_talk(talk, reason=" ", by=field.member)
    other_tab = TalkRecord.objects.get(pk=talk.pk)
    drop_talk(talk, reason="选错考核对象", by=field.member)
    assert not TalkRecord.objects.exists()
    assert field.group.work_log.get().words == "选错考核对象"
    event = AuditEvent.objects.get(action="talk_dropped", actor=field.member)
    assert event.after == {"reason": "选错考核对象"}
    for act in (
        lambda: drop_talk(other_tab, reason="误建", by=field.member),
        lambda: save_talk(other_tab, answers=FILLED, revision=0, by=field.member),
    ):
        with pytest.raises(ValidationError, match="has been dropped"):
            act()


def test_a_signed_talk_is_not_dropped(talk, field):
    save_talk(talk, answers=FILLED, revision=0, by=field.member)
    sign_talk(talk, by=field.member)
    with pytest.raises(ValidationError, match="stays as it is"):
        drop_talk(talk, reason="误建", by=field.member)


def test_a_talk_left_behind_does_not_keep_the_task_open_for_good(talk, field):
    colleague = seat(field.group)
    with pytest.raises(PermissionDenied):
        drop_talk(talk, reason="误建", by=colleague)
    Seat.objects.filter(evaluator__account=field.member).update(
        evaluator=EvaluatorFactory(with_account=True)
    )
    with pytest.raises(PermissionDenied):
        drop_talk(talk, reason="人员已调整", by=field.supervisor)
    drop_talk(talk, reason="人员已调整", by=colleague)
    assert not field.group.talks.exists()
