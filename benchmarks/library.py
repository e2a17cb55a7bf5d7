"""A large library taken over and searched, beside what is usually written."""

from benchmarks.processes import in_product, services
from benchmarks.registry import Report


def imported(full: bool) -> Report:
    """Measure the import of 4,137 indicators."""
    return _measured("take_over", full)


def searched(full: bool) -> Report:
    """Measure eight searches among them."""
    return _measured("search", full)


def _measured(function: str, full: bool) -> Report:
    with services() as at_hand:
        environment = at_hand.environment(at_hand.postgresql)
        repeats = 7 if full else 3
        report: Report = in_product(environment, f"benchmarks.shelves:{function}", repeats)
    return report
