"""Many at once in a group's task; on SQLite, which has one writer, one after another."""

from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessment.models import TalkRecord, WorkLogEntry
from assessment.services.fieldwork import answer_question, close_group, note_work
from assessment.services.talks import begin_talk, save_talk
from assessment.services.verifications import attach_file, conclude_verification
from organization.models import AuditEvent
from tests.assessment.factories import (
    FieldQuestionFactory,
    GroupReviewFactory,
    TalkRecordFactory,
    VerificationFactory,
)
from tests.assessment.fieldwork import BLOCKS, FILLED, make_field, seat
from tests.assessment.test_sheet_races import at_once, outcome

pytestmark = pytest.mark.django_db(transaction=True)

HANDS = 6


@pytest.fixture
def field():
    return make_field()


def test_grp_09_of_many_answers_one_stands(field, office_clerk):
    question = FieldQuestionFactory(group=field.group)
    told = at_once(
        lambda number: outcome(
            lambda: answer_question(question, answer=f"答复{number}", by=office_clerk)
        ),
        HANDS,
    )
    assert sorted(told) == ["answered"] * (HANDS - 1) + ["done"]
    question.refresh_from_db()
    assert question.answer == f"答复{told.index('done')}"
    assert AuditEvent.objects.filter(action="question_answered").count() == 1


def test_prc_05_of_many_conclusions_one_stands_and_no_file_comes_after(field, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    doubt = VerificationFactory(group=field.group, assessee=field.assessee)
    members = [field.member, *(seat(field.group) for _ in range(HANDS - 1))]

    def work(number: int) -> str:
        by = members[number]
        if number % 2:
            file = SimpleUploadedFile(f"{number}.pdf", b"%PDF-1.7")
            return outcome(lambda: attach_file(doubt, file, by=by))
        return outcome(
            lambda: conclude_verification(
                doubt, conclusion="confirmed", findings=f"查实{number}", by=by
            )
        )

    told = at_once(work, HANDS)
    doubt.refresh_from_db()
    assert told[::2].count("done") == 1
    assert doubt.findings == f"查实{2 * told[::2].index('done')}"
    assert doubt.files.count() == told[1::2].count("done")
    events = AuditEvent.objects.filter(
        action__in=["verification_concluded", "verification_file_attached"]
    )
    assert events.latest("pk").action == "verification_concluded"


def test_grp_08_nothing_comes_into_a_task_that_is_closed(field):
    TalkRecordFactory(group=field.group, assessee=field.assessee, signed=True)
    GroupReviewFactory(group=field.group)
    members = [field.member, *(seat(field.group) for _ in range(HANDS - 1))]

    def work(number: int) -> str:
        by = members[number]
        if number == HANDS // 2:
            return outcome(lambda: close_group(field.group, by=by))
        if number % 2:
            return outcome(
                lambda: begin_talk(
                    field.group,
                    assessee=field.assessee,
                    with_whom="班子成员",
                    talked_on=timezone.localdate(),
                    by=by,
                )
            )
        return outcome(lambda: note_work(field.group, words=f"纪实{number}", by=by))

    told = at_once(work, HANDS)
    assert set(told) <= {"done", "closed", "open"}
    if told[HANDS // 2] == "done":
        assert field.group.work_log.latest("pk").kind == WorkLogEntry.Kind.CLOSED
        assert not field.group.talks.exclude(state="signed").exists()
    else:
        assert field.group.talks.exclude(state="signed").exists()


def test_prc_04_tabs_that_save_at_once_lose_no_block(field):
    talk = TalkRecordFactory(group=field.group, assessee=field.assessee, talked_by=field.member)

    def tab(number: int) -> None:
        """Each tab fills its own block and tries again with what it finds."""
        opened, answers = (
            TalkRecord.objects.get(pk=talk.pk),
            {BLOCKS[number]: FILLED[BLOCKS[number]]},
        )
        save = partial(save_talk, opened, answers=answers, by=member)
        revision = opened.revision
        while outcome(partial(save, revision=revision)) != "done":
            revision = TalkRecord.objects.get(pk=talk.pk).revision

    member = field.member
    at_once(tab, len(BLOCKS))
    talk.refresh_from_db()
    assert talk.answers == FILLED
    assert (talk.state, talk.revision) == ("complete", len(BLOCKS))
