"""The product's own way, from `start_run` to the commit of the last result, and its comparison.

Everything here runs in a process of the product (`benchmarks.processes.in_product`).
"""

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
from benchmarks.alternatives import Scores, differences, pandas_groupby
from benchmarks.engine import engine_scores
from benchmarks.limit import Limit
from benchmarks.measure import progress, rows_of, take_turns
from benchmarks.plan import ASSESSEE, LIMIT, PANDAS, RECORD, SQL, Plan
from benchmarks.registry import OURS, Report
from benchmarks.workload import Workload
from benchmarks.world import group_key, make_world
from organization.models import User

# How long a run through workers may take before it counts as stuck.
PATIENCE = 3_600


def prepare(groups: Sequence[Workload], source: str, with_marks: Sequence[Workload]) -> int:
    """Make the tables where there are none yet, and a cycle; returns its key."""
    call_command("migrate", verbosity=0)
    if marks.Mark._meta.db_table not in connection.introspection.table_names():
        marks.make_tables()
    return make_world(groups, source, with_marks)


def recalculate(cycle: int) -> tuple[float, float]:
    """Do a run as the tasks do it; returns the seconds of freezing and of computing."""
    begin = time.perf_counter()
    run = start_run(AssessmentCycle.objects.get(pk=cycle), by=User.objects.earliest("pk"))
    freeze_run(run.pk)
    frozen = time.perf_counter()
    for group in RunGroup.objects.filter(run=run).order_by("-size").values_list("pk", flat=True):
        compute_group(group)
    check_complete(run)
    return frozen - begin, time.perf_counter() - frozen


def compare(plan: Plan) -> Report:
    """Time our run of a cycle beside the alternatives, and compare what was stored."""
    report, limit = Report(), None
    if plan.server_files and plan.judged:
        limit = Limit(plan.cycle, plan.groups, plan.server_files)
    elif plan.judged and connection.vendor == "postgresql":
        report.left_out.append(f"{LIMIT}: it needs a server that may write files of the benchmark")
    ways = _ways(plan, limit)
    if not plan.own:
        recalculate(plan.cycle)  # once before the clock starts: imports, connections, caches
    seconds, results = take_turns(ways, plan.repeats, {LIMIT: limit.prepare} if limit else {})
    notes = {
        way: f"scaled from {sum(work.assessees for work in plan.groups) / times:,.0f} assessees"
        for way, times in plan.scales().items()
        if times > 1
    }
    if OURS in results:
        freezing, computing = results[OURS]
        notes[OURS] = f"freezing {freezing:.2f} s, computing {computing:.2f} s"
    progress("  comparing what was stored")
    report.failures += _disagreements(plan, results)
    report.rows = rows_of({OURS: list(plan.own), **seconds}, OURS, plan.scales(), notes)
    if connection.vendor == "postgresql":
        report.facts["PostgreSQL"] = ".".join(map(str, divmod(connection.pg_version, 10_000)))
    return report


def _ways(plan: Plan, limit: Limit | None) -> dict[str, Callable[[], Any]]:
    ways: dict[str, Callable[[], Any]] = {}
    if not plan.own:
        ways[OURS] = lambda: recalculate(plan.cycle)
    if limit:
        ways[LIMIT] = limit
    if connection.vendor == "postgresql":
        ways[SQL] = lambda: [marks.sql_insert(work) for work in plan.chosen]
    ways[PANDAS] = lambda: [marks.pandas_bulk(work) for work in plan.chosen]
    ways[ASSESSEE] = lambda: [marks.query_per_assessee(work) for work in plan.chosen]
    ways[RECORD] = lambda: marks.query_per_record(plan.part)
    return ways


def _disagreements(plan: Plan, results: dict[str, Any]) -> list[str]:
    """Compare with the stored results of the last run, all of them."""
    runs = ScoreRun.objects.filter(cycle=plan.cycle, state=ScoreRun.State.COMPLETE)
    run = runs.latest("number")
    # A part of a group is a group of its own, which only the engine has scored.
    pairs = [(RECORD, plan.part, engine_scores(plan.part), results[RECORD])]
    for number, work in enumerate(plan.groups):
        ours = stored_scores(run, work)
        if number >= plan.compared:
            pairs.append(("pandas", work, ours, pandas_groupby(work, work.long_table())))
            continue
        for way in (ASSESSEE, PANDAS):
            pairs.append((way, work, ours, results[way][number]))
        if SQL in results:
            pairs.append((SQL, work, ours, marks.sql_scores(work)))
    return [
        f"{work.case}: {way} has {found}"
        for way, work, ours, theirs in pairs
        for found in differences(ours, theirs)
    ]


def runs_by_workers(cycle: int, repeats: int, count: int, warm: bool) -> list[float]:
    """Seconds from `start_run` to the end of the run, once `count` workers are at hand."""
    current_app.control.purge()
    for _ in range(120):
        if len(current_app.control.ping(timeout=1)) >= count:
            break
    else:
        raise RuntimeError("The workers do not answer.")
    if warm:
        _until_complete(cycle)
    return [_until_complete(cycle) for _ in range(repeats)]


def direct_runs(cycle: int, repeats: int) -> list[float]:
    """Seconds of runs in this process."""
    recalculate(cycle)
    return [sum(recalculate(cycle)) for _ in range(repeats)]


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


def _until_complete(cycle: int) -> float:
    begin = time.perf_counter()
    run = start_run(AssessmentCycle.objects.get(pk=cycle), by=User.objects.earliest("pk"))
    while ScoreRun.objects.unfinished().filter(pk=run.pk).exists():
        if time.perf_counter() - begin > PATIENCE:
            raise RuntimeError("The run does not end: is a worker there?")
        time.sleep(0.01)
    seconds = time.perf_counter() - begin
    check_complete(run)
    progress(f"  a run by workers: {seconds:.2f} s")
    return seconds
