"""What forms and API offer to choose from: whom and which units somebody may name."""

from django.db.models import QuerySet

from assessment.models import AssessmentCycle
from dailyreview.models import REVIEWER_ROLES, DailyPlan, Mentoring, Quarter
from indicators.models import IndicatorSystem
from organization.models import Unit, User


def systems_for_plans(user: User) -> QuerySet[IndicatorSystem]:
    """Systems for staff that a plan of the account may use."""
    systems = IndicatorSystem.objects.in_charge_of(user).in_force()
    return systems.filter(assessee_kind=IndicatorSystem.AssesseeKind.STAFF)


def units_to_switch_on(plan: DailyPlan, user: User) -> QuerySet[Unit]:
    """Units of the plan's domain that can take part; never an office inside."""
    units = Unit.objects.editable_by(user).assessed().filter(domain=plan.domain_id)
    return units.exclude(level=Unit.Level.INTERNAL)


def units_taking_part(plan: DailyPlan, user: User) -> QuerySet[Unit]:
    """Units of the plan that the account sees."""
    taking_part = Unit.objects.filter(pk__in=plan.pilots.values("unit"))
    return taking_part.filter(pk__in=Unit.objects.visible_to(user).values("pk")).order_by("code")


def units_to_visit(quarter: Quarter, user: User) -> QuerySet[Unit]:
    """Units with people in the quarter that the account sees."""
    return Unit.objects.visible_to(user).filter(pk__in=quarter.cycle.assessees.values("unit"))


def annual_cycles(plan: DailyPlan, user: User) -> QuerySet[AssessmentCycle]:
    """Open annual cycles of the plan's year, which may draw on its quarters."""
    return AssessmentCycle.objects.visible_to(user).filter(
        kind=AssessmentCycle.Kind.ANNUAL,
        state=AssessmentCycle.State.OPEN,
        period=str(plan.year),
    )


def accounts_within(user: User) -> QuerySet[User]:
    """Accounts in the units that the office account keeps: any of them may stand in."""
    return User.objects.filter(unit__in=Unit.objects.editable_by(user), is_active=True)


def reviewers_within(user: User) -> QuerySet[User]:
    """Those of them that review."""
    return accounts_within(user).filter(role_assignments__role__in=REVIEWER_ROLES).distinct()


def mentors_for(mentoring: Mentoring) -> QuerySet[User]:
    """Who may stand by the person: somebody else of the same unit."""
    assessee = mentoring.record.assessee
    assert assessee.appointment is not None
    units = [assessee.unit_id, *assessee.unit.children.values_list("pk", flat=True)]
    people = User.objects.filter(is_active=True, cadre__isnull=False, unit__in=units)
    return people.exclude(cadre=assessee.appointment.cadre_id)
