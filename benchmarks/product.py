"""The product's own way, from `start_run` to the commit of the last result, and its comparison.

Everything here runs in a process of the product (`benchmarks.processes.in_product`).
"""

import resource
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from celery import current_app
from django.core.management import call_command
from django.db import connection

from assessment.models import AssessmentCycle, Result, RunGroup, ScoreRun
from assessment.selectors.trees import ordered_nodes
from assessment.services.freezing import freeze_run
from assessment.services.groups import compute_group
from assessment.services.runs import start_run
from benchmarks import marks
from benchmarks.alternatives import Scores
from benchmarks.measure import rows_of, take_turns
from benchmarks.registry import OURS, Report
from benchmarks.workload import Workload
from benchmarks.world import group_key, make_world
from organization.models import User
from scoring import score

RECORD = "ORM, a query and a save() a record"
ASSESSEE = "ORM, a query and a bulk_create() an assessee"
PANDAS = "ORM, values_list, pandas, bulk_create()"


def prepare(groups: Sequence[Workload], source: str, with_marks: Sequence[Workload]) -> int:
    """Make the tables where there are none yet, and a cycle; returns its key."""
    call_command("migrate", verbosity=0)
    if marks.Mark._meta.db_table not in connection.introspection.table_names():
        marks.make_tables()
    return make_world(groups, source, with_marks)


def recalculate(cycle: int) -> tuple[ScoreRun, float, float]:
    """Do a run as the tasks do it; returns it with the seconds of freezing and computing."""
    begin = time.perf_counter()
    run = start_run(AssessmentCycle.objects.get(pk=cycle), by=User.objects.earliest("pk"))
    freeze_run(run.pk)
    frozen = time.perf_counter()
    for group in RunGroup.objects.filter(run=run).order_by("-size").values_list("pk", flat=True):
        compute_group(group)
    check_complete(run)
    return run, frozen - begin, time.perf_counter() - frozen


def compare(
    case: str, cycle: int, groups: Sequence[Workload], compared: int, sample: int, repeats: int
) -> Report:
    """Time our run of a cycle beside the alternatives.

    Args:
        case: the size as people read it.
        cycle, groups: the cycle and all it holds.
        compared: how many of the groups the alternatives score; their times are scaled.
        sample: how many assessees of the first group the loop over records scores.
        repeats: how often each way is timed, in turns.
    """
    part, chosen = groups[0].part(sample), groups[:compared]
    ways: dict[str, Callable[[], Any]] = {
        OURS: lambda: recalculate(cycle),
        RECORD: lambda: marks.query_per_record(part),
        ASSESSEE: lambda: [marks.query_per_assessee(work) for work in chosen],
        PANDAS: lambda: [marks.pandas_bulk(work) for work in chosen],
    }
    recalculate(cycle)  # once before the clock starts: imports, connections, caches
    seconds, results = take_turns(ways, repeats)
    run, freezing, computing = results[OURS]
    failures = _differences(RECORD, part, _engine(part), results[RECORD])
    for number, work in enumerate(chosen):
        ours = stored_scores(run, work)
        for way in (ASSESSEE, PANDAS):
            failures += _differences(way, work, ours, results[way][number])
    everybody = sum(work.assessees for work in groups)
    reached = sum(work.assessees for work in chosen)
    scale = dict.fromkeys((ASSESSEE, PANDAS), everybody / reached)
    scale[RECORD] = everybody / part.assessees
    notes = {
        way: f"scaled from {everybody / times:,.0f} assessees"
        for way, times in scale.items()
        if times > 1
    }
    notes[OURS] = f"freezing {freezing:.2f} s, computing {computing:.2f} s"
    return Report("", rows_of(case, seconds, OURS, scale, notes), failures)


def through_worker(cycle: int, repeats: int) -> list[float]:
    """Seconds from `start_run` to the end of the run, with a worker that is at hand already."""
    current_app.control.purge()
    _until_complete(cycle)
    return [_until_complete(cycle) for _ in range(repeats)]


def freeze(cycle: int) -> tuple[int, float, int]:
    """Start and freeze a run; returns its key, the seconds, and the process's peak MiB."""
    begin = time.perf_counter()
    run = start_run(AssessmentCycle.objects.get(pk=cycle), by=User.objects.earliest("pk"))
    freeze_run(run.pk)
    return run.pk, time.perf_counter() - begin, _peak()


def compute(run: int) -> tuple[float, int]:
    """Compute all groups of a frozen run; returns the seconds and the process's peak MiB."""
    begin = time.perf_counter()
    for group in RunGroup.objects.filter(run=run).values_list("pk", flat=True):
        compute_group(group)
    check_complete(ScoreRun.objects.get(pk=run))
    return time.perf_counter() - begin, _peak()


def pandas_way(groups: Sequence[Workload]) -> tuple[float, int]:
    """The pandas way; returns the seconds and the process's peak MiB."""
    begin = time.perf_counter()
    for work in groups:
        marks.pandas_bulk(work)
    return time.perf_counter() - begin, _peak()


def check_people(run: int, groups: Sequence[Workload]) -> list[str]:
    """Whether the first group of a run agrees with the pandas way."""
    ours, theirs = (
        stored_scores(ScoreRun.objects.get(pk=run), groups[0]),
        marks.pandas_bulk(groups[0]),
    )
    return _differences(PANDAS, groups[0], ours, theirs)


def check_complete(run: ScoreRun) -> None:
    """Raise RuntimeError, with what stopped it, unless the run is complete."""
    run.refresh_from_db()
    if run.state != ScoreRun.State.COMPLETE:
        errors = [run.error, *run.groups.exclude(error="").values_list("error", flat=True)]
        raise RuntimeError(f"The run is {run.state}. {' '.join(errors)}")


def stored_scores(run: ScoreRun, work: Workload) -> Scores:
    """What the run stored for a workload, as the alternatives give it."""
    results = Result.objects.filter(group__run=run, group__key=group_key(work))
    rows = list(
        results.order_by("assessee__key").values_list("points", "total", "rank", "assessee__system")
    )
    nodes = ordered_nodes(AssessmentCycle.objects.get(pk=run.cycle_id).systems.get(pk=rows[0][3]))
    leaves = sorted((node.code, column) for column, node in enumerate(nodes) if node.is_leaf)
    points = np.array([row[0] for row in rows])[:, [column for _code, column in leaves]]
    return points, np.array([int(row[1] * 100) for row in rows]), np.array([row[2] for row in rows])


def _engine(work: Workload) -> Scores:
    """A part of a group is a group of its own, which only the engine has scored."""
    outcome = score(work.bundle)
    return outcome.leaf_points[:, np.argsort(outcome.leaves)], outcome.total, outcome.rank


def _differences(way: str, work: Workload, ours: Scores, theirs: Scores) -> list[str]:
    return [f"{work.case}: {way} has {found}" for found in marks.differences(ours, theirs)]


def _until_complete(cycle: int) -> float:
    begin = time.perf_counter()
    run = start_run(AssessmentCycle.objects.get(pk=cycle), by=User.objects.earliest("pk"))
    while ScoreRun.objects.unfinished().filter(pk=run.pk).exists():
        time.sleep(0.005)
    seconds = time.perf_counter() - begin
    check_complete(run)
    return seconds


def _peak() -> int:
    # Linux counts kibibytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
