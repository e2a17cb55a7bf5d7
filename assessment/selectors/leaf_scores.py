"""What the leaves of systems brought, from published results; asked for by the library's review."""

from collections.abc import Iterable

import numpy as np

from assessment.models import Result
from assessment.selectors.trees import ordered_nodes_of
from indicators.selectors.effectiveness import LeafScores


def leaf_scores(systems: Iterable[int]) -> dict[int, LeafScores]:
    """By leaf, how many published scores it brought, and their shares of full marks in percent."""
    nodes = ordered_nodes_of(systems)
    results = Result.objects.filter(group__publication__isnull=False, assessee__system__in=nodes)
    rows = results.order_by("group__publication").values_list(
        "assessee__system", "assessee", "points", "full_marks"
    )
    by_system: dict[int, dict[int, tuple[np.ndarray, np.ndarray]]] = {key: {} for key in nodes}
    for system, assessee, points, full in rows:
        # A later publication of the same cycle stands for a corrected run.
        by_system[system][assessee] = points, full
    found: dict[int, LeafScores] = {}
    for system, of_system in by_system.items():
        if of_system:
            points, full = (np.stack(side) for side in zip(*of_system.values(), strict=True))
            for place, node in enumerate(nodes[system]):
                if node.is_leaf:
                    found[node.pk] = _scores(points[:, place], full[:, place])
    return found


def _scores(points: np.ndarray, full: np.ndarray) -> LeafScores:
    counted = full > 0
    points, full = points[counted], full[counted]
    shares = np.round(points * 100.0 / full, 4)
    return LeafScores(tuple(shares.tolist()), int((points >= full).sum()))
