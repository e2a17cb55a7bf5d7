"""Field plans: units, groups and their sizes, confirming and closing."""

from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from evaluators.models import (
    AssessmentGroup,
    FieldPlan,
    GroupRole,
    PlanSeat,
    PlanUnit,
    Seat,
)
from evaluators.selectors.planning import Planning
from evaluators.selectors.violations import Told, told
from evaluators.services.rights import check_group, check_office, check_plan, check_unit
from organization.models import Category, Unit, User
from organization.services.audit import delete_recorded, mention_rows, record_event, save_recorded

MOST_GROUPS = 100
MOST_OBJECTIONS = 10
State = FieldPlan.State


def change_plan(plan: FieldPlan) -> None:
    """Count the plan's version on, which also keeps other clerks waiting until this is done.

    Raises:
        ValidationError: the plan is no longer in preparation (`not_draft`).
    """
    drafts = FieldPlan.objects.filter(pk=plan.pk, state=State.DRAFT)
    if not drafts.update(version=F("version") + 1):
        raise ValidationError(_("The plan is no longer in preparation."), code="not_draft")
    plan.refresh_from_db()


def objections(found: Collection[Told], *, code: str) -> ValidationError:
    """What the verifier says, as the refusal of a service; the first few are enough to read."""
    texts = [one.text for one in found][:MOST_OBJECTIONS]
    return ValidationError([ValidationError(text, code=code) for text in texts])


@transaction.atomic
def create_plan(plan: FieldPlan, *, by: User) -> FieldPlan:
    """Store a new plan with a copy of its template's seats.

    Raises:
        ValidationError: a rule of the model is broken.
        PermissionDenied: the account does not form groups.
    """
    check_office(by)
    save_recorded(plan, by=by)
    PlanSeat.objects.bulk_create(
        PlanSeat(plan=plan, role=seat.role, count=seat.count)
        for seat in plan.template.seats.select_related("role")
    )
    return plan


@transaction.atomic
def update_plan(plan: FieldPlan, *, by: User) -> FieldPlan:
    """Store changed facts of a plan in preparation; its groups and seats stay.

    Raises:
        ValidationError: the plan is confirmed (`not_draft`), or a rule of the model is broken.
        PermissionDenied: the account does not form groups.
    """
    check_plan(plan, by=by)
    change_plan(FieldPlan.objects.get(pk=plan.pk))
    plan.version = FieldPlan.objects.values_list("version", flat=True).get(pk=plan.pk)
    save_recorded(plan, by=by)
    return plan


@transaction.atomic
def add_units(plan: FieldPlan, *, categories: Collection[Category], by: User) -> int:
    """Add every assessed unit of the categories that the account sees; monitored ones stay out.

    Returns:
        How many units were added.
    Raises:
        ValidationError: the plan is confirmed (`not_draft`), or there is nothing to add (`none`).
        PermissionDenied: the account does not form groups.
    """
    check_office(by)
    change_plan(plan)
    units = Unit.objects.visible_to(by).assessed().with_category_on(plan.starts_on)
    wanted = {category.pk for category in categories}
    new = units.exclude(plan_units__plan=plan).values_list("pk", "category_key")  # type: ignore[misc]
    rows = PlanUnit.objects.bulk_create(
        PlanUnit(plan=plan, unit_id=unit, category_id=category)
        for unit, category in new
        if category in wanted
    )
    if not rows:
        raise ValidationError(_("These categories have no further unit to visit."), code="none")
    names = sorted(category.code for category in categories)
    event = record_event(
        "units_added", plan, by=by, after={"categories": names, "units": len(rows)}
    )
    mention_rows(event, PlanUnit, created=[row.pk for row in rows])
    return len(rows)


@transaction.atomic
def remove_unit(visit: PlanUnit, *, by: User) -> None:
    """Take a unit out of a plan in preparation.

    Raises:
        ValidationError: the plan is confirmed (`not_draft`).
        PermissionDenied: the account does not form groups.
    """
    check_unit(visit.unit, by=by)
    change_plan(visit.plan)
    delete_recorded(visit, by=by)


@transaction.atomic
def move_unit(visit: PlanUnit, *, group: AssessmentGroup | None, by: User) -> None:
    """Let another group visit a unit, unless one of its members is recused.

    Raises:
        ValidationError: the plan is confirmed (`not_draft`), the group belongs to another plan
            (`other_plan`), or a member is barred (`barred`).
        PermissionDenied: the account does not form groups.
    """
    check_unit(visit.unit, by=by)
    if group is not None:
        check_group(group, by=by)
    if group is not None and group.plan_id != visit.plan_id:
        raise ValidationError(_("The group belongs to another plan."), code="other_plan")
    change_plan(visit.plan)
    before = _barring(visit.plan)
    visit.group, visit.by_hand = group, group is not None
    save_recorded(visit, by=by)
    planning = Planning(visit.plan)
    new = [one for one in planning.violations if one not in before]
    barred = [one for one in told(planning, new, grounds=True) if not one.is_missing]
    if barred:
        raise objections(barred, code="barred")


def _barring(plan: FieldPlan) -> list[object]:
    return list(Planning(plan).violations)


@transaction.atomic
def size_plan(
    plan: FieldPlan, *, groups: int, counts: Mapping[GroupRole, int], by: User
) -> FieldPlan:
    """Set the number of groups and the seats of each role in every group.

    Further groups come at the end; superfluous ones go from the end, their units stay in the plan.

    Raises:
        ValidationError: the plan is confirmed (`not_draft`), the numbers make no groups (`size`),
            or a seat that would go is held (`held`).
        PermissionDenied: the account does not form groups.
    """
    change_plan(plan)
    check_plan(plan, by=by)
    wanted = {role: count for role, count in counts.items() if count}
    if not (0 < groups <= MOST_GROUPS and wanted):
        raise ValidationError(_("Groups need a number and at least one seat."), code="size")
    before = _sizes(plan)
    plan.plan_seats.all().delete()
    PlanSeat.objects.bulk_create(
        PlanSeat(plan=plan, role=role, count=count) for role, count in wanted.items()
    )
    _keep_groups(plan, groups)
    for group in plan.groups.all():
        _keep_seats(group, wanted)
    record_event("plan_sized", plan, by=by, before=before, after=_sizes(plan))
    return plan


def _sizes(plan: FieldPlan) -> dict[str, object]:
    seats = plan.plan_seats.select_related("role")
    return {"groups": plan.groups.count(), "seats": {seat.role.code: seat.count for seat in seats}}


def _keep_groups(plan: FieldPlan, count: int) -> None:
    held = Seat.objects.filter(group__plan=plan, evaluator__isnull=False)
    numbers = list(plan.groups.values_list("number", flat=True))
    gone = plan.groups.filter(number__in=numbers[count:])
    if held.filter(group__in=gone).exists():
        raise ValidationError(_("Empty the seats of the last groups first."), code="held")
    PlanUnit.objects.filter(group__in=gone).update(group=None, by_hand=False)
    gone.delete()
    last = max(numbers, default=0)
    AssessmentGroup.objects.bulk_create(
        AssessmentGroup(plan=plan, number=number, name=_("Group %(number)s") % {"number": number})
        for number in range(last + 1, last + 1 + count - len(numbers))
    )


def _keep_seats(group: AssessmentGroup, wanted: Mapping[GroupRole, int]) -> None:
    """Add seats that lack and take away empty ones that are too many."""
    seats = list(group.seats.select_related("role").order_by("evaluator__pk", "pk"))
    for role in {seat.role for seat in seats} | set(wanted):
        have = [seat for seat in seats if seat.role == role]
        surplus = len(have) - wanted.get(role, 0)
        if surplus > 0:
            empty = [seat.pk for seat in have if seat.evaluator_id is None]
            if len(empty) < surplus:
                message = _("%(group)s has more people as %(role)s; empty their seats first.")
                raise ValidationError(
                    message, code="held", params={"group": group.name, "role": role.name}
                )
            group.seats.filter(pk__in=empty[:surplus]).delete()
        Seat.objects.bulk_create(Seat(group=group, role=role) for _seat in range(-surplus))


@transaction.atomic
def update_group(group: AssessmentGroup, *, by: User) -> AssessmentGroup:
    """Store a group's name and category.

    Raises:
        ValidationError: the plan is confirmed (`not_draft`), or a rule of the model is broken.
        PermissionDenied: the account does not form groups.
    """
    check_group(group, by=by)
    change_plan(group.plan)
    save_recorded(group, by=by)
    return group


@transaction.atomic
def confirm_plan(plan: FieldPlan, *, by: User) -> None:
    """Settle a plan: every unit is covered once, every seat filled or left empty with a reason.

    Raises:
        ValidationError: the verifier objects (`unlawful`), there is nothing to confirm (`empty`),
            or the plan is no longer in preparation (`not_draft`).
        PermissionDenied: the account does not form groups.
    """
    change_plan(plan)
    check_plan(plan, by=by)
    planning = Planning(plan)
    if not (planning.units and planning.groups):
        raise ValidationError(_("The plan has no units or no groups yet."), code="empty")
    if planning.violations:
        raise objections(told(planning, planning.violations, grounds=True), code="unlawful")
    FieldPlan.objects.filter(pk=plan.pk).update(state=State.CONFIRMED)
    plan.refresh_from_db()
    after = {"groups": len(planning.groups), "units": len(planning.units)}
    record_event(
        "plan_confirmed", plan, by=by, after={**after, "seats": len(planning.sitting.seats)}
    )


@transaction.atomic
def reopen_plan(plan: FieldPlan, *, reason: str, by: User) -> None:
    """Bring a confirmed plan back into preparation, to replace somebody.

    Raises:
        ValidationError: no reason (`reason`), or the plan is not confirmed (`not_confirmed`).
        PermissionDenied: the account does not form groups.
    """
    check_plan(plan, by=by)
    if not reason:
        raise ValidationError({"reason": ValidationError(_("Say why."), code="reason")})
    _leave(plan, State.CONFIRMED, State.DRAFT)
    record_event("plan_reopened", plan, by=by, after={"reason": reason})


@transaction.atomic
def close_plan(plan: FieldPlan, *, by: User) -> None:
    """Say that the field work is over; the plan stays readable.

    Raises:
        ValidationError: the plan is not confirmed (`not_confirmed`).
        PermissionDenied: the account does not form groups.
    """
    check_plan(plan, by=by)
    _leave(plan, State.CONFIRMED, State.CLOSED)
    record_event("plan_closed", plan, by=by)


def _leave(plan: FieldPlan, state: str, following: str) -> None:
    if not FieldPlan.objects.filter(pk=plan.pk, state=state).update(
        state=following, version=F("version") + 1
    ):
        raise ValidationError(_("The plan is not confirmed."), code="not_confirmed")
    plan.refresh_from_db()
