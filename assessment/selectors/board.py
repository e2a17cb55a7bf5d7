"""The board of a cycle: how far each comparison group is, and whom it waits for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q

from assessment.models import (
    Assessee,
    AssessmentCycle,
    GradeDecision,
    Publication,
    RunGroup,
    ScoreRun,
)

if TYPE_CHECKING:
    from organization.models import User


@dataclass(frozen=True)
class BoardRow:
    """One comparison group of a cycle.

    Attributes:
        key, name: the comparison group.
        assessees: how many are compared in it.
        group: the unit of work that counts: the published one, else that of the last complete run.
        scored: how many have a total there.
        decided: how many have a decision in force on that run.
    """

    key: str
    name: str
    assessees: int
    group: RunGroup | None
    scored: int
    decided: int
    publication: Publication | None

    @property
    def waits_for(self) -> str:
        """What comes next: `run`, `totals`, `decision`, `publication`, or nothing any more."""
        if self.publication:
            return ""
        if self.group is None:
            return "run"
        if not self.scored:
            return "totals"
        # Who has no total needs no decision: it is published with what is missing.
        return "decision" if self.decided < self.scored else "publication"


@dataclass(frozen=True)
class Board:
    """A cycle with its comparison groups, as far as the account sees them."""

    cycle: AssessmentCycle
    rows: list[BoardRow]

    @property
    def assessees(self) -> int:
        """All assessees of the groups shown."""
        return sum(row.assessees for row in self.rows)

    @property
    def scored(self) -> int:
        """Those with a total."""
        return sum(row.scored for row in self.rows)

    @property
    def decided(self) -> int:
        """Those with a decided grade."""
        return sum(row.decided for row in self.rows)

    @property
    def published(self) -> int:
        """Groups that are open to the units concerned."""
        return sum(row.publication is not None for row in self.rows)


def cycle_board(cycle: AssessmentCycle, *, user: "User") -> Board:
    """Read the board in a number of queries that does not grow with groups or assessees."""
    sizes = (
        Assessee.objects.visible_to(user)
        .filter(cycle=cycle)
        .order_by("group_key", "group_name")
        .values_list("group_key", "group_name")
        .annotate(assessees=Count("pk", distinct=True))
    )
    groups, decided = _groups_that_count(cycle), _decided(cycle)
    return Board(cycle, [_row(key, name, size, groups, decided) for key, name, size in sizes])


def _groups_that_count(cycle: AssessmentCycle) -> dict[str, RunGroup]:
    complete = cycle.runs.filter(state=ScoreRun.State.COMPLETE)
    groups: Iterable[RunGroup] = (
        RunGroup.objects.filter(
            Q(run=complete.values("pk")[:1]) | Q(run__cycle=cycle, publication__isnull=False)
        )
        .select_related("run", "publication__published_by")
        .annotate(scored=Count("results", filter=Q(results__total__isnull=False)))
        .order_by(F("publication").asc(nulls_last=True))
    )
    # Published groups come first: an unpublished group of a later run must not hide one.
    counting: dict[str, RunGroup] = {}
    for group in groups:
        if not hasattr(group, "publication") and group.key in counting:
            continue
        counting[group.key] = group
    return counting


def _decided(cycle: AssessmentCycle) -> dict[tuple[str, int], int]:
    """Decisions in force by comparison group and run."""
    in_force = GradeDecision.objects.filter(assessee__cycle=cycle, superseded_by=None)
    counted = (
        in_force.order_by().values_list("assessee__group_key", "run").annotate(decided=Count("pk"))
    )
    return {(key, run): decided for key, run, decided in counted}


def _row(
    key: str,
    name: str,
    assessees: int,
    groups: dict[str, RunGroup],
    decided: dict[tuple[str, int], int],
) -> BoardRow:
    group = groups.get(key)
    if group is None:
        return BoardRow(key, name, assessees, None, 0, 0, None)
    return BoardRow(
        key=key,
        name=name,
        assessees=assessees,
        group=group,
        scored=group.scored,  # type: ignore[attr-defined]  # annotated
        decided=decided.get((key, group.run_id), 0),
        publication=getattr(group, "publication", None),
    )
