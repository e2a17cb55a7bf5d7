"""Packed sheets: sums that count, for every aggregation, with and without gaps."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import NOT_GIVEN, BundleError, Sheets
from scoring.judgements import judged_values, judging_sentence, sorting_network
from scoring.scheme import JUDGING_DEFAULTS
from tests.scoring.builders import sheets


def law(**choices):
    return {**JUDGING_DEFAULTS, **choices}


def values(rows, laws, *, unit=1, leaves=1):
    packed = sheets(rows, tuple(f"x{n}" for n in range(leaves)), unit)
    names = sorted({row[0] for row in rows})
    numbers = np.array([names.index(row[0]) for row in rows], dtype=np.intp)
    return judged_values(packed, numbers, len(names), laws).tolist()


@pytest.mark.parametrize("size", range(1, 12))
def test_the_network_sorts_every_row_of_zeros_and_ones(size):
    """By the zero-one principle it then sorts everything."""
    rows = np.array(list(itertools.product((0, 1), repeat=size)))
    for low, high in sorting_network(size):
        rows[:, [low, high]] = np.sort(rows[:, [low, high]], axis=1)
    assert (np.diff(rows, axis=1) >= 0).all()


@pytest.mark.parametrize(
    ("aggregation", "marks", "expected"),
    [
        ("mean", [90, 80, 71], 80.333333),
        ("mean", [90, None, 70], 80.0),
        ("median", [90, 80, 71, 10], 75.5),
        ("median", [90, None, 10, 80], 80.0),
        ("trimmed", [96, 95, 94, 93, 90, 88, 70], 92.0),
        ("trimmed", [100, 80, 80, 80, 0], 68.0),
        ("trimmed", [100, 80, 80, 80, 0, None], 68.0),
    ],
)
def test_one_cell(aggregation, marks, expected):
    rows = [("a", f"e{n}", "", [mark]) for n, mark in enumerate(marks)]
    assert values(rows, law(aggregation=aggregation)) == [[expected]]


def test_nobody_gave_a_mark():
    rows = [("a", "e1", "", [None]), ("b", "e1", "", [50])]
    assert np.isnan(values(rows, law())[0][0])


def test_an_absent_class_is_renormalised_or_held():
    rows = [("a", "e1", "A", [92]), ("a", "e2", "C", [85])]
    classes = {"A": "30", "B": "30", "C": "40"}
    assert values(rows, law(classes=classes)) == [[88.0]]
    assert np.isnan(values(rows, law(classes=classes, absent_class="hold"))[0][0])


def test_every_class_makes_one_mark_of_many_in_its_own_way():
    """Six marks of each class: mean 76, median 81, without the highest and the lowest 80.5."""
    marks = [96, 82, 80, 80, 80, 38]
    marks_b = [90, 82, 80, 100, 0, 84]
    rows = [("a", f"e{n}", "A", [mark]) for n, mark in enumerate(marks)]
    rows += [("a", f"f{n}", "B", [mark]) for n, mark in enumerate(marks_b)]
    rows += [("a", f"g{n}", "C", [mark]) for n, mark in enumerate(marks)]
    classes = {"A": "20", "B": "40", "C": "40"}
    ways = {
        "B": {"aggregation": "median", "trim_above": 5, "trim_each": 1},
        "C": {"aggregation": "trimmed", "trim_above": 5, "trim_each": 1},
    }
    # 0.2 x 76 + 0.4 x 83 + 0.4 x 80.5
    assert values(rows, law(classes=classes, ways=ways)) == [[80.6]]
    assert values(rows, law(classes=classes)) == [[74.666667]]


def test_a_class_trims_above_its_own_number_of_raters():
    """The same six marks, trimmed in one class (more than 5) and not in the other (not above 6)."""
    marks = [96, 82, 80, 80, 80, 38]
    rows = [
        ("a", f"{name}{n}", name, [mark]) for name in ("A", "B") for n, mark in enumerate(marks)
    ]
    ways = {
        name: {"aggregation": "trimmed", "trim_above": above, "trim_each": 1}
        for name, above in (("A", 5), ("B", 6))
    }
    assert values(rows, law(classes={"A": "1", "B": "1"}, ways=ways)) == [[78.25]]


def test_a_class_without_a_weight_is_refused():
    with pytest.raises(BundleError, match="'D'"):
        values([("a", "e1", "D", [92])], law(classes={"A": "1"}))


def test_marks_may_not_use_the_reserved_number():
    with pytest.raises(BundleError, match="below 32767"):
        sheets([("a", "e1", "", [32767])], ("x",))


def test_marks_must_be_small_integers():
    with pytest.raises(BundleError, match="int16"):
        Sheets(sheets([("a", "e", "", [1])], ("x",)).keys, np.array([[1.5]]), ("x",))


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.none() | st.integers(0, 1000), min_size=1, max_size=90),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["mean", "median", "trimmed"]),
    st.randoms(use_true_random=False),
)
def test_any_number_of_sheets_agrees_with_sorting_by_hand(cells, aggregation, rng):
    rows = [
        (f"a{n}", f"e{m}", "", [mark])
        for n, cell in enumerate(cells)
        for m, mark in enumerate(cell)
    ]
    rng.shuffle(rows)
    given_values = values(rows, law(aggregation=aggregation, trim_each=2, trim_above=4), unit=10)
    for cell, (value,) in zip(cells, given_values, strict=True):
        marks = sorted(mark for mark in cell if mark is not None)
        if not marks:
            assert np.isnan(value)
            continue
        if aggregation == "trimmed" and len(marks) > 4:
            marks = marks[2:-2]
        expected = np.median(marks) if aggregation == "median" else sum(marks) / len(marks)
        assert value == pytest.approx(expected / 10, abs=6e-7)


def test_sheets_are_not_changed_by_scoring():
    packed = sheets([("a", f"e{n}", "", [n, None]) for n in range(8)], ("x", "y"))
    before = packed.marks.copy()
    judged_values(packed, np.zeros(8, dtype=np.intp), 1, law(aggregation="trimmed"))
    assert (packed.marks == before).all()
    assert (packed.marks[:, 1] == NOT_GIVEN).all()


def test_sentence_tells_the_way_of_every_class():
    ways = {
        "B": {"aggregation": "median"},
        "C": {"aggregation": "trimmed", "trim_above": 7, "trim_each": 2},
    }
    chosen = law(classes={"A": "20.0000", "B": "40", "C": "40"}, ways=ways)
    told = judging_sentence(chosen, {"A": "领导", "B": "同级", "C": "下级"})
    assert told["zh"] == (
        "各票类评分：领导（权重 20）取平均；同级（权重 40）取中位数；"
        "下级（权重 40）超过 7 人时去掉最高、最低各 2 个后取平均。"
    )
    assert "2 lowest of more than 7" in told["en"]


def test_sentence_without_classes_tells_the_one_way():
    assert judging_sentence(law(aggregation="median"), {})["zh"] == "各人评分取中位数。"
