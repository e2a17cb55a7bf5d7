"""What waits in the daily review: records to write, to review, and grades to decide."""

from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dailyreview.models import DossierEntry, QuarterRecord, Reminder, ReviewFeedback
from dailyreview.selectors.chain import awaiting, posts_of
from dailyreview.selectors.goals import goals_of, overdue_work, own_goals
from dailyreview.selectors.grading import gradeable_quarters
from dailyreview.selectors.telling import expected_from
from feedback.selectors.waiting.items import Waiting
from organization.models import User

STATES = QuarterRecord.State


def record_work(user: User) -> list[Waiting]:
    """The own records that are still to be handed in, and reminders without a reply."""
    own = QuarterRecord.objects.own_of(user)
    written = own.filter(state__in=[STATES.DRAFT, STATES.RETURNED]).select_related("quarter__cycle")
    items = [_to_write(record) for record in written]
    owed = Reminder.objects.waiting().filter(record__in=own, reply="").count()
    if owed:
        items.append(
            Waiting(
                ngettext(
                    "%(count)s reminder waits for your reply.",
                    "%(count)s reminders wait for your reply.",
                    owed,
                )
                % {"count": owed},
                _("For you."),
                reverse("dailyreview:reminder_list"),
            )
        )
    return [*items, *_to_note(user), *_overdue(user)]


def _overdue(user: User) -> Iterator[Waiting]:
    today = timezone.localdate()
    goals = own_goals(user).overdue(today).count()
    if goals:
        yield Waiting(
            ngettext(
                "%(count)s goal of yours is overdue.",
                "%(count)s goals of yours are overdue.",
                goals,
            )
            % {"count": goals},
            _("For you: finish it, or say to your superior what stands in the way."),
            f"{reverse('dailyreview:goal_list')}?show=overdue",
        )
    work = overdue_work(user, today)
    for record, count in work.order_by("record").values_list("record").annotate(Count("pk")):
        yield Waiting(
            ngettext(
                "%(count)s piece of work in your record is past its day.",
                "%(count)s pieces of work in your record are past their day.",
                count,
            )
            % {"count": count},
            _("For you: say in the record what came of it."),
            reverse("dailyreview:record_edit", args=[record]),
        )


def _to_note(user: User) -> list[Waiting]:
    told = ReviewFeedback.objects.waiting_for(user).select_related("record__quarter__cycle")
    return [
        Waiting(
            _("%(quarter)s: take note of the feedback.") % {"quarter": one.record.quarter},
            _("For you."),
            one.record.get_absolute_url(),
        )
        for one in told
    ]


def review_work(user: User) -> list[Waiting]:
    """Records whose next step is the account's, and grades it decides."""
    return [*_to_review(user), *_to_grade(user), *_to_tell(user), *_to_chase(user)]


def dossier_work(user: User) -> list[Waiting]:
    """Facts of dossiers that somebody else has written and the account may confirm."""
    count = DossierEntry.objects.waiting_for(user).count()
    if not count:
        return []
    return [
        Waiting(
            ngettext(
                "%(count)s fact of a dossier waits for confirmation.",
                "%(count)s facts of dossiers wait for confirmation.",
                count,
            )
            % {"count": count},
            _("For a second person, who has not written it."),
            reverse("dailyreview:entry_list"),
        )
    ]


def _to_write(record: QuarterRecord) -> Waiting:
    due = date_format(record.quarter.records_due_on, "Y-m-d")
    if record.state == STATES.RETURNED:
        task = _("%(quarter)s: your record was returned to you.")
    else:
        task = _("%(quarter)s: your record is still to be handed in.")
    return Waiting(
        task % {"quarter": record.quarter},
        _("For you, until %(moment)s.") % {"moment": due},
        reverse("dailyreview:record_edit", args=[record.pk]),
    )


def _to_review(user: User) -> Iterator[Waiting]:
    waiting = awaiting(posts_of(user, timezone.localdate()), user)
    dues = list(waiting.order_by("quarter__reviews_due_on").values_list("quarter__reviews_due_on"))
    if dues:
        yield Waiting(
            ngettext(
                "%(count)s record of a quarter waits for your review.",
                "%(count)s records of a quarter wait for your review.",
                len(dues),
            )
            % {"count": len(dues)},
            _("For you, until %(moment)s.") % {"moment": date_format(dues[0][0], "Y-m-d")},
            reverse("dailyreview:review_list"),
        )


def _to_grade(user: User) -> Iterator[Waiting]:
    for one in gradeable_quarters(user, timezone.localdate()):
        if one.undecided:
            yield Waiting(
                ngettext(
                    "%(unit)s, %(quarter)s: %(count)s grade is still to be decided.",
                    "%(unit)s, %(quarter)s: %(count)s grades are still to be decided.",
                    one.undecided,
                )
                % {"unit": one.unit, "quarter": one.quarter, "count": one.undecided},
                _("For you, as the last reviewer."),
                reverse("dailyreview:grade_list", args=[one.quarter.pk, one.unit.pk]),
            )


def _to_tell(user: User) -> Iterator[Waiting]:
    count = expected_from(user).count()
    if count:
        yield Waiting(
            ngettext(
                "%(count)s person is still to be told how the quarter was reviewed.",
                "%(count)s people are still to be told how the quarter was reviewed.",
                count,
            )
            % {"count": count},
            _("For you, as the nearest superior."),
            reverse("dailyreview:feedback_list"),
        )


def _to_chase(user: User) -> Iterator[Waiting]:
    today = timezone.localdate()
    count = goals_of(user, today).overdue(today).filter(handed_down_by=user).count()
    if count:
        yield Waiting(
            ngettext(
                "%(count)s goal that you handed down is overdue.",
                "%(count)s goals that you handed down are overdue.",
                count,
            )
            % {"count": count},
            _("For you: ask how far it is."),
            f"{reverse('dailyreview:goal_list')}?show=overdue&handed=1",
        )
