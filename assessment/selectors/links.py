"""Totals that other groups of the same run have read."""

from assessment.models import Result, ScoreRun
from scoring import Bundle, to_micro


def linked_totals(run: ScoreRun, bundle: Bundle) -> dict[str, int | None]:
    """Exact totals, in this run, of the assessees that the bundle's links name."""
    targets = set(bundle.links["target"])
    if not targets:
        return {}
    found = Result.objects.filter(group__run=run, assessee__key__in=targets)
    return {
        key: None if exact is None else to_micro(exact)
        for key, exact in found.values_list("assessee__key", "exact_total")
    }
