"""Whole runs, database to database, beside what is usually written."""

from collections.abc import Sequence
from dataclasses import replace

from benchmarks.measure import progress, rows_of
from benchmarks.plan import SAMPLE, Plan
from benchmarks.processes import in_product, services, workers
from benchmarks.registry import OURS, Report
from benchmarks.workload import Workload

# The seed tells groups apart, in the whole database.
CITY = [Workload(239, 110, 1, 1)]
PROVINCE = [Workload(330, 110, 10, seed) for seed in range(10, 20)]
PEOPLE = [Workload(20_000, 18, 2, seed) for seed in range(100, 150)]
# A quarter of the daily review: sheets of one to three reviewers, two on average.
LEVELS = (2, 1, 2, 3, 2)
DAILY = [Workload(20_000, 18, LEVELS[n % len(LEVELS)], 200 + n) for n in range(50)]
DAILY_QUICK = [Workload(2_000, 18, LEVELS[n % len(LEVELS)], 200 + n) for n in range(10)]
THROUGH_WORKER = f"{OURS}, through Redis and one worker"


def city(full: bool) -> Report:
    """Measure reported values of a city."""
    with services() as at_hand:
        return _compare(at_hand.environment(at_hand.postgresql), CITY, full, 1)


def city_sqlite(full: bool) -> Report:
    """Measure the same on SQLite."""
    with services() as at_hand:
        return _compare(at_hand.environment(at_hand.sqlite), CITY, full, 1)


def city_worker(full: bool) -> Report:
    """Measure the same as people do it: they start it, and a worker does it."""
    repeats = 7 if full else 3
    with services() as at_hand:
        environment = at_hand.environment(at_hand.postgresql)
        cycle = in_product(environment, "benchmarks.product:prepare", CITY, "reported", [])
        direct = in_product(environment, "benchmarks.product:direct_runs", cycle, repeats)
        by_worker, peaks = _by_workers(environment, cycle, repeats, count=1, warm=True)
    rows = rows_of({OURS: direct, THROUGH_WORKER: by_worker}, OURS, {}, {})
    return Report(rows=[rows[0], replace(rows[1], peaks=peaks)])


def province(full: bool) -> Report:
    """Measure sheets of a province."""
    with services() as at_hand:
        environment = at_hand.environment(at_hand.postgresql)
        compared = len(PROVINCE) if full else 1
        return _compare(environment, PROVINCE, full, compared, at_hand.server_files)


def daily(full: bool) -> Report:
    """Measure a quarter of the daily review: a million people by workers, or 20,000 here."""
    if full:
        return people(full, DAILY)
    with services() as at_hand:
        environment = at_hand.environment(at_hand.postgresql)
        report = _compare(environment, DAILY_QUICK, full, len(DAILY_QUICK), at_hand.server_files)
    report.size = "a quarter: 20,000 people x 18 leaves, 1 to 3 reviewers, 10 groups"
    return report


def people(full: bool, groups: Sequence[Workload] = PEOPLE) -> Report:
    """Measure a million people, by two real workers."""
    repeats = 3 if full else 1
    with services() as at_hand:
        environment = at_hand.environment(at_hand.postgresql)
        cycle = _prepare(environment, groups, "judged", groups[:1])
        own, peaks = _by_workers(environment, cycle, repeats, count=2, warm=False)
        plan = Plan(
            *(cycle, groups, 1, SAMPLE, repeats),
            judged=True,
            server_files=at_hand.server_files,
            own=tuple(own),
        )
        report: Report = in_product(environment, "benchmarks.product:compare", plan)
    first, *others = report.rows
    report.rows = [replace(first, note="two workers, through Redis", peaks=peaks), *others]
    return report


def _compare(
    environment: dict[str, str],
    groups: Sequence[Workload],
    full: bool,
    compared: int,
    server_files: str = "",
) -> Report:
    source = "judged" if groups[0].raters > 1 else "reported"
    cycle = _prepare(environment, groups, source, groups[:compared])
    plan = Plan(
        *(cycle, groups, compared, SAMPLE, 5 if full else 3),
        judged=source == "judged",
        server_files=server_files,
    )
    report: Report = in_product(environment, "benchmarks.product:compare", plan)
    return report


def _by_workers(
    environment: dict[str, str], cycle: int, repeats: int, *, count: int, warm: bool
) -> tuple[list[float], tuple[int, ...]]:
    """Seconds of each run, and the peak MiB of each worker."""
    with workers(environment, count) as peaks:
        seconds = in_product(
            environment, "benchmarks.product:runs_by_workers", cycle, repeats, count, warm
        )
    return seconds, tuple(peaks)


def _prepare(
    environment: dict[str, str],
    groups: Sequence[Workload],
    source: str,
    with_marks: Sequence[Workload],
) -> int:
    progress("  making the cycle in the database")
    cycle: int = in_product(environment, "benchmarks.product:prepare", groups, source, with_marks)
    return cycle
