"""The five stages of a quarter (五有), from its goals to what is put right (DLY-03)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from dailyreview.models import (
    ColleagueComment,
    PilotUnit,
    QuarterRecord,
    Reminder,
    ReviewFeedback,
    WorkGoal,
)
from dailyreview.selectors.contents import Content

States = QuarterRecord.State
Kinds = ColleagueComment.Kind


@dataclass(frozen=True)
class Stage:
    """One of the five, as sentences.

    Attributes:
        there, missing: what has been done, and what has not.
    """

    title: str
    there: Sequence[str]
    missing: Sequence[str]


@dataclass
class _Lines:
    title: str
    there: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def say(self, happened: object, there: str, missing: str) -> None:
        if happened:
            self.there.append(there)
        else:
            self.missing.append(missing)

    @property
    def stage(self) -> Stage:
        return Stage(self.title, self.there, self.missing)


def stages_of(
    record: QuarterRecord,
    content: Content,
    reminders: Iterable[Reminder],
    feedback: ReviewFeedback | None,
    *,
    is_own: bool,
) -> list[Stage]:
    """What is there and what is missing of one quarter; comments are never told to the person."""
    goals, kept = _Lines(pgettext("stage", "Goal")), _Lines(pgettext("stage", "Record"))
    set_goals, reached = _goals(record)
    words = ngettext(
        "%(count)s goal of the year is set, %(reached)s reached.",
        "%(count)s goals of the year are set, %(reached)s reached.",
        set_goals,
    )
    goals.say(
        set_goals,
        words % {"count": set_goals, "reached": reached},
        _("No goal of the year is set."),
    )
    kept.say(record.submitted_at, _handed_in(record, content), _("It is still being written."))
    if record.state == States.RETURNED:
        kept.missing.append(_("It was returned and is being changed."))
    return [
        goals.stage,
        kept.stage,
        _reviewed(record, is_own=is_own),
        _told(feedback),
        _put_right(reminders),
    ]


def _goals(record: QuarterRecord) -> tuple[int, int]:
    appointment = record.assessee.appointment
    cadre = appointment.cadre_id if appointment else None
    goals = WorkGoal.objects.filter(plan=record.quarter.plan_id, appointment__cadre=cadre)
    counted = goals.aggregate(count=Count("pk"), reached=Count("done_on"))
    return counted["count"], counted["reached"]


def _handed_in(record: QuarterRecord, content: Content) -> str:
    if record.submitted_at is None:
        return ""
    words = ngettext(
        "Handed in on %(day)s with %(count)s piece of work, %(ad_hoc)s of them ad hoc.",
        "Handed in on %(day)s with %(count)s pieces of work, %(ad_hoc)s of them ad hoc.",
        len(content.entries),
    )
    return words % {
        "day": date_format(record.submitted_at, "Y-m-d"),
        "count": len(content.entries),
        "ad_hoc": content.ad_hoc,
    }


def _reviewed(record: QuarterRecord, *, is_own: bool) -> Stage:
    lines = _Lines(pgettext("stage", "Review"))
    waits = _("Now with: %(role)s.") % {"role": record.get_awaits_display()}
    lines.say(
        record.state == States.REVIEWED,
        _("All levels have reviewed it."),
        waits if record.awaits else _("Nobody has reviewed it yet."),
    )
    if not is_own:
        _say_comments(record, lines)
    return lines.stage


def _say_comments(record: QuarterRecord, lines: _Lines) -> None:
    pilot = PilotUnit.objects.filter(
        plan=record.quarter.plan_id, unit=record.assessee.unit_id
    ).first()
    kinds = [comment.kind for comment in record.comments.all()]
    colleagues, users = kinds.count(Kinds.COLLEAGUE), kinds.count(Kinds.USER)
    if colleagues or (pilot and pilot.asks_peers):
        words = ngettext(
            "%(count)s comment of a colleague.", "%(count)s comments of colleagues.", colleagues
        )
        lines.say(colleagues, words % {"count": colleagues}, _("No colleague has commented."))
    if users or (pilot and pilot.asks_users):
        words = ngettext(
            "%(count)s comment of a person served.", "%(count)s comments of people served.", users
        )
        lines.say(users, words % {"count": users}, _("Nobody served has commented."))


def _told(feedback: ReviewFeedback | None) -> Stage:
    lines = _Lines(pgettext("stage", "Feedback"))
    lines.say(
        feedback,
        _("Given by %(name)s.") % {"name": feedback.given_by} if feedback else "",
        _("No feedback has been given."),
    )
    if feedback:
        lines.say(
            feedback.acknowledged_at,
            _("The person has taken note."),
            _("The person has not taken note yet."),
        )
    return lines.stage


def _put_right(reminders: Iterable[Reminder]) -> Stage:
    lines = _Lines(pgettext("stage", "Put right"))
    found = list(reminders)
    still_open = sum(one.closed_at is None for one in found)
    if not found:
        lines.there.append(_("No shortcoming was pointed out."))
        return lines.stage
    closed = len(found) - still_open
    words = ngettext(
        "%(count)s shortcoming is put right.", "%(count)s shortcomings are put right.", closed
    )
    if closed:
        lines.there.append(words % {"count": closed})
    if still_open:
        words = ngettext(
            "%(count)s shortcoming is still open.",
            "%(count)s shortcomings are still open.",
            still_open,
        )
        lines.missing.append(words % {"count": still_open})
    return lines.stage
