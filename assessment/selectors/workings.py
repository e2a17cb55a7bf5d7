"""What is stored of a scored comparison group: its workings, and the points of all its results."""

import numpy as np

from assessment.models import GroupWorkings, Result, RunGroup
from scoring import NO_TOTAL, Scores, Workings, to_micro


def read_workings(group: RunGroup) -> tuple[Workings, Scores]:
    """Read how a group was scored and what its results are; nothing is scored."""
    content = GroupWorkings.objects.values_list("content", flat=True).get(group=group)
    workings = Workings.from_bytes(bytes(content))
    found = Result.objects.filter(group=group).values_list(
        "assessee__key", "points", "full_marks", "exact_total", "rank"
    )
    # In the engine's order of rows; databases sort text each in their own way.
    rows = sorted(found.iterator(), key=lambda row: row[0])
    keys, points, full_marks, totals, ranks = zip(*rows, strict=True)
    scores = Scores(
        assessees=keys,
        nodes=workings.tree.codes,
        points=np.array(points),
        full_marks=np.array(full_marks),
        total_micro=np.array([NO_TOTAL if total is None else to_micro(total) for total in totals]),
        rank=np.array([rank or 0 for rank in ranks]),
        decimals=workings.scheme["decimals"],
    )
    return workings, scores
