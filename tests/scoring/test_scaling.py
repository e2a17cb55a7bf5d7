"""A rule goes into a leaf of another weight: the same share of full marks for the same value."""

from decimal import Decimal

import numpy as np
import pytest

from scoring import RULES, mark_values, scale_points

VALUES = [86.0, 104.0, 130.0, 3.0]
SERIES = {"previous": [100.0] * 4, "benchmark": [95.0] * 4}
PARAMS = {
    "bands": {"bands": [["60", "6"], ["90", "10"]], "below": "1", "guard_from": "0.5"},
    "growth": {"step": "5"},
    "benchmark": {"unit": "10", "cap_up": "2", "cap_down": "1.5"},
    "count": {"effect": "both", "base": "1", "add_each": "0.02", "deduct_each": "0.3"},
    "rank": {"form": "table", "table": [["1", "10"], ["2", "7.5"], ["3", "2"]]},
    "target": {"form": "step", "target": "110"},
    "checklist": {"items": "150", "points_each": "0.05"},
}


def marks(kind, full, params):
    rule = RULES[kind]
    series = {name: SERIES[name] for name in rule.series if name in SERIES}
    values = [1.0, 4.0, 20.0, 3.0] if kind == "checklist" else VALUES
    return mark_values(kind, values, full=full, params=params, **series)


def test_every_rule_with_points_is_tried():
    in_points = {
        kind for kind, rule in RULES.items() if any(one.in_points for one in rule.parameters)
    }
    assert in_points == set(PARAMS)


@pytest.mark.parametrize("kind", PARAMS)
def test_points_grow_with_the_full_mark(kind):
    scaled = scale_points(kind, PARAMS[kind], Decimal("2.5"))
    before, after = marks(kind, 10, PARAMS[kind]), marks(kind, 25, scaled)
    assert len(set(before.tolist())) > 1
    np.testing.assert_allclose(after, before * 2.5, atol=1e-6)
