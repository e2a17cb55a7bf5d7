"""Last year's field work of the demonstration: marked, scored, published, and judged in turn."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import product

from django.core.exceptions import ValidationError
from django.db import transaction

from assessment.models import Assessee, AssessmentCycle
from assessment.selectors.assignments import classes_by_role
from assessment.selectors.trees import judged_leaves
from assessment.services.marking import close_marking
from assessment.services.sheets import store_sheet
from demo import field
from demo.accounts import open_evaluator_accounts
from demo.letters import sign_letters
from demo.marking import ADVICE, invent_marks, open_field_cycle
from evaluators.models import Evaluator, FieldPlan, PlanUnit, Seat
from evaluators.services.plans import close_plan, confirm_plan, reopen_plan
from evaluators.services.seating import clear_seat, place_evaluator
from organization.models import User

WHY_REPLACED = "原组长因工作变动不能到岗，改派同类经历的组长"


@transaction.atomic
def mark_last_year(over: FieldPlan, runs: FieldPlan, *, by: User, second: User) -> AssessmentCycle:
    """Last year's field assessment with every sheet handed in, its marking and its plan closed.

    Opens the accounts of everybody in a group; the listed one leads a group in both years. A cycle
    of an earlier start is returned as it is.
    """
    if (cycle := AssessmentCycle.objects.filter(field_plan=over).first()) is not None:
        return cycle
    first = _lead_again(over, runs, by=by, second=second)
    open_evaluator_accounts([runs, over], first=first, by=by)
    cycle = open_field_cycle(over, by=by)
    seats = Seat.objects.filter(group__plan=over, evaluator__isnull=False)
    held = list(seats.select_related("role", "evaluator__account"))
    sign_letters(over, [seat.evaluator for seat in held if seat.evaluator], by=by)
    _mark_everything(cycle, held)
    close_marking(cycle, by=by)
    close_plan(over, by=by)
    return cycle


def _lead_again(over: FieldPlan, runs: FieldPlan, *, by: User, second: User) -> Evaluator:
    """Somebody who leads a group of generic organs now and shall have led one last year too.

    If nobody did, a leader of last year is replaced by hand, under the same check as ever; where
    nobody may take such a seat, the first leader of now is returned, who then led nothing.
    """
    now = Seat.objects.filter(
        group__plan=runs, group__category__code=field.CATEGORY, role__leads=True
    )
    leaders = [seat.evaluator for seat in now.select_related("evaluator") if seat.evaluator]
    seats = list(
        Seat.objects.filter(group__plan=over, role__leads=True).select_related(
            "group__plan", "role"
        )
    )
    held = {seat.evaluator_id for seat in seats}
    if again := [one for one in leaders if one.pk in held]:
        return again[0]
    for seat, leader in product(seats, leaders):
        if _replaces(seat, leader, by=by, second=second):
            return leader
    return leaders[0]


def _replaces(seat: Seat, leader: Evaluator, *, by: User, second: User) -> bool:
    plan = seat.group.plan
    try:
        with transaction.atomic():
            reopen_plan(plan, reason=WHY_REPLACED, by=by)
            clear_seat(seat, by=by)
            place_evaluator(seat, evaluator=leader, by=by)
            confirm_plan(plan, by=second)
    except ValidationError:
        seat.refresh_from_db()
        plan.refresh_from_db()
        return False
    return True


def _mark_everything(cycle: AssessmentCycle, seats: Sequence[Seat]) -> None:
    """Everybody who marks has handed in a sheet for each unit that the own group visited."""
    codes = [leaf.code for leaf in judged_leaves(cycle.systems.get())]
    classes = classes_by_role([cycle.scheme_id])
    visited: dict[int, list[Assessee]] = defaultdict(list)
    visits = PlanUnit.objects.filter(plan=cycle.field_plan_id)
    groups = dict(visits.values_list("unit", "group"))
    for assessee in cycle.assessees.select_related("system", "unit"):
        visited[groups[assessee.unit_id]].append(assessee)
    for seat in seats:
        account = seat.evaluator.account if seat.evaluator else None
        if account is None or not seat.role.marks_sheets:
            continue
        rater_class = classes[cycle.scheme_id, seat.role_id].code
        for assessee in visited[seat.group_id]:
            marks = invent_marks(codes, assessee, account)
            store_sheet(
                assessee,
                rater_class=rater_class,
                marks={code: Decimal(mark) for code, mark in marks.items()},
                advice=ADVICE if seat.role.leads else "",
                by=account,
            )
