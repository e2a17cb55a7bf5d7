"""Score sheets: the marks of evaluators, packed as they are stored."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from django.db.models import BinaryField, ExpressionWrapper, F

from assessment.models import ScoreSheet
from assessment.sources.base import Evidence, Scope
from scoring import Sheets


class JudgedSource:
    """All sheets of the cycle; a million marks are one block of bytes for each system."""

    def collect(self, scope: Scope) -> Evidence:
        """Read every sheet once, without unpacking single marks."""
        rows = ScoreSheet.objects.filter(assessee__cycle=scope.cycle).values_list(
            "assessee_id", "evaluator_id", "rater_class", _packed_marks()
        )
        table = pd.DataFrame(
            list(rows.order_by()), columns=["id", "evaluator", "rater_class", "marks"]
        )
        table = table.merge(scope.assessees[["id", "key", "system"]], on="id")
        return Evidence(sheets=dict(_by_system(scope, table)))


def _packed_marks() -> "ExpressionWrapper[F]":
    """The bytes of the column: making an array for each row would take longer than the scores."""
    return ExpressionWrapper(F("marks"), output_field=BinaryField())


def _by_system(scope: Scope, table: pd.DataFrame) -> Iterator[tuple[int, Sheets]]:
    for number, rows in table.groupby("system"):
        leaves = tuple(leaf.code for leaf in scope.leaves if leaf.system_id == number)
        marks = np.frombuffer(b"".join(map(bytes, rows["marks"])), dtype="<i2")
        keys = pd.DataFrame(
            {
                "assessee": rows["key"].to_numpy(dtype=object),
                "evaluator": rows["evaluator"].astype(str).to_numpy(dtype=object),
                "rater_class": rows["rater_class"].to_numpy(dtype=object),
            }
        )
        shaped = marks.astype(np.int16, copy=False).reshape(len(rows), len(leaves))
        yield int(number), Sheets(keys, shaped, leaves, ScoreSheet.MARK_SCALE)
