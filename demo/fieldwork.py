"""The field plan of the demonstration: roles, template, units, groups formed by the worker."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction

from demo.pool import year_assessed
from evaluators.models import (
    FieldPlan,
    FormingRun,
    GroupRole,
    GroupTemplate,
    MatchRule,
    Tag,
    TemplateSeat,
)
from evaluators.services.adopting import apply_forming
from evaluators.services.forming import start_forming
from evaluators.services.plans import add_units, confirm_plan, create_plan, size_plan
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
GROUPS = 15
DAYS_BEFORE, DAYS_AFTER = 10, 50


@transaction.atomic
def plan_field_work(today: dt.date, *, by: User) -> FieldPlan:
    """The plan around today over all 218 assessed units, with groups that are still empty.

    A plan that was made at an earlier start is returned as it is.
    """
    if (plan := FieldPlan.objects.first()) is not None:
        return plan
    year = year_assessed(today)
    template = _make_template(by)
    plan = FieldPlan(
        name=PLAN.format(year=year),
        year=year,
        template=template,
        starts_on=today - dt.timedelta(days=DAYS_BEFORE),
        ends_on=today + dt.timedelta(days=DAYS_AFTER),
        seed=year,
    )
    create_plan(plan, by=by)
    categories = Category.objects.in_bulk(list(CATEGORIES), field_name="code")
    add_units(plan, categories=list(categories.values()), by=by)
    counts = {seat.role: seat.count for seat in template.seats.select_related("role")}
    size_plan(plan, groups=GROUPS, counts=counts, by=by)
    _look_for_experience(categories, by)
    plan.refresh_from_db()
    return plan


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
