"""A whole run, database to database, beside what is usually written with an ORM."""

from collections.abc import Sequence

from benchmarks.measure import rows_of
from benchmarks.processes import in_product, services, worker
from benchmarks.registry import OURS, Report, Row
from benchmarks.workload import Workload

# The seed tells groups apart, in the whole database.
CITY = [Workload(239, 110, 1, 1)]
PROVINCE = [Workload(330, 110, 10, seed) for seed in range(10, 20)]
PEOPLE = [Workload(20_000, 18, 2, seed) for seed in range(100, 150)]
# So many assessees are enough to time a loop over records.
SAMPLE = 10
Environment = dict[str, str]


def run(full: bool) -> Report:
    """Run each size on PostgreSQL, the small one on SQLite and through a worker as well."""
    report = Report("A run end to end, from start_run to the commit of the results")
    repeats = 5 if full else 3
    with services() as at_hand:
        environment = at_hand.environment(at_hand.postgresql)
        city = _compare(report, environment, "239 x 110 reported, PostgreSQL", CITY, repeats)
        _through_worker(report, environment, city, repeats)
        lite = at_hand.environment(at_hand.sqlite)
        _compare(report, lite, "239 x 110 reported, SQLite", CITY, repeats)
        case = "3,300 x 110 x 10 judged, 10 groups"
        _compare(report, environment, case, PROVINCE, repeats, len(PROVINCE) if full else 1)
        if full:
            _people(report, environment)
    return report


def _compare(
    report: Report,
    environment: Environment,
    case: str,
    groups: Sequence[Workload],
    repeats: int,
    compared: int = 1,
) -> int:
    source = "judged" if groups is PROVINCE else "reported"
    cycle = in_product(environment, "benchmarks.product:prepare", groups, source, groups[:compared])
    found = in_product(
        environment, "benchmarks.product:compare", case, cycle, groups, compared, SAMPLE, repeats
    )
    report.rows += found.rows
    report.failures += found.failures
    return cycle


def _through_worker(report: Report, environment: Environment, cycle: int, repeats: int) -> None:
    with worker(environment):
        seconds = in_product(environment, "benchmarks.product:through_worker", cycle, repeats)
    direct = next(row.seconds for row in report.rows if row.way == OURS)
    way = f"{OURS}, through Redis and one worker"
    rows = rows_of("239 x 110 reported, PostgreSQL", {OURS: [*direct], way: seconds}, OURS, {}, {})
    report.rows.append(rows[1])


def _people(report: Report, environment: Environment) -> None:
    case = "1,000,000 x 18 x 2 judged, 50 groups"
    cycle = in_product(environment, "benchmarks.product:prepare", PEOPLE, "judged", PEOPLE[:1])
    run, freezing, freezing_peak = in_product(environment, "benchmarks.product:freeze", cycle)
    computing, computing_peak = in_product(environment, "benchmarks.product:compute", run)
    ours = freezing + computing
    note = (
        f"freezing {freezing:.1f} s, peak {freezing_peak} MiB; "
        f"computing {computing:.1f} s, peak {computing_peak} MiB"
    )
    report.rows.append(Row(case, OURS, (ours,), 1.0, note))
    theirs, peak = in_product(environment, "benchmarks.product:pandas_way", PEOPLE[:1])
    theirs *= len(PEOPLE)
    note = f"scaled from one group of 20,000; peak for that group {peak} MiB"
    report.rows.append(
        Row(case, "ORM, values_list, pandas, bulk_create()", (theirs,), theirs / ours, note)
    )
    report.failures += in_product(environment, "benchmarks.product:check_people", run, PEOPLE)
