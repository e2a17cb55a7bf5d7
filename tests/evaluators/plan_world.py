"""Field plans for the permission matrix: in preparation, ready, confirmed, and shared ones.

A shared plan goes to units of both sides: whoever answers for one of them must not meet the other.
"""

from functools import partial
from typing import Any

from django.db.models import Model
from django.utils import timezone

from evaluators.models import (
    AssessmentGroup,
    FieldPlan,
    FormingRun,
    GroupLink,
    PlanUnit,
    Seat,
)
from tests.evaluators.factories import (
    AssessmentGroupFactory,
    FormingRunFactory,
    PlanUnitFactory,
    SeatFactory,
    TieFactory,
    WaiverFactory,
)
from tests.evaluators.worlds import make_small_plan, member, seat_of, unit_of
from tests.organization.factories import UnitFactory


def plan_objects(side: Any, evaluator: Model) -> dict[str, Model]:
    """Plans of the side's domain; the evaluator sits in the group of the confirmed one."""
    draft, ready, confirmed = (_plan_of(side, number) for number in range(3))
    for plan in (ready, confirmed):
        Seat.objects.filter(group__plan=plan).update(evaluator=member())
    Seat.objects.filter(group__plan=confirmed).update(evaluator=evaluator)
    FieldPlan.objects.filter(pk=confirmed.pk).update(state=FieldPlan.State.CONFIRMED)
    return {
        "field_plan": draft,
        "ready_plan": ready,
        "confirmed_plan": confirmed,
        "confirmed_group": confirmed.groups.get(),
        "draft_group": draft.groups.get(),
        "visit": PlanUnit.objects.filter(plan=draft).earliest("pk"),
        "empty_seat": seat_of(draft),
        "held_seat": seat_of(ready),
        "field_waiver": WaiverFactory(plan=draft, unit=unit_of(draft)),
        "forming": FormingRunFactory(plan=ready),
        "proposal": _proposal(_plan_of(side, 3)),
        "shared_plan": draft,
        "shared_seat": seat_of(draft),
        "shared_visit": PlanUnit.objects.filter(plan=draft).earliest("pk"),
        "shared_group": confirmed.groups.get(),
    }


def _plan_of(side: Any, number: int) -> FieldPlan:
    name = f"实施计划{number} {side.canary}"
    return make_small_plan(category=side.category, words=side.canary, name=name)


def shared_objects(own: Any, other: Any, evaluator: Any) -> dict[str, Model]:
    """One plan in preparation and one confirmed, both of two domains; names tell whose is what."""
    draft, confirmed = (_shared_plan(own, other) for _plan in range(2))
    group = confirmed.groups.get(number=1)
    group.seats.update(evaluator=evaluator)
    # Whoever sits in a group learns which units of another one are to be marked as well.
    group.links_out.all().delete()
    FieldPlan.objects.filter(pk=confirmed.pk).update(state=FieldPlan.State.CONFIRMED)
    return {
        "shared_plan": draft,
        "shared_seat": Seat.objects.get(group__plan=draft, group__number=1),
        "shared_visit": PlanUnit.objects.filter(group__plan=draft, group__number=1).earliest("pk"),
        "shared_group": group,
    }


def _shared_plan(own: Any, other: Any) -> FieldPlan:
    """Group 1 goes to the own side, group 2 to the other, group 3 to both; links join them."""
    plan = make_small_plan(category=own.category, words=own.canary)
    first = plan.groups.get()
    second = AssessmentGroupFactory(
        plan=plan, number=2, name=f"第二考核组{other.canary}", category=other.category
    )
    third = AssessmentGroupFactory(plan=plan, number=3, category=own.category)
    visit = partial(PlanUnitFactory, plan=plan)
    marked = [
        visit(unit__domain=own.domain, category=own.category, group=third),
        *(_visit(plan, other, group) for group in (second, third, None)),
    ]
    barred = member()
    TieFactory(evaluator=barred, unit=marked[2].unit)
    SeatFactory(group=second, evaluator=member())
    SeatFactory(group=third, evaluator=barred)
    for group in (second, third):
        link = GroupLink.objects.create(from_group=first, to_group=group)
        link.anchors.set([one for one in marked if one.group == group])
    WaiverFactory(plan=plan, unit=marked[1].unit, reason=f"离任已久 {other.canary}")
    FormingRunFactory(plan=plan, state=FormingRun.State.FAILED, error=other.canary)
    return plan


def _visit(plan: FieldPlan, side: Any, group: AssessmentGroup | None) -> PlanUnit:
    unit = UnitFactory(name=f"被考核单位{side.canary}", domain=side.domain)
    return PlanUnitFactory(plan=plan, unit=unit, category=side.category, group=group)


def _proposal(plan: FieldPlan) -> FormingRun:
    group, units = plan.groups.get(), plan.plan_units.values_list("unit", flat=True)
    return FormingRunFactory(
        plan=plan,
        state=FormingRun.State.DONE,
        finished_at=timezone.now(),
        proof={"status": "optimal", "objective": 0.0, "bound": 0.0, "gap": 0.0},
        result={
            "groups": [{"group": group.pk, "category": group.category_id, "units": list(units)}],
            "seats": [[group.pk, "member", member().pk]],
            "links": [],
        },
    )


def plan_payloads(side: Any) -> dict[str, dict[str, Any]]:
    """What a POST must carry to succeed, by URL name."""
    template = side.objects["field_plan"].template
    facts = {
        "name": "新实施计划",
        "year": "2023",
        "mode": "dispatched",
        "template": template.pk,
        "starts_on": "2024-01-08",
        "ends_on": "2024-01-26",
        "years_in_a_row": "2",
        "core_min": "1",
        "link_guests": "0",
        "seed": "1",
    }
    draft = side.objects["field_plan"]
    return {
        "evaluators:plan_create": facts,
        "evaluators:plan_edit": facts,
        "evaluators:plan_size": {"groups": "2", "role-member": "3"},
        "evaluators:units_add": {"categories": [side.category.pk]},
        "evaluators:plan_reopen": {"reason": "组长因病更换"},
        "evaluators:forming_start": {"deals_units": "on"},
        "evaluators:group_edit": {"name": "第一考核组"},
        "evaluators:unit_move": {"group": "", "move": "1"},
        "evaluators:seat_pick": {"evaluator": member().pk},
        "evaluators:seat_channel": {"channel": "third_party"},
        "evaluators:seat_leave": {"empty_reason": "由副组长兼任"},
        "evaluators:waiver_create": {
            "evaluator": side.objects["evaluator"].pk,
            "unit": side.objects["shared_visit"].unit_id,
            "rule": "workplace",
            "reason": "离任已十年",
        },
        "evaluators:waiver_decide": {"approved": "yes"},
        "api:forming-list": {"plan": draft.pk, "deals_units": True},
    }
