"""Packed score sheets to one value for each assessee and leaf: mean, median or trimmed mean.

Marks are small integers, so sums are exact and the order of sheets cannot matter. Sheets are
gathered into planes: plane i holds the i-th sheet of every (assessee, class). Ordering marks is
then a sorting network of whole-plane minima and maxima, with no loop over assessees or marks.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.bundle import HIGHEST, NOT_GIVEN, Marks, Sheets
from scoring.errors import BundleError
from scoring.quantise import MICRO, FloatArray, IntArray, parse_number, quantise
from scoring.rules.base import Text, both, show
from scoring.scheme import HOLD, MEAN, MEDIAN, class_way

# Above this many sheets in a cell a plain sort beats the network, whose size grows as m log² m.
_NETWORK_LIMIT = 64
# Stands for "not given" while sorting, so that open cells end up last.
_LAST = np.int16(HIGHEST)


def judged_values(
    sheets: Sheets, rows: NDArray[np.intp], assessees: int, law: dict[str, Any]
) -> FloatArray:
    """Reduce the sheets of one source to raw values, exact to six decimals.

    Args:
        sheets: S sheets over J leaves.
        rows: (S,) the assessee of each sheet, 0 to N - 1.
        assessees: N.
        law: classes and their weights, how the marks of each become one
            (`scheme.JUDGING_DEFAULTS`).
    Returns:
        (N, J) marks, NaN where nobody (or, by the law `hold`, not every class) gave one.
    Raises:
        BundleError: a sheet of a rater class that the law does not weigh.
    Source: rules F12 and F13, docs/scoring-rules.md.
    """
    classes = law["classes"] or {"": "1"}
    of_class = _class_numbers(sheets, law)
    shape = (assessees, len(sheets.leaves))
    weighed, present = np.zeros(shape), np.zeros(shape)
    complete = np.ones(shape, dtype=bool)
    for number, (name, weight_text) in enumerate(classes.items()):
        weight = float(parse_number(weight_text))
        if of_class is None:
            marks, group = sheets.marks, rows
        else:
            chosen = np.flatnonzero(of_class == number)
            marks, group = sheets.marks[chosen], rows[chosen]
        total, count = kept_sums(marks, group, assessees, class_way(law, name))
        given = count > 0
        weighed += np.divide(weight * total, count, out=np.zeros(shape), where=given)
        present += weight * given
        complete &= given
    usable = complete if law["absent_class"] == HOLD else present > 0
    mean = np.divide(weighed, present * sheets.unit, out=np.zeros(shape), where=usable)
    return np.where(usable, quantise(mean) / MICRO, np.nan)


def kept_sums(
    marks: Marks, rows: NDArray[np.intp], assessees: int, way: Mapping[str, Any]
) -> tuple[IntArray, IntArray]:
    """Sum and count the marks that count, for each assessee and leaf.

    All of them for the mean, those between the trimmed ends for the trimmed mean, the middle one
    or two for the median: `way` says which, with `scheme.WAY_DEFAULTS`.

    Returns:
        (N, J) exact sums and (N, J) numbers of marks in them, 0 where nobody gave one.
    """
    total = np.zeros((assessees, marks.shape[1]), dtype=np.int64)
    count = np.zeros_like(total)
    order = np.argsort(rows, kind="stable")
    sizes = np.bincount(rows, minlength=assessees)
    starts = np.cumsum(sizes) - sizes
    full = bool((marks != NOT_GIVEN).all())
    for size, members in _buckets(sizes):
        planes, given = _planes(marks, order, starts[members], sizes[members], size, full)
        total[members], count[members] = _reduce(planes, given, way)
    return total, count


def _buckets(sizes: NDArray[np.intp]) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Put assessees with about as many sheets together, so that padding at most doubles them."""
    occupied = np.flatnonzero(sizes)
    if occupied.size and sizes[occupied].min() == sizes[occupied].max():
        yield int(sizes[occupied[0]]), occupied
        return
    power = np.ceil(np.log2(sizes[occupied])).astype(np.int64)
    for level in np.unique(power):
        members = occupied[power == level]
        yield int(sizes[members].max()), members


def _planes(
    marks: Marks,
    order: NDArray[np.intp],
    starts: NDArray[np.intp],
    sizes: NDArray[np.intp],
    size: int,
    full: bool,
) -> tuple[Marks, IntArray]:
    """Gather the sheets of some assessees into (size, M, J), open cells as `_LAST`.

    Returns:
        the planes, and the number of given marks, (M, J), or (M, 1) when sheets have no gaps.
    """
    position = np.arange(size)[:, None]
    exists = position < sizes
    sheet = order[np.where(exists, starts + position, starts)]
    planes = marks[sheet]
    if not exists.all():
        planes[~exists] = _LAST
    if full:
        return planes, sizes[:, None]
    planes[planes == NOT_GIVEN] = _LAST
    return planes, np.count_nonzero(planes != _LAST, axis=0)


def _reduce(planes: Marks, given: IntArray, way: Mapping[str, Any]) -> tuple[IntArray, IntArray]:
    """Sum planes[drop : given - drop] of every cell; a mean drops none and needs no sort."""
    if way["aggregation"] == MEAN:
        drop = np.zeros_like(given)
    elif way["aggregation"] == MEDIAN:
        drop = np.maximum(given - 1, 0) // 2
    else:
        drop = np.where(given > way["trim_above"], way["trim_each"], 0)
    if not drop.any():
        return _added(np.where(planes == _LAST, np.int16(0), planes)), given
    planes = _sorted_planes(planes)
    end = given - drop
    # Places that count in every cell are added whole, the few others cell by cell.
    first, last = int(drop.max()), max(int(end.min()), int(drop.max()))
    total = _added(planes[first:last])
    for place in [*range(first), *range(last, len(planes))]:
        total += np.where((drop <= place) & (place < end), planes[place], 0)
    return total, end - drop


def _added(planes: Marks) -> IntArray:
    total = np.zeros(planes.shape[1:], dtype=np.int64)
    for plane in planes:
        total += plane
    return total


def _sorted_planes(planes: Marks) -> Marks:
    """Sort along the first axis."""
    if len(planes) > _NETWORK_LIMIT:
        return np.sort(planes, axis=0)
    sorted_planes = list(planes)
    spare = np.empty_like(planes[0])
    for low, high in sorting_network(len(planes)):
        np.minimum(sorted_planes[low], sorted_planes[high], out=spare)
        np.maximum(sorted_planes[low], sorted_planes[high], out=sorted_planes[high])
        sorted_planes[low], spare = spare, sorted_planes[low]
    return np.stack(sorted_planes)


def sorting_network(size: int) -> list[tuple[int, int]]:
    """List the comparators of Batcher's merge exchange for any size (Knuth, 5.2.2, algorithm M).

    >>> sorting_network(3)
    [(0, 2), (0, 1), (1, 2)]
    """
    comparators = []
    top = 1 << max((size - 1).bit_length() - 1, 0)
    p = top
    while p > 0:
        q, r, d = top, 0, p
        while True:
            comparators += [(i, i + d) for i in range(size - d) if i & p == r]
            if q == p:
                break
            d, q, r = q - p, q >> 1, p
        p >>= 1
    return comparators


def _class_numbers(sheets: Sheets, law: dict[str, Any]) -> NDArray[np.intp] | None:
    """Number the rater class of each sheet; None when classes do not matter."""
    if not law["classes"]:
        return None
    names = list(law["classes"])
    numbers = np.full(len(sheets.keys), -1, dtype=np.intp)
    rater_class = sheets.keys["rater_class"].to_numpy(dtype=object)
    for number, name in enumerate(names):
        numbers[rater_class == name] = number
    if (numbers < 0).any():
        stranger = rater_class[numbers < 0][0]
        raise BundleError(f"A sheet belongs to the rater class {stranger!r}, which has no weight")
    return numbers


def judging_sentence(law: Mapping[str, Any], names: Mapping[str, str]) -> Text:
    """Say how the marks of each rater class become one, and what each class weighs.

    >>> law = {"classes": {"A": "60", "B": "40"}, "ways": {"B": {"aggregation": "median"}}}
    >>> judging_sentence({**law, "aggregation": "mean"}, {"A": "Leaders", "B": "Peers"})["en"]
    'Marks by rater class: Leaders (weight 60), mean; Peers (weight 40), median.'
    """
    if not law["classes"]:
        way = _way_words(law)
        return both(f"各人评分{way['zh']}。", f"Marks of all raters: {way['en']}.")
    told = [
        (names.get(code, code), show(weight), _way_words(class_way(law, code)))
        for code, weight in law["classes"].items()
    ]
    zh = "；".join(f"{name}（权重 {weight}）{way['zh']}" for name, weight, way in told)
    en = "; ".join(f"{name} (weight {weight}), {way['en']}" for name, weight, way in told)
    return both(f"各票类评分：{zh}。", f"Marks by rater class: {en}.")


def _way_words(way: Mapping[str, Any]) -> Text:
    if way["aggregation"] == MEAN:
        return both("取平均", "mean")
    if way["aggregation"] == MEDIAN:
        return both("取中位数", "median")
    above, each = way["trim_above"], way["trim_each"]
    return both(
        f"超过 {above} 人时去掉最高、最低各 {each} 个后取平均",
        f"mean, without the {each} highest and the {each} lowest of more than {above}",
    )
