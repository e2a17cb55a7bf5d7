"""Whose quarter an account may comment on: colleagues of the same office, where the unit asks."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from dailyreview.models import ColleagueComment, PilotUnit, QuarterRecord
from organization.models import Appointment, User


def beside(user: User) -> QuerySet[QuarterRecord]:
    """Records in review of people who work in the same office today, where the unit asks."""
    if user.cadre_id is None:
        return QuarterRecord.objects.none()
    posts = Appointment.objects.on(timezone.localdate()).filter(cadre=user.cadre_id)
    asks = PilotUnit.objects.filter(
        plan=OuterRef("quarter__plan"), unit=OuterRef("assessee__unit"), asks_peers=True
    )
    records = QuarterRecord.objects.filter(
        Exists(asks), section__in=posts.values("unit"), state=QuarterRecord.State.IN_REVIEW
    )
    return records.exclude(assessee__appointment__cadre=user.cadre_id).order_by("assessee__name")


def commentable_by(user: User) -> QuerySet[QuarterRecord]:
    """Those of them that the account has not commented on yet."""
    said = ColleagueComment.objects.filter(record=OuterRef("pk"), written_by=user)
    return beside(user).filter(~Exists(said))
