"""Storing the results of a group and the workings behind them. The one place.

Results go by COPY on PostgreSQL, by bulk inserts elsewhere.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from typing import Any

import numpy as np
from django.db import connection

from assessment.models import Assessee, GroupWorkings, Result, RunGroup
from assessment.services.computing import Computed
from scoring import NO_TOTAL, from_micro

BATCH = 2_000
# COPY reads this many rows from memory at a time.
COPY_ROWS = 50_000
COLUMNS = (
    "group_id",
    "assessee_id",
    "total",
    "exact_total",
    "rank",
    "points",
    "full_marks",
    "missing",
    "proposed_grade",
    "grade_reason",
)

_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
# One encoder for all rows: json.dumps() would make one for each value.
_json = json.JSONEncoder(ensure_ascii=False).encode


def store_results(group: RunGroup, computed: Computed) -> None:
    """Insert one result for each assessee and the workings, inside the caller's transaction."""
    GroupWorkings.objects.create(group=group, content=computed.outcome.workings.to_bytes())
    rows = _rows(group, computed)
    if connection.vendor == "postgresql":
        _copy(rows)
        return
    Result.objects.bulk_create(
        (Result(**dict(zip(COLUMNS, row, strict=True))) for row in rows), batch_size=BATCH
    )


def _rows(group: RunGroup, computed: Computed) -> Iterator[tuple[Any, ...]]:
    outcome = computed.outcome
    ids = dict(
        Assessee.objects.filter(cycle=group.run.cycle_id, group_key=group.key).values_list(
            "key", "pk"
        )
    )
    grades, reasons, gaps = computed.grades, computed.reasons, computed.gaps
    totals = outcome.totals()
    points = np.ascontiguousarray(outcome.points, dtype="<i8")
    full_marks = np.ascontiguousarray(outcome.full_marks, dtype="<i8")
    for row, key in enumerate(outcome.assessees):
        exact = int(outcome.total_micro[row])
        yield (
            group.pk,
            ids[key],
            totals[key],
            None if exact == NO_TOTAL else from_micro(exact),
            int(outcome.rank[row]) or None,
            points[row].tobytes(),
            full_marks[row].tobytes(),
            gaps.get(key, []),
            grades[key],
            reasons.get(key, {}),
        )


def _copy(rows: Iterator[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    sql = f'COPY "{Result._meta.db_table}" ({names}) FROM STDIN'
    with connection.cursor() as cursor:
        while True:
            lines = [_line(row) for _, row in zip(range(COPY_ROWS), rows, strict=False)]
            if not lines:
                return
            cursor.copy_expert(sql, StringIO("".join(lines)))


def _line(row: tuple[Any, ...]) -> str:
    return "\t".join(map(_cell, row)) + "\n"


def _cell(value: Any) -> str:
    """One value in PostgreSQL's text form of COPY."""
    if value is None:
        return r"\N"
    if isinstance(value, bytes):
        return rf"\\x{value.hex()}"
    if isinstance(value, int | Decimal):
        return str(value)
    return (value if isinstance(value, str) else _json(value)).translate(_ESCAPED)
