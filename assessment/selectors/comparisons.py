"""Two runs of one cycle side by side: who moved, and because of which leaf."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assessment.models import Assessee, Result, ScoreRun
from assessment.selectors.trees import ordered_nodes_of
from indicators.models import SystemNode
from scoring import from_micro


@dataclass(frozen=True)
class Move:
    """An assessee whose total, place or points differ between two runs.

    Attributes:
        before, after: its two results.
        leaves: the leaves whose points differ with the change, the biggest first.
    """

    before: Result
    after: Result
    leaves: list[tuple[SystemNode, Decimal]]

    @property
    def assessee(self) -> Assessee:
        """Who moved."""
        return self.after.assessee

    @property
    def change(self) -> Decimal | None:
        """Difference of the totals, None where one of them is missing."""
        if self.before.total is None or self.after.total is None:
            return None
        return self.after.total - self.before.total

    @property
    def rank_change(self) -> int | None:
        """Places climbed from the first run to the second; negative when fallen."""
        if self.before.rank is None or self.after.rank is None:
            return None
        return self.before.rank - self.after.rank


def comparison(run_a: ScoreRun, run_b: ScoreRun) -> list[Move]:
    """Everybody whose result differs from the first run to the second, biggest change first.

    Raises:
        ValueError: the runs belong to different cycles, where leaves need not mean the same.
    """
    if run_a.cycle_id != run_b.cycle_id:
        raise ValueError("Only two runs of one cycle can be laid side by side.")
    before = {result.assessee_id: result for result in Result.objects.filter(group__run=run_a)}
    after = Result.objects.filter(group__run=run_b).select_related("assessee", "group")
    systems = run_b.cycle.assessees.values_list("system_id", flat=True).order_by().distinct()
    nodes = ordered_nodes_of(systems)
    moves = [
        Move(before[result.assessee_id], result, list(leaves))
        for result in after
        if result.assessee_id in before
        and (
            (leaves := list(_changes(before[result.assessee_id], result, nodes)))
            or _placed(before[result.assessee_id]) != _placed(result)
        )
    ]
    return sorted(moves, key=lambda move: (-abs(move.change or Decimal(0)), move.assessee.key))


def _placed(result: Result) -> tuple[Decimal | None, int | None]:
    return result.total, result.rank


def _changes(
    before: Result, after: Result, nodes: dict[int, list[SystemNode]]
) -> Iterator[tuple[SystemNode, Decimal]]:
    difference = after.points - before.points
    tree = nodes[after.assessee.system_id]
    changes = [(int(row), int(difference[row])) for row in difference.nonzero()[0]]
    for row, change in sorted(changes, key=lambda entry: -abs(entry[1])):
        if tree[row].is_leaf:
            yield tree[row], from_micro(change)
