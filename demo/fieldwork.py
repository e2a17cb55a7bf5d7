"""The field plans of the demonstration: one that is over and one that runs, with their groups."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction

from demo import field
from demo.pool import year_assessed
from evaluators.models import (
    FieldPlan,
    FormingRun,
    GroupRole,
    GroupTemplate,
    MatchRule,
    RecusalRule,
    Tag,
    TemplateSeat,
    Workplace,
)
from evaluators.services.adopting import apply_forming
from evaluators.services.forming import start_forming
from evaluators.services.plans import add_units, confirm_plan, create_plan, size_plan
from evaluators.services.waivers import decide_waiver, request_waiver
from organization.models import Category, User
from organization.services.audit import save_recorded

PLAN = "{year}年度综合考核实地考核（演练）"
# code, name, seats, what it asks for, whether it marks sheets
ROLES: tuple[tuple[str, str, int, dict[str, Any], bool], ...] = (
    ("leader", "组长", 1, {"reserve": "leader", "lowest_post_level": "122", "leads": True}, True),
    ("deputy_leader", "副组长", 1, {"reserve": "deputy_leader"}, True),
    ("liaison", "联络员", 1, {"reserve": "liaison"}, False),
    ("supervisor", "纪律监督员", 1, {}, False),
    ("interviewer", "谈话员", 3, {}, True),
    ("file_checker", "核档员", 2, {}, True),
    ("writer", "材料员", 2, {}, True),
)
SUPERVISORS = ("discipline", "personnel")
# Whom the groups of each category look for.
CATEGORIES = {
    "city": ("party_principal", "city_work"),
    "organ": ("organ_work",),
    "organ-drill": ("organ_work",),
    "enterprise": ("enterprise_work", "enterprise"),
    "university-degree": ("university_work", "university"),
    "university-college": ("university_work", "university"),
}
GROUPS, GROUPS_LAST_YEAR = 15, 3
DAYS_BEFORE, DAYS_AFTER, YEAR = 10, 50, 365


@transaction.atomic
def plan_field_work(today: dt.date, *, by: User, second: User) -> tuple[FieldPlan, FieldPlan]:
    """Last year's plan over the generic organs, and that around today over all 218 assessed units.

    The groups of both are still empty. Plans that were made at an earlier start are returned.
    """
    if made := list(FieldPlan.objects.order_by("year")):
        return made[0], made[-1]
    year = year_assessed(today)
    template = _make_template(by)
    categories = Category.objects.in_bulk(list(CATEGORIES), field_name="code")
    _look_for_experience(categories, by)
    over = FieldPlan(year=year - 1, template=template, starts_on=today - dt.timedelta(days=YEAR))
    # A single category with groups that are all known: nothing to link.
    over.link_guests = 0
    _make_plan(over, [categories[field.CATEGORY]], GROUPS_LAST_YEAR, by)
    runs = FieldPlan(year=year, template=template, starts_on=today)
    _make_plan(runs, list(categories.values()), GROUPS, by)
    _ask_for_waivers(runs, by=by, second=second)
    runs.refresh_from_db()
    return over, runs


def _make_plan(plan: FieldPlan, categories: list[Category], groups: int, by: User) -> None:
    day = plan.starts_on
    plan.name, plan.seed = PLAN.format(year=plan.year), plan.year
    plan.starts_on = day - dt.timedelta(days=DAYS_BEFORE)
    plan.ends_on = day + dt.timedelta(days=DAYS_AFTER)
    create_plan(plan, by=by)
    add_units(plan, categories=categories, by=by)
    counts = {seat.role: seat.count for seat in plan.template.seats.select_related("role")}
    size_plan(plan, groups=groups, counts=counts, by=by)
    plan.refresh_from_db()


def _make_template(by: User) -> GroupTemplate:
    template = GroupTemplate(code="eleven", name="十一人考核组（示例）")
    save_recorded(template, by=by)
    for position, (code, name, count, asked, marks) in enumerate(ROLES, start=1):
        role = GroupRole(code=code, name=name, position=position, marks_sheets=marks, **asked)
        save_recorded(role, by=by)
        save_recorded(TemplateSeat(template=template, role=role, count=count), by=by)
    supervisor = GroupRole.objects.get(code="supervisor")
    supervisor.origins.set(Tag.objects.filter(code__in=SUPERVISORS))
    return template


def _look_for_experience(categories: dict[str, Category], by: User) -> None:
    tags = Tag.objects.in_bulk(field_name="code")
    for code, wanted in CATEGORIES.items():
        for tag in wanted:
            save_recorded(MatchRule(category=categories[code], tag=tags[tag]), by=by)


def _ask_for_waivers(plan: FieldPlan, *, by: User, second: User) -> None:
    """One is approved, one refused: who once worked in a unit would be barred from it."""
    jobs = Workplace.objects.filter(unit__isnull=False, evaluator__spells__left_on=None)
    approved = (True, "离开该单位已超过十年，且未在拟考核处室任职")
    refused = (False, "熟悉该单位业务，申请参加对其考核")
    for job, (answer, reason) in zip(jobs.order_by("pk")[:2], (approved, refused), strict=True):
        assert job.unit is not None
        waiver = request_waiver(
            plan,
            evaluator=job.evaluator,
            unit=job.unit,
            rule=RecusalRule.WORKPLACE,
            reason=reason,
            by=by,
        )
        decide_waiver(waiver, approved=answer, by=second)


def search_groups(plan: FieldPlan, *, by: User) -> FormingRun:
    """The search for the plan's groups, started unless it was at an earlier start."""
    return plan.runs.first() or start_forming(plan, deals_units=True, by=by)


def adopt_groups(
    search: FormingRun, *, by: User, second: User, wait: Callable[[], None] = lambda: None
) -> None:
    """Adopt the best lawful groups once they are found; another person confirms the plan.

    Args:
        wait: sleeps a little, or raises when the worker has died.
    Raises:
        RuntimeError: the search failed or found no groups.
    """
    while not search.is_finished:
        wait()
        search.refresh_from_db()
    if not search.has_proposal:
        raise RuntimeError(f"{search}: {search.error or search.diagnosis or search.proof}")
    if search.applied_at is None:
        apply_forming(search, by=by)
        confirm_plan(FieldPlan.objects.get(pk=search.plan_id), by=second)
