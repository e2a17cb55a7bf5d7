"""Whose quarter an account may comment on: colleagues beside it, and who has served its unit."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from dailyreview.models import ColleagueComment, DailyPlan, PilotUnit, QuarterRecord
from organization.models import Appointment, Role, Unit, User


def beside(user: User) -> QuerySet[QuarterRecord]:
    """Records in review of people who work in the same office today, where the unit asks."""
    if user.cadre_id is None:
        return QuarterRecord.objects.none()
    places = _posts(user).values("unit")
    return _others(user).filter(Exists(_asking(asks_peers=True)), section__in=places)


def commentable_by(user: User) -> QuerySet[QuarterRecord]:
    """Those of them that the account has not commented on yet."""
    return beside(user).filter(~Exists(_said(user)))


def serving(user: User) -> QuerySet[QuarterRecord]:
    """Records in review, where the unit asks whom it serves: for the office and other units.

    People of other units say it once; the office notes what others have said, as often as somebody
    says something.
    """
    kept = Q(quarter__plan__in=plans_kept_by(user))
    records = _others(user).filter(Exists(_asking(asks_users=True)))
    if user.cadre_id is None:
        return records.filter(kept)
    domains = _posts(user).values("unit__domain")
    elsewhere = Q(quarter__plan__domain__in=domains) & ~Q(assessee__unit__in=_own_units(user))
    return records.filter(kept | elsewhere & ~Exists(_said(user)))


def plans_kept_by(user: User) -> QuerySet[DailyPlan]:
    """Plans for which the account notes what people served have said: as office, not as admin."""
    if not user.has_role(Role.OFFICE_STAFF):
        return DailyPlan.objects.none()
    return DailyPlan.objects.editable_by(user)


def _others(user: User) -> QuerySet[QuarterRecord]:
    records = QuarterRecord.objects.filter(state=QuarterRecord.State.IN_REVIEW)
    if user.cadre_id:
        records = records.exclude(assessee__appointment__cadre=user.cadre_id)
    return records.order_by("assessee__name", "pk")


def _asking(**flag: bool) -> QuerySet[PilotUnit]:
    return PilotUnit.objects.filter(
        plan=OuterRef("quarter__plan"), unit=OuterRef("assessee__unit"), **flag
    )


def _said(user: User) -> QuerySet[ColleagueComment]:
    return ColleagueComment.objects.filter(record=OuterRef("pk"), written_by=user)


def _posts(user: User) -> QuerySet[Appointment]:
    return Appointment.objects.on(timezone.localdate()).filter(cadre=user.cadre_id)


def _own_units(user: User) -> set[int]:
    """Where the account works, with what that is an office of."""
    found: set[int] = set()
    level = set(_posts(user).values_list("unit", flat=True))
    while level:
        found |= level
        offices = Unit.objects.filter(pk__in=level, level=Unit.Level.INTERNAL, parent__isnull=False)
        level = {key for key in offices.values_list("parent", flat=True) if key} - found
    return found
