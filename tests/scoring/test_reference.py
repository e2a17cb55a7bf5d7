"""Random bundles of every shape agree with the slow reference to the last micro-point."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import NO_TOTAL, score
from tests.scoring.builders import RandomBundle
from tests.scoring.reference import Reference

SEEDS = st.integers(0, 2**48)


def assert_agrees(drawn):
    outcome = score(drawn.bundle, drawn.linked_totals)
    reference = Reference(drawn.bundle, drawn.linked_totals)
    for row, who in enumerate(outcome.assessees):
        for column, code in enumerate(outcome.nodes):
            where = f"{who} {code}"
            assert outcome.points[row, column] == reference.points[who, code], where
            assert outcome.full_marks[row, column] == reference.full[who, code], where
        for column, code in enumerate(outcome.leaves):
            raw, expected = outcome.raw[row, column], reference.raw[who, code]
            assert (expected is None and np.isnan(raw)) or raw == float(expected)
        exact, rounded = int(outcome.total_micro[row]), int(outcome.total[row])
        assert (None if exact == NO_TOTAL else exact) == reference.total_micro[who]
        assert (None if rounded == NO_TOTAL else rounded) == reference.total[who]
        assert outcome.rank[row] == reference.rank[who]
    listed = set(zip(outcome.missing["assessee"], outcome.missing["node"], strict=True))
    assert listed == reference.missing
    neutral = {code for code, flag in zip(outcome.leaves, outcome.neutral, strict=True) if flag}
    assert neutral == reference.neutral


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_engine_agrees_with_reference(seed):
    assert_agrees(RandomBundle(seed))


@pytest.mark.parametrize("seed", range(60))
def test_engine_agrees_with_reference_on_known_seeds(seed):
    """The same bundles in every run, so that a break is seen on any machine."""
    assert_agrees(RandomBundle(seed))
