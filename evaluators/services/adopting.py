"""Taking a proposal over into its plan, whole or not at all."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluators.models import AssessmentGroup, FieldPlan, FormingRun, GroupLink, PlanUnit, Seat
from evaluators.selectors.planning import Planning
from evaluators.selectors.violations import told
from evaluators.services.plans import objections
from evaluators.services.rights import check_plan
from evaluators.services.seating import channels_of
from organization.models import User
from organization.services.audit import record_event


@transaction.atomic
def apply_forming(run: FormingRun, *, by: User) -> None:
    """Write the proposed units, seats and links into the plan, if it is still what was asked.

    Whoever sits in the plan now makes room for the proposal, but for those it keeps.

    Raises:
        ValidationError: there is no proposal (`no_proposal`), the plan has changed since
            (`changed`), or what people are on record for has, so that the verifier objects
            (`unlawful`).
        PermissionDenied: the account does not form groups.
    """
    check_plan(run.plan, by=by)
    run.refresh_from_db()
    if not run.has_proposal:
        raise ValidationError(_("There is no proposal to adopt."), code="no_proposal")
    unchanged = FieldPlan.objects.filter(
        pk=run.plan_id, state=FieldPlan.State.DRAFT, version=run.plan_version
    )
    if not unchanged.update(version=F("version") + 1):
        message = _("The plan has changed since the search began: search again.")
        raise ValidationError(message, code="changed")
    plan = FieldPlan.objects.get(pk=run.plan_id)
    _write_units(plan, run)
    _write_seats(plan, run.result["seats"], kept=run.result.get("kept", []))
    _write_links(plan, run.result["links"])
    _check(plan)
    FormingRun.objects.filter(pk=run.pk).update(applied_at=timezone.now())
    run.refresh_from_db()
    after = {name: len(run.result[name]) for name in ("groups", "seats", "links")}
    record_event("forming_adopted", plan, by=by, after={"run": run.pk, **after, **_names(plan)})


def _write_units(plan: FieldPlan, run: FormingRun) -> None:
    groups = run.result["groups"]
    at = {unit: row["group"] for row in groups for unit in row["units"]}
    visits = list(plan.plan_units.all())
    for visit in visits:
        visit.group_id = at.get(visit.unit_id)
        visit.by_hand &= run.keeps_placed or not run.deals_units
    PlanUnit.objects.bulk_update(visits, ["group", "by_hand"], batch_size=500)
    category = {row["group"]: row["category"] for row in groups}
    changed = list(plan.groups.all())
    for group in changed:
        group.category_id = category.get(group.pk, group.category_id)
    AssessmentGroup.objects.bulk_update(changed, ["category"], batch_size=500)


def _write_seats(plan: FieldPlan, proposed: list[list[Any]], *, kept: list[int]) -> None:
    seats = Seat.objects.filter(group__plan=plan).exclude(evaluator__in=kept)
    # First these seats are emptied: two people changing places would meet the constraint.
    seats.update(evaluator=None, channel="", by_hand=False)
    waiting: dict[tuple[int, str], list[int]] = {}
    for group, role, evaluator in proposed:
        if evaluator not in kept:
            waiting.setdefault((group, role), []).append(evaluator)
    channels = channels_of([evaluator for _g, _r, evaluator in proposed], plan.starts_on)
    filled = []
    open_seats = Seat.objects.filter(group__plan=plan, evaluator=None, empty_reason="")
    for seat in open_seats.select_related("role").order_by("pk"):
        if people := waiting.get((seat.group_id, seat.role.code)):
            seat.evaluator_id = people.pop(0)
            seat.channel = channels.get(seat.evaluator_id, "")
            filled.append(seat)
    Seat.objects.bulk_update(filled, ["evaluator", "channel"], batch_size=500)


def _write_links(plan: FieldPlan, links: list[dict[str, Any]]) -> None:
    GroupLink.objects.filter(from_group__plan=plan).delete()
    visits = dict(plan.plan_units.values_list("unit", "pk"))
    for row in links:
        link = GroupLink.objects.create(from_group_id=row["from"], to_group_id=row["to"])
        link.anchors.set([visits[unit] for unit in row["anchors"]])
        link.guests.set(row["guests"])


def _check(plan: FieldPlan) -> None:
    """A tie declared while the search went on must not be overlooked."""
    planning = Planning(plan)
    found = told(planning, planning.violations, grounds=True)
    barred = [one for one in found if not one.is_missing]
    if barred:
        raise objections(barred, code="unlawful")


def _names(plan: FieldPlan) -> dict[str, Any]:
    """Who sits where, for the audit trail."""
    seats = Seat.objects.filter(group__plan=plan, evaluator__isnull=False)
    rows = seats.values_list("group__name", "role__code", "evaluator__name")
    return {"seated": [" · ".join(row) for row in rows]}
