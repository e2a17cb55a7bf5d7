"""Who is still to be told how their quarter was reviewed."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from assessment.models import AssessmentCycle
from dailyreview.models import QuarterRecord, ReviewStep
from dailyreview.selectors.chain import posts_of
from organization.models import User


def untold_by(user: User) -> QuerySet[QuarterRecord]:
    """Reviewed records of open quarters without feedback whose people the account reviews."""
    posts = posts_of(user, timezone.localdate())
    records = QuarterRecord.objects.filter(
        section__in={section for post in posts for section in post.sections},
        state=QuarterRecord.State.REVIEWED,
        feedback__isnull=True,
        quarter__cycle__state=AssessmentCycle.State.OPEN,
    )
    if user.cadre_id:
        records = records.exclude(assessee__appointment__cadre=user.cadre_id)
    return records.order_by("quarter", "section__code", "assessee__key")


def expected_from(user: User) -> QuerySet[QuarterRecord]:
    """Those of them that the account reviewed first: the nearest superior tells the person."""
    steps = ReviewStep.objects.filter(
        record=OuterRef("pk"), verdict=ReviewStep.Verdict.FORWARD
    ).order_by("pk")
    nearest = Subquery(steps.values("reviewer")[:1])
    return untold_by(user).annotate(nearest=nearest).filter(nearest=user.pk)
