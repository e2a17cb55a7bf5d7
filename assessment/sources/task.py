"""Task lists: how much of its tasks a unit has done on time, and how much it carries (IND-27)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pandas as pd

from assessment.sources.base import Evidence, Scope
from collection.models import Milestone, Task
from indicators.rules.periods import first_day, last_day

STEP = Decimal("0.000001")
# The weight of a task, how many of its milestones were due, how many of these reached on time.
Carried = tuple[Decimal, int, int]
Key = tuple[int | None, int]


class TaskSource:
    """One figure of the tasks in force that a unit leads, from milestones due in the period.

    A leaf with an indicator reads the tasks tied to it, one without all tasks of the unit. A
    milestone counts as reached once the office has verified the report. Without a milestone due
    in the period the value is missing, never zero.
    """

    def __init__(self, figure: Callable[[Iterable[Carried]], Decimal]) -> None:
        self.figure = figure

    def collect(self, scope: Scope) -> Evidence:
        """Read the milestones, and which indicators their tasks serve, with two queries."""
        figures = {key: self.figure(tasks) for key, tasks in _carried(scope).items()}
        values = [
            (cell.key, cell.node, "actual", str(figures[key]))
            for cell in scope.concerned().itertuples()
            if (key := (_indicator(cell.indicator), cell.unit)) in figures
        ]
        columns = ["assessee", "node", "series", "value"]
        return Evidence(values=pd.DataFrame(values, columns=columns, dtype=object))


def completion_rate(tasks: Iterable[Carried]) -> Decimal:
    """Percent reached on time, each task by its weight.

    >>> completion_rate([(Decimal(3), 4, 3), (Decimal(1), 2, 0)])
    Decimal('56.250000')
    """
    carried = list(tasks)
    # Fractions, so that nothing is rounded before the end.
    done = sum(Fraction(weight) * Fraction(reached, due) for weight, due, reached in carried)
    rate = Fraction(done) / Fraction(workload(carried)) * 100
    return (Decimal(rate.numerator) / rate.denominator).quantize(STEP, ROUND_HALF_UP)


def workload(tasks: Iterable[Carried]) -> Decimal:
    """The weights of the tasks together."""
    return sum((weight for weight, _due, _reached in tasks), Decimal(0))


def _carried(scope: Scope) -> Mapping[Key, list[Carried]]:
    """By indicator and unit what each task is and how far; by None and unit all of them."""
    period = scope.cycle.period
    milestones = Milestone.objects.running().filter(
        due_on__range=(first_day(period), last_day(period)),
        task__lead_unit__in=scope.members().values("unit"),
    )
    rows = milestones.order_by().values_list(
        "task", "task__lead_unit", "task__weight", "due_on", "reached_on"
    )
    tasks: dict[int, tuple[int, Decimal, list[bool]]] = {}
    for task, unit, weight, due_on, reached_on in rows:
        on_time = reached_on is not None and reached_on <= due_on
        tasks.setdefault(task, (unit, weight, []))[2].append(on_time)
    served = Task.indicators.through.objects.filter(
        task__in=milestones.values("task"),
        indicator__in={leaf.indicator_id for leaf in scope.leaves if leaf.indicator_id},
    )
    indicators: dict[int, list[int]] = defaultdict(list)
    for task, indicator in served.values_list("task", "indicator"):
        indicators[task].append(indicator)
    found: dict[Key, list[Carried]] = defaultdict(list)
    tied: int | None
    for task, (unit, weight, reached) in tasks.items():
        for tied in [None, *indicators[task]]:
            found[tied, unit].append((weight, len(reached), sum(reached)))
    return found


def _indicator(key: float | None) -> int | None:
    """A leaf without an indicator stands in the table as not a number."""
    return None if key is None or pd.isna(key) else int(key)
