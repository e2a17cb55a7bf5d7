"""What the page of a record shows: the record, its steps, and the quarter before."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from dailyreview.models import QuarterRecord, ReviewFeedback, ReviewStep
from dailyreview.selectors.chain import above, awaiting, posts_of
from dailyreview.selectors.contents import content_of
from dailyreview.selectors.stages import stages_of
from dailyreview.selectors.telling import untold_by
from organization.models import Role, User


def records_seen_by(user: User) -> QuerySet[QuarterRecord]:
    """Records that the account sees, with those that wait for it in somebody's place.

    Carries what `with_decisions` adds.
    """
    waiting = awaiting(posts_of(user, timezone.localdate()), user)
    visible = QuarterRecord.objects.visible_to(user)
    return QuarterRecord.objects.with_decisions().filter(
        Q(pk__in=visible.values("pk")) | Q(pk__in=waiting.values("pk"))
    )


def reads_comments(record: QuarterRecord, user: User) -> bool:
    """Reviewers and the office do; the person does not, nor does who keeps the site running."""
    post = record.assessee.appointment
    is_own = post is not None and post.cadre_id == user.cadre_id
    return not is_own and not user.has_role(Role.SYSTEM_ADMIN)


def record_page(record: QuarterRecord, user: User) -> dict[str, Any]:
    """Context of the pages of a record, in a constant number of queries.

    Reviewers see every step; the person sees words and verdicts, never marks or the comments of
    colleagues, which are for the reviewers (G-26).
    """
    is_own = QuarterRecord.objects.own_of(user).filter(pk=record.pk).exists()
    steps = ReviewStep.objects.filter(record=record).select_related("reviewer", "stood_in_for")
    returned = steps.filter(verdict=ReviewStep.Verdict.RETURN).last()
    content = content_of(record, user)
    reminders = list(record.reminders.select_related("written_by"))
    feedback = ReviewFeedback.objects.filter(record=record).select_related("given_by").first()
    return {
        "record": record,
        "is_own": is_own,
        "content": content,
        "stages": stages_of(record, content, reminders, feedback, is_own=is_own),
        "feedback": feedback,
        "may_tell": untold_by(user).filter(pk=record.pk).exists(),
        "steps": steps,
        "returned": returned if record.state == QuarterRecord.State.RETURNED else None,
        "comments": (
            record.comments.select_related("written_by") if reads_comments(record, user) else []
        ),
        "attendance": getattr(record, "attendance", None),
        "reminders": reminders,
        "is_above": above(record, user),
        "may_edit": is_own and record.is_with_person,
    }
