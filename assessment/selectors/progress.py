"""How far a run is, by counting its rows."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils import timezone

from assessment.models import RunGroup, ScoreRun

State = RunGroup.State
# A cycle of a thousand teams need not name them all.
NAMED_GROUPS = 5


@dataclass(frozen=True)
class RunProgress:
    """Where a run stands now.

    Attributes:
        phase: "waiting" for a worker, "freezing" the inputs, "computing" groups, or "finished".
        total, done, claimed, waiting, failed, cancelled: numbers of groups.
        people, people_done: assessees of all groups, and of those that are done.
        current: names of some groups being computed.
        elapsed: since somebody pressed the button, until the end.
        remaining: at the pace so far, by number of assessees; None while nothing is known.
        errors: group name and text of what went wrong, also of attempts that are tried again.
    """

    run: ScoreRun
    phase: str
    total: int
    done: int
    claimed: int
    waiting: int
    failed: int
    cancelled: int
    people: int
    people_done: int
    current: list[str]
    elapsed: dt.timedelta
    remaining: dt.timedelta | None
    errors: list[tuple[str, str]]

    @property
    def share(self) -> float:
        """Groups done of all, 0 to 1; 0 before the number of groups is known."""
        return self.done / self.total if self.total else 0.0

    @property
    def percent(self) -> int:
        """The share in whole per cent, 100 only when everything is done."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def is_finished(self) -> bool:
        """Whether nothing will change any more."""
        return self.phase == "finished"


def run_progress(run: ScoreRun) -> RunProgress:
    """Count a run's groups by state. Reads the run again: the caller's copy may be old."""
    run = ScoreRun.objects.select_related("cycle").get(pk=run.pk)
    states = {state.value: Count("pk", filter=Q(state=state)) for state in State}
    done = Q(state=State.DONE)
    sizes = {"people": Sum("size", default=0), "people_done": Sum("size", filter=done, default=0)}
    counts = run.groups.aggregate(total=Count("pk"), **states, **sizes)
    now = timezone.now()
    current = run.groups.filter(state=State.CLAIMED).values_list("name", flat=True)
    errors = run.groups.exclude(error="").values_list("name", "error")
    return RunProgress(
        run=run,
        phase=_phase(run, now),
        total=counts["total"],
        done=counts[State.DONE],
        claimed=counts[State.CLAIMED],
        waiting=counts[State.WAITING],
        failed=counts[State.FAILED],
        cancelled=counts[State.CANCELLED],
        people=counts["people"],
        people_done=counts["people_done"],
        current=list(current[:NAMED_GROUPS]),
        elapsed=(run.finished_at or now) - run.requested_at,
        remaining=_remaining(run, counts["people"], counts["people_done"], now),
        errors=[*([("", run.error)] if run.error else []), *errors],
    )


def _phase(run: ScoreRun, now: dt.datetime) -> str:
    if run.finished_at:
        return "finished"
    if run.state == ScoreRun.State.RUNNING:
        return "computing"
    return "freezing" if run.lease_until and run.lease_until > now else "waiting"


def _remaining(run: ScoreRun, people: int, done: int, now: dt.datetime) -> dt.timedelta | None:
    if run.finished_at or not run.frozen_at or not done:
        return None
    return (now - run.frozen_at) * ((people - done) / done)
