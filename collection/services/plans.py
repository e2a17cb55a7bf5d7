"""Reporting plans: kept by the office, laid out as rounds and tables (CYC-01, CYC-02, ORG-08)."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from collection.models import DepartmentReport, LeafTerm, ReportingPlan, ReportingRound
from collection.rules.rhythms import due_day, first_day, periods_of
from collection.selectors.due import AskedLeaf, asked_leaves, due_departments
from indicators.models import IndicatorSystem
from indicators.rules.periods import last_day
from organization.models import User
from organization.services.audit import record_event, save_recorded

State = DepartmentReport.State
DAYS = ("due_days", "in_working_days", "late_days")


@dataclass(frozen=True)
class Term:
    """What a leaf has of its own: its rhythms (None: those of the plan) and its least spread."""

    rhythms: list[str] | None = None
    different_min: Decimal | None = None
    width_min: Decimal | None = None

    @property
    def is_plain(self) -> bool:
        """Whether the leaf goes with the plan in everything."""
        return self.rhythms is None and self.different_min is None and self.width_min is None


@transaction.atomic
def save_plan(
    plan: ReportingPlan | None,
    *,
    systems: Sequence[IndicatorSystem],
    by: User,
    **facts: Any,
) -> ReportingPlan:
    """Create or change a plan and lay out its rounds anew.

    Raises:
        PermissionDenied: the account does not keep the plan or one of the systems.
        ValidationError: a rule of the model, no system, or a round that would go has figures.
    """
    kept = IndicatorSystem.objects.in_charge_of(by).filter(pk__in=[one.pk for one in systems])
    if kept.count() != len(systems):
        raise PermissionDenied
    if not systems:
        raise ValidationError({"systems": _("Choose at least one system.")})
    thing = plan or ReportingPlan()
    if plan is not None:
        _refuse_stranger(plan, by)
    moved = thing.pk is None or any(getattr(thing, name) != facts[name] for name in DAYS)
    for name, value in facts.items():
        setattr(thing, name, value)
    save_recorded(thing, by=by)
    thing.systems.set(systems)
    _lay_out(thing, move=moved, by=by)
    return thing


@transaction.atomic
def set_terms(plan: ReportingPlan, *, terms: Mapping[int, Term], by: User) -> None:
    """Say what single leaves have of their own, and lay out the rounds anew.

    Args:
        terms: by key of the leaf; one that goes with the plan in everything loses its own terms.

    Raises:
        PermissionDenied: the account does not keep the plan.
        ValidationError: a leaf the plan does not ask for, or a round that would go has figures.
    """
    _refuse_stranger(plan, by)
    if set(terms) - {leaf.node.pk for leaf in asked_leaves(plan)}:
        raise ValidationError(_("The plan does not ask for this indicator."), code="leaf")
    plan.terms.filter(node__in=terms).delete()
    own = {key: term for key, term in terms.items() if not term.is_plain}
    rows = [
        LeafTerm(
            plan=plan,
            node_id=key,
            rhythms=term.rhythms,
            different_min=term.different_min,
            width_min=term.width_min,
        )
        for key, term in own.items()
    ]
    for row in rows:
        row.clean_fields()
    LeafTerm.objects.bulk_create(rows)
    after = {row.node.code: row.rhythms for row in rows}
    record_event("terms_set", plan, by=by, after={"rows": after})
    _lay_out(plan, move=False, by=by)


@transaction.atomic
def move_due_day(thing: ReportingRound, *, due_on: dt.date, by: User) -> None:
    """Put the due day of one round right, for a holiday or a meeting.

    Raises:
        PermissionDenied: the account does not keep the plan.
        ValidationError: before the period is over.
    """
    _refuse_stranger(thing.plan, by)
    thing.due_on = due_on
    thing.late_on = due_on + dt.timedelta(days=thing.plan.late_days)
    save_recorded(thing, by=by)


def _refuse_stranger(plan: ReportingPlan, by: User) -> None:
    if not ReportingPlan.objects.editable_by(by).filter(pk=plan.pk).exists():
        raise PermissionDenied


def _lay_out(plan: ReportingPlan, *, move: bool, by: User) -> None:
    """Make the rounds of every rhythm that is asked for, and the tables of those who answer."""
    leaves = asked_leaves(plan)
    asked = {*plan.rhythms, *(rhythm for leaf in leaves for rhythm in leaf.rhythms)}
    wanted = {period for rhythm in asked for period in periods_of(plan.year, rhythm)}
    standing = {one.period: one for one in plan.rounds.all()}
    _remove([one for period, one in standing.items() if period not in wanted])
    created = ReportingRound.objects.bulk_create(
        [_dated(ReportingRound(plan=plan, period=one)) for one in sorted(wanted - set(standing))]
    )
    if move:
        kept = [_dated(one) for period, one in standing.items() if period in wanted]
        ReportingRound.objects.bulk_update(kept, ["starts_on", "ends_on", "due_on", "late_on"])
    _open_tables(plan, leaves)
    gone = len(set(standing) - wanted)
    if created or gone:
        counts = {"created": len(created), "withdrawn": gone}
        record_event("rounds_made", plan, by=by, after=counts)


def _dated(thing: ReportingRound) -> ReportingRound:
    plan = thing.plan
    thing.starts_on, thing.ends_on = first_day(thing.period), last_day(thing.period)
    thing.due_on = due_day(thing.ends_on, plan.due_days, working=plan.in_working_days)
    thing.late_on = thing.due_on + dt.timedelta(days=plan.late_days)
    return thing


def _remove(rounds: Sequence[ReportingRound]) -> None:
    """Take away rounds that nobody has typed anything into."""
    keys = [one.pk for one in rounds]
    touched = DepartmentReport.objects.filter(round__in=keys, entries__isnull=False)
    touched |= DepartmentReport.objects.filter(round__in=keys).exclude(state=State.DRAFT)
    if period := touched.values_list("round__period", flat=True).first():
        raise ValidationError(
            _("Figures stand in the round of %(period)s already; it cannot be dropped.")
            % {"period": period},
            code="touched",
        )
    ReportingRound.objects.filter(pk__in=keys).delete()


def _open_tables(plan: ReportingPlan, leaves: Iterable[AskedLeaf]) -> None:
    """One table for each department that has something to report in a round."""
    leaves = list(leaves)
    reports = DepartmentReport.objects.filter(round__plan=plan)
    standing = set(reports.values_list("round", "department"))
    wanted = {
        (one.pk, department)
        for one in plan.rounds.all()
        for department in due_departments(leaves, one.period)
    }
    DepartmentReport.objects.bulk_create(
        [
            DepartmentReport(round_id=key, department_id=department)
            for key, department in sorted(wanted - standing)
        ]
    )
    idle = reports.filter(state=State.DRAFT, entries__isnull=True)
    gone = [
        pk
        for pk, key, department in idle.values_list("pk", "round", "department")
        if (key, department) not in wanted
    ]
    DepartmentReport.objects.filter(pk__in=gone).delete()
