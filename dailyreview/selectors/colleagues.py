"""Whose quarter an account may comment on: colleagues of the same office, where the unit asks."""

from django.db.models import Exists, OuterRef, QuerySet

from dailyreview.models import ColleagueComment, PilotUnit, QuarterRecord
from organization.models import Appointment, User


def commentable_by(user: User) -> QuerySet[QuarterRecord]:
    """Records in review of people who work in the same office, not commented on yet."""
    if user.cadre_id is None:
        return QuarterRecord.objects.none()
    offices = Appointment.objects.filter(cadre=user.cadre_id).values("unit")
    asks = PilotUnit.objects.filter(
        plan=OuterRef("quarter__plan"), unit=OuterRef("assessee__unit"), asks_peers=True
    )
    said = ColleagueComment.objects.filter(record=OuterRef("pk"), written_by=user)
    return (
        QuarterRecord.objects.filter(
            ~Exists(said),
            Exists(asks),
            section__in=offices,
            state=QuarterRecord.State.IN_REVIEW,
        )
        .exclude(assessee__appointment__cadre=user.cadre_id)
        .order_by("assessee__name")
    )
