"""Replaying a run: the frozen inputs computed again and compared to the last micro-point."""

from dataclasses import dataclass, field
from typing import Any

from assessment.models import FrozenBundle, GroupWorkings, Result, RunGroup, ScoreRun
from assessment.services.computing import Computed, compute
from assessment.services.freezing import snapshot_digest
from scoring import (
    ENGINE,
    ENGINE_VERSION,
    NO_TOTAL,
    Bundle,
    Workings,
    from_micro,
    to_micro,
)


@dataclass(frozen=True)
class Difference:
    """Something stored that a replay does not find again."""

    group: str
    assessee: str
    what: str
    stored: str
    replayed: str


@dataclass(frozen=True)
class Replay:
    """What a replay found.

    Attributes:
        engine_now: name and version of the engine that replayed.
        checked: number of stored results compared.
        differences: empty when everything agrees.
    """

    run: ScoreRun
    engine_now: str
    checked: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def same_engine(self) -> bool:
        """Whether the engine has the version it had at the time of the run."""
        return self.engine_now == self.run.engine

    @property
    def agrees(self) -> bool:
        """Whether every digest, point, total, place and proposal was found again."""
        return not self.differences


def replay_run(run: ScoreRun) -> Replay:
    """Compute a run again from its frozen bundles; nothing is stored.

    Every group is computed from what this replay found for the groups before it, not from stored
    totals, so that an altered total cannot vouch for what was derived from it.
    """
    differences: list[Difference] = []
    totals: dict[str, int | None] = {}
    checked = 0
    groups = run.groups.filter(state=RunGroup.State.DONE).order_by("stage", "key")
    for group in groups:
        bundle = Bundle.from_bytes(bytes(FrozenBundle.objects.get(group=group).content))
        computed = compute(bundle, totals)
        totals |= computed.outcome.linked_totals()
        differences += _digests(group, bundle, computed)
        differences += _workings(group, computed)
        found, count = _results(group, computed)
        differences += found
        checked += count
    digests = dict(run.groups.values_list("key", "digest"))
    if snapshot_digest(digests) != run.digest:
        replayed = snapshot_digest(digests)
        differences.append(Difference("", "", "snapshot digest", run.digest, replayed))
    return Replay(run, f"{ENGINE} {ENGINE_VERSION}", checked, differences)


def _digests(group: RunGroup, bundle: Bundle, computed: Computed) -> list[Difference]:
    pairs = {
        "digest of the inputs": (group.digest, bundle.digests()[""]),
        "digest of the outcome": (group.outcome_digest, computed.digest),
        "quota arithmetic": (group.proposal, computed.arithmetic),
    }
    return [
        Difference(group.key, "", what, str(stored), str(replayed))
        for what, (stored, replayed) in pairs.items()
        if stored != replayed
    ]


def _workings(group: RunGroup, computed: Computed) -> list[Difference]:
    content = GroupWorkings.objects.get(group=group).content
    found = Workings.from_bytes(bytes(content)).differences(computed.outcome.workings)
    return [Difference(group.key, "", "workings", place, "") for place in found]


def _results(group: RunGroup, computed: Computed) -> tuple[list[Difference], int]:
    stored = {
        result.assessee.key: result
        for result in Result.objects.filter(group=group).select_related("assessee")
    }
    replayed = {key: row for row, key in enumerate(computed.outcome.assessees)}
    differences = [
        Difference(group.key, key, "result", "yes" if key in stored else "no", "")
        for key in sorted(set(stored) ^ set(replayed))
    ]
    for key in sorted(set(stored) & set(replayed)):
        was, now = _as_stored(stored[key]), _as_computed(computed, key, replayed[key])
        differences += [
            Difference(group.key, key, what, str(was[what]), str(now[what]))
            for what in was
            if was[what] != now[what]
        ]
    return differences, len(stored)


def _as_stored(result: Result) -> dict[str, Any]:
    return {
        "points": result.points.tolist(),
        "full marks": result.full_marks.tolist(),
        "exact total": None if result.exact_total is None else to_micro(result.exact_total),
        "total": result.total,
        "rank": result.rank,
        "proposed grade": result.proposed_grade,
        "reason": result.grade_reason,
        "missing": result.missing,
    }


def _as_computed(computed: Computed, key: str, row: int) -> dict[str, Any]:
    outcome = computed.outcome
    exact = int(outcome.total_micro[row])
    return {
        "points": outcome.points[row].tolist(),
        "full marks": outcome.full_marks[row].tolist(),
        "exact total": None if exact == NO_TOTAL else exact,
        "total": None if exact == NO_TOTAL else from_micro(exact, outcome.decimals),
        "rank": int(outcome.rank[row]) or None,
        "proposed grade": computed.grades[key],
        "reason": computed.reasons.get(key, {}),
        "missing": computed.gaps.get(key, []),
    }
