"""Sheets that people fill, beside a row for each mark."""

from benchmarks.processes import in_product, services
from benchmarks.registry import Report
from benchmarks.workload import Workload

FIELD = Workload(12, 110, 5, 7)


def field(full: bool) -> Report:
    """Measure typing, saving and handing in."""
    with services() as at_hand:
        environment = at_hand.environment(at_hand.postgresql)
        report: Report = in_product(
            environment, "benchmarks.fieldwork:compare", FIELD, 3 if full else 1
        )
    return report
