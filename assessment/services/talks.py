"""Talks: the outline about an assessee, the record that saves itself, and the signature."""

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Assessee, TalkForm, TalkOutline, TalkRecord, WorkLogEntry
from assessment.selectors.fieldwork import talker_has_left
from assessment.services.fieldwork import check_may_work, write_log
from evaluators.models import AssessmentGroup
from organization.models import User
from organization.services.audit import record_event

LONGEST_ANSWER = 4000
State = TalkRecord.State


@transaction.atomic
def save_outline(group: AssessmentGroup, *, assessee: Assessee, text: str, by: User) -> TalkOutline:
    """Keep what the group means to ask about an assessee.

    Raises:
        ValidationError: no text, the task is closed, or the group does not go there.
        PermissionDenied: the account does not work in the group.
    """
    check_may_work(group, by, assessee=assessee)
    outline = TalkOutline.objects.filter(group=group, assessee=assessee).first()
    before = {"text": outline.text} if outline else None
    outline = outline or TalkOutline(group=group, assessee=assessee)
    outline.text, outline.written_by = text, by
    outline.full_clean()
    outline.save()
    record_event("outline_saved", outline, by=by, before=before, after={"text": text})
    return outline


@transaction.atomic
def begin_talk(
    group: AssessmentGroup,
    *,
    assessee: Assessee,
    with_whom: str,
    talked_on: dt.date,
    by: User,
) -> TalkRecord:
    """Begin the record of a talk, on the form that holds on its day.

    Raises:
        ValidationError: a day to come, no form for it, the task is closed, a foreign assessee.
        PermissionDenied: the account does not work in the group.
    """
    check_may_work(group, by, assessee=assessee)
    if talked_on > timezone.localdate():
        raise ValidationError({"talked_on": _("This day has not come yet.")})
    form = TalkForm.objects.on(talked_on)
    if form is None:
        raise ValidationError({"talked_on": _("There is no talk form for this day.")})
    talk = TalkRecord(
        group=group,
        assessee=assessee,
        form=form,
        talked_by=by,
        with_whom=with_whom,
        talked_on=talked_on,
    )
    talk.full_clean(exclude=["answers"])
    talk.save()
    record_event("talk_begun", talk, by=by, after={"assessee": assessee, "talked_on": talked_on})
    return talk


@transaction.atomic
def save_talk(
    talk: TalkRecord, *, answers: Mapping[str, str], revision: int, by: User
) -> TalkRecord:
    """Save the blocks as they are; the record is complete once every mandatory block is filled.

    Args:
        answers: text by code of the block; a block that is not named keeps its text.
        revision: of what the writer sees; another tab may have saved since.

    Raises:
        ValidationError: signed or changed since, a strange block, too long, the task is closed.
        PermissionDenied: somebody else talked.
    """
    _check_own(talk, by)
    _read_again(talk)
    codes = [block.code for block in talk.form.blocks.all()]
    strange = sorted(set(answers) - set(codes))
    if strange:
        raise ValidationError(
            {
                "answers": ValidationError(
                    _("The talk form has no block %(code)s."), params={"code": strange[0]}
                )
            }
        )
    if any(len(text) > LONGEST_ANSWER for text in answers.values()):
        raise ValidationError(
            {
                "answers": ValidationError(
                    _("A block holds at most %(most)s characters."), params={"most": LONGEST_ANSWER}
                )
            }
        )
    kept = {**talk.answers, **answers}
    is_complete = all(kept.get(code, "").strip() for code in codes)
    unlocked = TalkRecord.objects.filter(pk=talk.pk, revision=revision).exclude(state=State.SIGNED)
    changed = unlocked.update(
        answers=kept,
        state=State.COMPLETE if is_complete else State.INCOMPLETE,
        revision=revision + 1,
        saved_at=timezone.now(),
    )
    if not changed:
        raise ValidationError(
            _("This record was changed or signed elsewhere; reload the page."), code="conflict"
        )
    talk.refresh_from_db()
    filled = [code for code in codes if kept.get(code, "").strip()]
    record_event("talk_saved", talk, by=by, after={"filled": filled, "revision": talk.revision})
    return talk


@transaction.atomic
def sign_talk(talk: TalkRecord, *, by: User) -> TalkRecord:
    """Sign a complete record; from then on it is locked.

    Raises:
        ValidationError: a mandatory block is empty (PRC-04), signed before, or the task is closed.
        PermissionDenied: somebody else talked.
    """
    _check_own(talk, by)
    complete = TalkRecord.objects.filter(pk=talk.pk, state=State.COMPLETE)
    if not complete.update(state=State.SIGNED, signed_at=timezone.now()):
        raise ValidationError(
            _("Only a complete record is signed, and only once."), code="incomplete"
        )
    talk.refresh_from_db()
    write_log(talk.group, kind=WorkLogEntry.Kind.TALK_SIGNED, assessee=talk.assessee, by=by)
    record_event("talk_signed", talk, by=by)
    return talk


@transaction.atomic
def drop_talk(talk: TalkRecord, *, reason: str, by: User) -> None:
    """Take a record that is not signed out of the task: begun by mistake, or left by its writer.

    Raises:
        ValidationError: no reason, signed, or the task is closed.
        PermissionDenied: somebody else talked and is still in the group.
    """
    check_may_work(talk.group, by, assessee=talk.assessee)
    _read_again(talk)
    if talk.talked_by_id != by.pk and not talker_has_left(talk):
        raise PermissionDenied
    if talk.state == State.SIGNED:
        raise ValidationError(_("A signed record stays as it is."), code="signed")
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is dropped.")})
    kind = WorkLogEntry.Kind.TALK_DROPPED
    write_log(talk.group, kind=kind, words=reason, assessee=talk.assessee, by=by)
    before = {"assessee": talk.assessee, "talked_by": talk.talked_by, "talked_on": talk.talked_on}
    record_event("talk_dropped", talk, by=by, before=before, after={"reason": reason})
    talk.delete()


def _read_again(talk: TalkRecord) -> None:
    """What stands there now: another tab may have saved; from here on the group is locked."""
    try:
        talk.refresh_from_db()
    except TalkRecord.DoesNotExist as error:
        raise ValidationError(_("This record has been dropped."), code="conflict") from error


def _check_own(talk: TalkRecord, by: User) -> None:
    check_may_work(talk.group, by, assessee=talk.assessee)
    if talk.talked_by_id != by.pk:
        raise PermissionDenied
