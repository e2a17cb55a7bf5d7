"""Task lists as a source: completion and workload of a unit, from verified milestones."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import AssessmentCycle
from assessment.selectors.bundles import collect_bundles
from assessment.services.cycles import open_cycle
from assessment.sources.task import completion_rate
from organization.models import Unit
from tests.assessment.factories import OPENED_ON, CycleFactory
from tests.assessment.worlds import make_units, run_to_end
from tests.collection.task_factories import MilestoneFactory, TaskFactory
from tests.indicators.factories import LeafFactory, SystemFactory
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db

DUE = dt.date(2023, 6, 30)


def cycle_of_tasks(units: int) -> tuple[AssessmentCycle, list[Unit]]:
    """The template of two measures: completion 60, workload 40 by the largest one."""
    system = SystemFactory(published=True)
    common = {"system": system, "indicator": None}
    LeafFactory(code="RATE", source="task", weight=60, params={"target": "100"}, **common)
    LeafFactory(
        code="LOAD", source="workload", rule="ratio_to_best", weight=40, params={}, **common
    )
    assessed = list(make_units(system.category, units))
    cycle = CycleFactory(systems=[system], period="2023")
    open_cycle(cycle, day=OPENED_ON, by=UserFactory())
    return cycle, assessed


def task_of(unit: Unit, weight: int, *reached: dt.date | None, **facts: object) -> None:
    task = TaskFactory(running=True, lead_unit=unit, weight=weight, **facts)
    for day in reached:
        MilestoneFactory(task=task, due_on=DUE, reached_on=day)


def test_score_and_rank_come_from_workload_and_completion():
    """IND-27: the special assessment by workload carried and completion rate."""
    cycle, (busy, exact, steady, idle) = cycle_of_tasks(4)
    task_of(busy, 3, DUE, DUE, DUE, None)
    task_of(busy, 1, DUE + dt.timedelta(days=1), None)  # reached late counts as not on time
    task_of(exact, 1, DUE)
    task_of(steady, 2, DUE, DUE)
    MilestoneFactory(task__lead_unit=exact, due_on=dt.date(2024, 1, 31))  # of the next period
    TaskFactory(claimed=True, lead_unit=idle)
    group = run_to_end(cycle).groups.get()
    results = {result.assessee.unit_id: result for result in group.results.all()}
    # 60 x 56.25 % + 40 x 4/4, then 60 x 100 % + 40 x 1/4 and 40 x 2/4.
    outcomes = [(results[unit.pk].total, results[unit.pk].rank) for unit in (busy, exact, steady)]
    assert outcomes == [(Decimal("73.75"), 2), (Decimal(70), 3), (Decimal(80), 1)]
    # Without a milestone due there is no figure, and never a zero.
    assert results[idle.pk].total is None


def test_a_leaf_with_an_indicator_reads_the_tasks_tied_to_it_at_a_constant_cost():
    cycle, units = cycle_of_tasks(2)
    leaf = LeafFactory(
        system=cycle.systems.get(), code="TIED", source="task", params={"target": "100"}
    )
    task_of(units[0], 1, DUE)
    tied = TaskFactory(running=True, lead_unit=units[0])
    tied.indicators.add(leaf.indicator)
    MilestoneFactory(task=tied, due_on=DUE)

    def collected() -> tuple[dict[tuple[str, str], str], int]:
        with CaptureQueriesContext(connection) as asked:
            (group,) = collect_bundles(cycle)
        rows = group.bundle.values.itertuples()
        return {(row.assessee, row.node): row.value for row in rows}, len(asked)

    figures, few = collected()
    assert sorted(figures.values()) == ["0.000000", "2.00", "50.000000"]
    for unit in units:
        task_of(unit, 2, DUE, None)
    assert collected()[1] == few


def test_the_rate_is_rounded_once():
    thirds = [(Decimal(1), 3, 1), (Decimal(1), 3, 1), (Decimal(1), 3, 1)]
    assert completion_rate(thirds) == Decimal("33.333333")
