"""What is kept of a group comes back whole, small, and fits only its own results."""

import dataclasses
import json
import zipfile
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import ScoringError, Workings, explain, score
from tests.scoring.builders import RandomBundle, bundle, node

LEAF = node("x", 100, rule="target", params={"form": "step"})


def outcome_of(values):
    rows = [
        (who, "x", series, text)
        for who, pair in values.items()
        for series, text in zip(("actual", "target"), pair, strict=True)
    ]
    return score(bundle([LEAF], rows))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**48))
def test_workings_come_back_whole(seed):
    drawn = RandomBundle(seed)
    outcome = score(drawn.bundle, drawn.linked_totals)
    kept = Workings.from_bytes(outcome.workings.to_bytes())
    assert kept.differences(outcome.workings) == []
    np.testing.assert_array_equal(kept.raw.actual, outcome.raw)
    for person in drawn.people:
        assert explain(kept, outcome, person) == explain(outcome.workings, outcome, person)


def test_the_same_group_is_kept_as_the_same_bytes():
    values = {"a": ("7", "8"), "b": ("9", "8")}
    backwards = dict(reversed(values.items()))
    assert outcome_of(values).workings.to_bytes() == outcome_of(backwards).workings.to_bytes()


def test_a_column_that_says_one_thing_is_kept_once():
    sizes = []
    for people in (50, 100):
        workings = outcome_of({f"u{n:03d}": (str(n), "8") for n in range(people)}).workings
        with zipfile.ZipFile(BytesIO(workings.to_bytes())) as archive:
            entries = json.loads(archive.read("workings.json"))["columns"]
            sizes.append(len(archive.read("columns.bin")))
        counts = {tuple(key): count for key, _kind, count, _offset in entries}
        assert counts["step", "x", "target"] == counts["applies", "x"] == 1
        assert counts["raw", "x"] == people
    # A value, and the two steps that follow from it.
    assert sizes[1] - sizes[0] == 3 * 50 * 8


def test_other_values_are_named():
    one, other = outcome_of({"a": ("7", "8")}), outcome_of({"a": ("6", "8")})
    assert one.workings.differences(other.workings) == ["raw x", "step x short", "step x count"]
    more = outcome_of({"a": ("7", "8"), "b": ("7", "8")})
    assert one.workings.differences(more.workings) == ["assessees"]


def test_the_last_bits_are_no_difference():
    workings = outcome_of({"a": ("7", "8")}).workings
    near = dataclasses.replace(workings, steps=({**workings.steps[0]},))
    near.steps[0]["short"] = near.steps[0]["short"] + 1e-12
    assert workings.differences(near) == []


def test_workings_explain_no_other_group():
    one, other = outcome_of({"a": ("7", "8")}), outcome_of({"a": ("7", "8"), "b": ("7", "8")})
    with pytest.raises(ScoringError, match="other results"):
        explain(one.workings, other, "a")
