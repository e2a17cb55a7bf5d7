"""The curve of every rule, and single values tried out."""

from decimal import Decimal

import pytest

from scoring import RULES, validate_rule
from scoring.preview import compares, draw_curve, series_of, try_value

NEEDED = {
    "bands": {"bands": [["60", "5"], ["80", "10"]], "below": "0"},
    "benchmark": {"cap_up": "2", "cap_down": "2"},
    "options": {"options": [["好", "100"], ["差", "40"]]},
    "checklist": {"items": "25"},
}
SERIES = {"bad": 60, "good": 100}


def test_a_value_is_tried_out():
    """F15: between 5 and 9, 7.2 gives 82 of 100."""
    params = {"bad": "5", "good": "9"}
    assert try_value("efficacy", params, 7.2, full=100) == Decimal(82)
    assert try_value("target", {}, 108, full=15) is None
    assert try_value("target", {}, 108, full=15, series={"target": 120}) == Decimal("13.5")
    assert try_value("rank", {}, 8, full=200, group=[9, 7, 6]) == Decimal(196)


@pytest.mark.parametrize("kind", RULES)
def test_every_rule_has_a_curve_within_its_full_marks(kind):
    params = NEEDED.get(kind, {})
    assert validate_rule(kind, params) == []
    series = {name: SERIES.get(name, 100) for name in series_of(kind)}
    group = [60, 70, 80, 90] if compares(kind) else []
    curve = draw_curve(kind, params, full=10, group=group, series=series)
    assert len(curve.line) >= 2
    assert 6 <= len(curve.marks) <= 16
    values = [value for value, _points in curve.line]
    assert values == sorted(values)
    assert all(-5 <= points <= 15 for _value, points in curve.line)


def test_a_jump_stands_upright():
    curve = draw_curve("bands", NEEDED["bands"], full=10)
    (low, before), (high, after) = curve.line[1:3]
    assert (before, after) == (0, 5)
    assert high - low < 1e-6
    assert (60, 5) in curve.marks
