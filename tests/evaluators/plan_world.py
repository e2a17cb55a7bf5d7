"""Field plans for the permission matrix: in preparation, ready, confirmed; nothing has a canary."""

from typing import Any

from django.db.models import Model
from django.utils import timezone

from evaluators.models import FieldPlan, FormingRun, PlanUnit, Seat
from tests.evaluators.factories import FormingRunFactory, WaiverFactory
from tests.evaluators.worlds import make_small_plan, member, seat_of


def plan_objects(evaluator: Model) -> dict[str, Model]:
    """The evaluator sits in the group of the confirmed plan."""
    draft, ready, confirmed = (make_small_plan() for _plan in range(3))
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
        "field_waiver": WaiverFactory(plan=draft),
        "forming": FormingRunFactory(plan=ready),
        "proposal": _proposal(),
    }


def _proposal() -> FormingRun:
    plan = make_small_plan()
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
            "unit": draft.plan_units.earliest("pk").unit_id,
            "rule": "workplace",
            "reason": "离任已十年",
        },
        "evaluators:waiver_decide": {"approved": "yes"},
        "api:forming-list": {"plan": draft.pk, "deals_units": True},
    }
