"""Score sheets: the marks of evaluators, packed as they are stored."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from django.db import connection
from django.db.models import Aggregate, BinaryField, ExpressionWrapper, F, Func
from numpy.typing import NDArray

from assessment.models import ScoreSheet
from assessment.sources.base import Evidence, Scope
from scoring import Sheets


class JudgedSource:
    """All sheets of a portion; a million marks are one block of bytes for each system and class."""

    def collect(self, scope: Scope) -> Evidence:
        """Read every sheet once, without unpacking single marks."""
        blocks: dict[int, list[tuple[str, bytes]]] = defaultdict(list)
        for system, rater_class, block in _blocks(scope):
            blocks[system].append((rater_class, block))
        sheets: dict[str, Sheets] = {}
        for system, of_system in blocks.items():
            leaves = tuple(leaf.code for leaf in scope.leaves if leaf.system_id == system)
            sheets.update(_by_group(scope, leaves, of_system))
        return Evidence(sheets=sheets)


def _blocks(scope: Scope) -> Iterable[tuple[int, str, bytes]]:
    """The sheets of each system and rater class, one after the other, as `_by_group` reads them."""
    ids = scope.assessees["id"]
    sheets = (
        ScoreSheet.objects.standing()
        .order_by()
        .filter(
            assessee__in=scope.members(),
            # Assessees made together have keys in a row: other sheets need not even be looked at.
            assessee__gte=int(ids.min()),
            assessee__lte=int(ids.max()),
        )
    )
    if connection.vendor == "postgresql":
        # The server joins them: to fetch each as a row would take longer than to score it.
        keys = [Func(F(name), function="int8send") for name in ("assessee_id", "evaluator_id")]
        record = Func(*keys, F("marks"), template="%(expressions)s", arg_joiner=" || ")
        return sheets.values_list("assessee__system_id", "rater_class").annotate(
            block=_Joined(record)
        )
    marks = ExpressionWrapper(F("marks"), output_field=BinaryField())
    return _joined(
        sheets.values_list(
            "assessee__system_id", "rater_class", "assessee_id", "evaluator_id", marks
        )
    )


class _Joined(Aggregate):
    function = "string_agg"
    template = "%(function)s(%(expressions)s, '')"
    output_field = BinaryField()


def _joined(rows: Iterable[tuple[int, str, int, int, bytes]]) -> Iterator[tuple[int, str, bytes]]:
    """Join the sheets where the database cannot."""
    blocks: dict[tuple[int, str], list[bytes]] = defaultdict(list)
    for system, rater_class, assessee, evaluator, marks in rows:
        keys = assessee.to_bytes(8, "big") + evaluator.to_bytes(8, "big")
        blocks[system, rater_class].append(keys + marks)
    for (system, rater_class), records in blocks.items():
        yield system, rater_class, b"".join(records)


def _by_group(
    scope: Scope, leaves: tuple[str, ...], blocks: Sequence[tuple[str, bytes]]
) -> Iterator[tuple[str, Sheets]]:
    """Cut the sheets of one system into comparison groups."""
    record = [("assessee", ">i8"), ("evaluator", ">i8"), ("marks", "<i2", (len(leaves),))]
    packed = [np.frombuffer(block, dtype=record) for _class, block in blocks]
    classes = np.repeat(np.arange(len(blocks)), [len(records) for records in packed])
    class_names = np.array([rater_class for rater_class, _block in blocks], dtype=object)
    records = np.concatenate(packed)
    assessees = scope.assessees.set_index("id")
    group_of = assessees["group"].reindex(records["assessee"])
    for group, rows in group_of.groupby(group_of.to_numpy()).indices.items():
        part = records[rows]
        keys = {
            "assessee": _named(part["assessee"], lambda ids: assessees["key"].reindex(ids)),
            "evaluator": _named(part["evaluator"], lambda ids: ids.astype(str)),
            "rater_class": _named(classes[rows], lambda numbers: class_names[numbers]),
        }
        marks = part["marks"].astype(np.int16)
        yield group, Sheets(pd.DataFrame(keys), marks, leaves, ScoreSheet.MARK_SCALE)


def _named(numbers: NDArray[Any], names: Callable[[NDArray[np.int64]], Any]) -> pd.Categorical:
    """Names instead of numbers; each is looked up once, however many sheets have it."""
    codes, distinct = pd.factorize(numbers.astype(np.int64))
    return pd.Categorical.from_codes(codes, names(distinct))
