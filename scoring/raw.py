"""Raw values of every leaf, whatever they come from: values, votes, classes, sheets, links."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.bundle import ACTUAL, EXEMPTIONS, LINKS, VALUES, Bundle
from scoring.errors import BundleError
from scoring.judgements import judged_values
from scoring.quantise import (
    MICRO,
    BoolArray,
    FloatArray,
    normal_text,
    parse_number,
    quantise,
    to_micro,
)
from scoring.rules import find_rule
from scoring.scheme import HOLD, judging_law
from scoring.tree import Node, Tree

LinkedTotals = Mapping[str, int | None]


@dataclass(frozen=True, eq=False)
class RawValues:
    """What is known of each leaf before any rule.

    Attributes:
        actual: (N, L) raw values, NaN where missing.
        applies: (N, L) whether the leaf concerns the assessee.
        series: the other series of a leaf, (N,) each, by (leaf code, series).
    """

    actual: FloatArray
    applies: BoolArray
    series: dict[tuple[str, str], FloatArray] = field(default_factory=dict)

    def read(self, leaf: str, series: str) -> FloatArray:
        """Return a series of a leaf, (N,), NaN where absent."""
        absent = np.full(len(self.actual), np.nan)
        return self.series.get((leaf, series), absent)


def raw_values(bundle: Bundle, tree: Tree, linked_totals: LinkedTotals) -> RawValues:
    """Collect the raw values of all leaves.

    Args:
        linked_totals: exact micro totals of the assessees that links name; None or absent while
            they are not decided.
    Raises:
        BundleError: a value that is no number, or a leaf with both sheets and values.
    """
    size = len(bundle.assessee_index)
    series = _series(bundle, size)
    actual = np.full((size, len(tree.leaves)), np.nan, order="F")
    column = {leaf.code: leaf.leaf for leaf in tree.leaves}
    for leaf in tree.leaves:
        found = _from_values(leaf, series, bundle)
        if found is not None:
            actual[:, leaf.leaf] = found
    for source, sheets in bundle.judgements.items():
        rows = bundle.rows_of(sheets.keys["assessee"], "judgements")
        law = judging_law(bundle.scheme, source)
        marks = judged_values(sheets, rows, size, law)
        columns = [column[code] for code in sheets.leaves]
        if any((code, ACTUAL) in series for code in sheets.leaves):
            raise BundleError(f"A leaf judged on sheets of {source!r} also has values")
        actual[:, columns] = marks
    _add_linked(bundle, tree, linked_totals, actual)
    applies = np.ones(actual.shape, dtype=bool)
    exempt = bundle.table(EXEMPTIONS)
    columns = [column[code] for code in exempt["node"]]
    applies[bundle.rows_of(exempt["assessee"], EXEMPTIONS), columns] = False
    return RawValues(np.where(applies, actual, np.nan), applies, series)


def _series(bundle: Bundle, size: int) -> dict[tuple[str, str], FloatArray]:
    """Spread the `values` table into one (N,) column for each leaf and series."""
    table = bundle.table(VALUES)
    if table.empty:
        return {}
    numbers = _numbers(table["value"])
    rows = bundle.rows_of(table["assessee"], VALUES)
    nodes, node_names = pd.factorize(table["node"].to_numpy(dtype=object))
    kinds, kind_names = pd.factorize(table["series"].to_numpy(dtype=object))
    group = nodes * len(kind_names) + kinds
    order = np.argsort(group, kind="stable")
    present, starts = np.unique(group[order], return_index=True)
    spread = {}
    for number, mine in zip(present.tolist(), np.split(order, starts[1:]), strict=True):
        node, kind = divmod(number, len(kind_names))
        column = np.full(size, np.nan)
        column[rows[mine]] = numbers[mine]
        spread[node_names[node], kind_names[kind]] = column
    return spread


def _numbers(texts: pd.Series) -> FloatArray:
    """Read decimal texts as the nearest floats, each distinct text once."""
    codes, cells = pd.factorize(texts.to_numpy(dtype=object))
    # Through the canonical spelling, so that "7.20" and "7.2" cannot differ.
    distinct = np.array([float(normal_text(cell)) for cell in cells], dtype=np.float64)
    numbers: FloatArray = distinct[codes]
    return numbers


def _from_values(
    leaf: Node, series: dict[tuple[str, str], FloatArray], bundle: Bundle
) -> FloatArray | None:
    """Reduce the series of one leaf to its raw value; None when it has none."""
    names = [name for code, name in series if code == leaf.code]
    by_class: dict[str, FloatArray] = {
        name.removeprefix("class/"): series[leaf.code, name]
        for name in names
        if name.startswith("class/")
    }
    if any(name.startswith("votes/") for name in names):
        by_class = _vote_means(leaf, {name: series[leaf.code, name] for name in names})
    items = [series[leaf.code, name] for name in names if name.startswith("item/")]
    if by_class:
        return _combine_classes(by_class, judging_law(bundle.scheme, leaf.source))
    if items:
        return _good_answers(leaf, {n: series[leaf.code, n] for n in names if n[:5] == "item/"})
    return series.get((leaf.code, ACTUAL))


def _vote_means(leaf: Node, votes: dict[str, FloatArray]) -> dict[str, FloatArray]:
    """Mean value of the valid votes of each rater class ("" when votes have none): rule F11."""
    worth = dict(find_rule(leaf.rule).complete(leaf.params).get("options", ()))
    sums: dict[str, FloatArray] = {}
    counts: dict[str, FloatArray] = {}
    for name, number in votes.items():
        prefix, _, rest = name.partition("/")
        if prefix != "votes":
            continue
        option, _, rater_class = rest.partition("/")
        if option not in worth:
            raise BundleError(f"Votes of {leaf.code} name an unknown option: {option}")
        given = np.nan_to_num(number)
        nothing = np.zeros_like(given)
        value = float(parse_number(worth[option]))
        sums[rater_class] = sums.get(rater_class, nothing) + given * value
        counts[rater_class] = counts.get(rater_class, nothing) + given
    with np.errstate(invalid="ignore"):
        return {name: sums[name] / counts[name] for name in sums}


def _combine_classes(means: dict[str, FloatArray], law: dict[str, Any]) -> FloatArray:
    """Combine the means of rater classes by weight: rule F12."""
    classes = law["classes"] or dict.fromkeys(means, "1")
    strangers = set(means) - set(classes)
    if strangers:
        raise BundleError(f"The rater class {min(strangers)!r} has no weight")
    size = len(next(iter(means.values())))
    weighed, present = np.zeros(size), np.zeros(size)
    complete = np.ones(size, dtype=bool)
    for name, text in classes.items():
        mean = means.get(name, np.full(size, np.nan))
        given = ~np.isnan(mean)
        weight = float(parse_number(text))
        weighed += weight * np.where(given, mean, 0.0)
        present += weight * given
        complete &= given
    usable = complete if law["absent_class"] == HOLD else present > 0
    combined = np.divide(weighed, present, out=np.zeros(size), where=usable)
    return np.where(usable, quantise(combined) / MICRO, np.nan)


def _good_answers(leaf: Node, answers: dict[str, FloatArray]) -> FloatArray:
    """Count the good answers of a checklist; NaN until every item is answered."""
    params = find_rule(leaf.rule).complete(leaf.params)
    reverse = {f"item/{name}" for name in params.get("reversed", ())}
    good = sum(
        (1.0 - answer if name in reverse else answer for name, answer in answers.items()),
        start=np.zeros(len(next(iter(answers.values())))),
    )
    expected = float(parse_number(params.get("items", len(answers))))
    return good if len(answers) == expected else np.full_like(good, np.nan)


def _add_linked(
    bundle: Bundle, tree: Tree, linked_totals: LinkedTotals, actual: FloatArray
) -> None:
    """Fill the leaves that read other results: rule F19. In place."""
    links = bundle.table(LINKS)
    if links.empty:
        return
    rows = bundle.rows_of(links["assessee"], LINKS)
    totals = [linked_totals.get(target) for target in links["target"]]
    known = np.array([total is not None for total in totals])
    micro = np.array([total or 0 for total in totals], dtype=np.int64)
    weight = np.array([to_micro(text or "1") for text in links["weight"]], dtype=np.int64)
    codes = links["node"].to_numpy(dtype=object)
    for leaf in tree.leaves:
        mine = codes == leaf.code
        if mine.any():
            actual[:, leaf.leaf] = _linked_column(
                leaf, rows[mine], micro[mine], weight[mine], known[mine], len(actual)
            )


def _linked_column(
    leaf: Node,
    rows: NDArray[np.intp],
    micro: NDArray[np.int64],
    weight: NDArray[np.int64],
    known: BoolArray,
    size: int,
) -> FloatArray:
    params = find_rule(leaf.rule).complete(leaf.params)
    undecided = np.bincount(rows, ~known, minlength=size) > 0
    linked = np.bincount(rows, minlength=size)
    if params["form"] == "shortfall":
        below = np.bincount(rows, micro < to_micro(params["benchmark"]), minlength=size)
        scale, each = (float(parse_number(params[name])) for name in ("scale", "points_each"))
        value = np.maximum(scale - each * below, 0.0)
    else:
        above, under = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
        # Integers, so that the order of links cannot matter.
        np.add.at(above, rows, micro * weight)
        np.add.at(under, rows, weight)
        value = np.divide(above, under, out=np.zeros(size), where=under > 0) / MICRO
    usable = (linked > 0) & ~undecided
    return np.where(usable, quantise(value) / MICRO, np.nan)
