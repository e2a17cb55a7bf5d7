"""Explanations add up and say what happened; comparisons name who moved and why."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import NO_TOTAL, ScoringError, Workings, compare, score
from scoring import explain as explain_from
from tests.scoring.builders import RandomBundle, bundle, node

TREE = [
    node("A", 60, position=1),
    node("A1", 40, parent="A", position=1, rule="target", params={"target": "120"}),
    node("A2", 20, parent="A", position=2, rule="marks"),
    node("B", 40, position=2, rule="rank", params={"step": "0.1"}),
    node("Z", kind="bonus", position=3, cap="1", rule="count"),
]
ROWS = {"a": ("108", "90", "7", "3"), "b": ("120", "80", "8", "0"), "c": ("60", "70", "9", "1")}
VALUES = [
    (who, code, "actual", value)
    for who, row in ROWS.items()
    for code, value in zip(("A1", "A2", "B", "Z"), row, strict=True)
]


def explain(scored, assessee, linked_totals=None):
    """Explain by what is kept of an outcome, as every page does."""
    outcome = score(scored, linked_totals)
    kept = Workings.from_bytes(outcome.workings.to_bytes())
    return explain_from(kept, outcome, assessee)


def lines_of(explanation):
    return {line.node: line for line in explanation.lines}


def test_a_line_says_what_the_rule_did_where_one_stands_and_what_was_lost():
    explanation = explain(bundle(TREE, VALUES), "a")
    lines = lines_of(explanation)
    target = lines["A1"]
    assert target.sentence == {
        "zh": "完成 108，目标 120，完成率 90%，得 36 分（满分 40 分）。",
        "en": "108 against a target of 120: 90%; 36 of 40 points.",
    }
    assert (target.raw, target.points, target.lost) == (108.0, 36_000_000, 4_000_000)
    assert (target.place, target.of, target.median, target.best) == (2, 3, 36_000_000, 40_000_000)
    assert lines["B"].sentence["zh"] == "7，在组内 3 个中排第 3 名，得 32 分（满分 40 分）。"
    assert lines["A"].sentence == {"zh": "", "en": ""}
    assert (lines["A"].depth, target.depth, target.parent) == (0, 1, "A")


def test_a_cap_that_acted_is_noted():
    bonus = lines_of(explain(bundle(TREE, VALUES), "a"))["Z"]
    assert (bonus.points, bonus.clamped, bonus.lost) == (1_000_000, -2_000_000, 0)
    assert [note["zh"] for note in bonus.notes] == ["超出上限，减 2 分。"]
    assert not lines_of(explain(bundle(TREE, VALUES), "b"))["Z"].notes


def test_missing_exempt_and_neutral_are_said_in_words():
    values = [row for row in VALUES if row[:2] != ("a", "A1")]
    given = {"exemptions": [("a", "A2")], "scheme": {"smallest_group": 4}}
    explanation = explain(bundle(TREE, values, **given), "a")
    lines = lines_of(explanation)
    assert lines["A1"].sentence["zh"] == "尚无数据，总分暂缓。"
    assert lines["A1"].notes[0]["zh"] == "本对象满分为 60 分，通用满分为 40 分。"
    assert lines["A2"].sentence["zh"].startswith("本项不适用")
    assert "80%" in lines["B"].sentence["zh"]
    assert (explanation.total, explanation.rounding, explanation.rank) == (None, None, 0)


def test_the_rounding_is_a_line_of_its_own():
    values = [("a", "x", "actual", "88.888")]
    explanation = explain(bundle([node("x", 100, rule="marks")], values), "a")
    assert explanation.total == Decimal("88.89")
    assert explanation.rounding == Decimal("0.002")


def test_an_unknown_assessee_is_refused():
    with pytest.raises(ScoringError, match="nobody"):
        explain(bundle(TREE, VALUES), "nobody")


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**48))
def test_lines_add_up_and_speak_for_any_bundle(seed):
    drawn = RandomBundle(seed)
    outcome = score(drawn.bundle, drawn.linked_totals)
    row = seed % len(drawn.people)
    explanation = explain(drawn.bundle, drawn.people[row], drawn.linked_totals)
    tops = sum(line.points for line in explanation.lines if line.depth == 0)
    assert explanation.adds_up
    assert explanation.rank == outcome.rank[row]
    if explanation.total_micro is not None:
        assert tops + explanation.cycle_clamped == explanation.total_micro
        exact = Decimal(explanation.total_micro) / 1_000_000
        assert exact + explanation.rounding == explanation.total
        assert explanation.total == outcome.totals()[drawn.people[row]]
    for line in explanation.lines:
        assert bool(line.sentence["zh"]) == bool(line.sentence["en"]) == line.is_leaf
        assert "nan" not in line.sentence["en"] + line.sentence["zh"]
        assert line.place <= line.of
        if not line.bonus:
            assert line.points + line.lost == line.full_marks


# ---- comparison ------------------------------------------------------------------------------


def changed(who, code, value):
    return [row if row[:2] != (who, code) else (*row[:3], value) for row in VALUES]


def test_who_moved_and_because_of_which_leaf():
    before = score(bundle(TREE, VALUES))
    after = score(bundle(TREE, changed("c", "A1", "120")))
    comparison = compare(before, after)
    moved = comparison.moved.set_index("assessee")
    assert moved.loc["c", ["leaf", "leaf_change", "change"]].tolist() == ["A1", 20_000_000] * 1 + [
        20_000_000
    ]
    assert moved.loc["c", ["rank_before", "rank_after"]].tolist() == [3, 1]
    # The others lost a place without a point of their own changing.
    assert moved.loc["b", "leaf"] == ""
    assert comparison.leaf_changes["assessee"].tolist() == ["c"]


def test_the_same_outcome_twice_shows_nothing():
    outcome = score(bundle(TREE, VALUES))
    comparison = compare(outcome, outcome)
    assert comparison.moved.empty
    assert comparison.leaf_changes.empty


def test_an_assessee_who_appears_or_loses_the_total_is_shown():
    before = score(bundle(TREE, VALUES))
    fewer = [row for row in VALUES if row[0] != "b" and row[:2] != ("c", "A2")]
    after = score(bundle(TREE, fewer))
    moved = compare(before, after).moved.set_index("assessee")
    assert moved.loc["b", "total_after"] is None
    assert moved.loc["c", "total_after"] is None
    assert moved.loc["c", "change"] == 0
    assert (after.total_micro == NO_TOTAL).tolist() == [False, True]
