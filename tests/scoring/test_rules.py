"""Every rule: inside its range, monotone, unmoved by the order of rows; and its schema."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import RULES, mark_values, rule_sentence, validate_rule
from scoring.rules.base import REQUIRED
from tests.scoring.builders import BANDS, STANDARDS

FULL = 10.0
# Rules of one raw value that grows better upwards, with parameters that keep points inside 0 to W.
RISING = [
    ("target", {"target": "60"}),
    ("target", {"form": "base", "target": "60"}),
    ("target", {"form": "step", "target": "60", "step": "5"}),
    ("bands", {"bands": BANDS, "below": "1"}),
    ("bands", {"bands": BANDS, "form": "lines"}),
    ("rank", {"step": "0.1"}),
    ("ratio_to_best", {}),
    ("benchmark", {"against": "mean", "cap_up": "2", "cap_down": "8", "unit": "5"}),
    ("benchmark", {"against": "best", "cap_up": "2", "cap_down": "8", "unit": "5"}),
    ("linear", {"floor": "0.1"}),
    ("linear", {"low": "10", "high": "90"}),
    ("efficacy", {"bad": "30", "good": "90"}),
    ("efficacy", {"form": "standards", "standards": STANDARDS}),
    ("standardised", {}),
    ("options", {"options": [["good", "100"], ["poor", "0"]]}),
    ("marks", {}),
    ("linked", {}),
    ("count", {"add_each": "0.1", "add_cap": "10"}),
    ("growth", {"bonus_share": "0.2"}),
    ("growth", {"bonus_share": "0.2", "whole_steps": False}),
    ("checklist", {"items": "100"}),
    ("checklist", {"items": "100", "points_each": "0.2"}),
]
VALUE = st.integers(0, 10_000).map(lambda cents: cents / 100)
OTHERS = [12.5, 40.0, 40.0, 77.25]


def rule_id(rule):
    kind, params = rule
    return "-".join([kind, *(str(v) for k, v in params.items() if k in ("form", "against", "low"))])


def marked(kind, values, params):
    """Points of a group; each had 50 in the last period."""
    return mark_values(kind, values, full=FULL, params=params, previous=[50.0] * len(values))


def test_every_rule_stands_in_the_table_of_rising_ones():
    assert {kind for kind, _params in RISING} == set(RULES)


@pytest.mark.parametrize("rule", RISING, ids=rule_id)
@given(values=st.lists(VALUE, min_size=1, max_size=12))
def test_points_stay_inside_the_full_mark(rule, values):
    points = marked(rule[0], values, rule[1])
    assert (points >= -1e-9).all()
    assert (points <= FULL + 1e-9).all()


@pytest.mark.parametrize("rule", RISING, ids=rule_id)
@given(low=VALUE, high=VALUE)
def test_a_better_value_never_has_fewer_points(rule, low, high):
    low, high = sorted((low, high))
    kind, params = rule
    worse = marked(kind, [low, *OTHERS], params)[0]
    better = marked(kind, [high, *OTHERS], params)[0]
    assert better >= worse - 1e-9


REVERSIBLE = [
    rule for rule in RISING if any(p.name == "direction" for p in RULES[rule[0]].parameters)
]


@pytest.mark.parametrize("rule", REVERSIBLE, ids=rule_id)
@given(low=VALUE, high=VALUE)
def test_a_reverse_indicator_turns_the_order_round(rule, low, high):
    low, high = sorted((low, high))
    kind, params = rule[0], {**rule[1], "direction": "lower"}
    better = marked(kind, [low, *OTHERS], params)[0]
    worse = marked(kind, [high, *OTHERS], params)[0]
    assert better >= worse - 1e-9


@pytest.mark.parametrize("rule", RISING, ids=rule_id)
@given(values=st.lists(VALUE, min_size=1, max_size=12), rng=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rule, values, rng):
    kind, params = rule
    order = list(range(len(values)))
    rng.shuffle(order)
    straight = marked(kind, values, params)
    shuffled = marked(kind, [values[i] for i in order], params)
    np.testing.assert_allclose(shuffled, straight[order], rtol=0, atol=1e-9)


@pytest.mark.parametrize("rule", RISING, ids=rule_id)
def test_a_missing_value_stays_missing(rule):
    points = marked(rule[0], [50, np.nan, 60, 70], rule[1])
    assert np.isnan(points).tolist() == [False, True, False, False]


@pytest.mark.parametrize("kind", [kind for kind, rule in RULES.items() if rule.relative])
@pytest.mark.parametrize("values", [[80, 90], [70, 70, 70, 70]], ids=["too few", "no spread"])
def test_a_group_that_cannot_be_compared_gets_the_neutral_share(kind, values):
    points = mark_values(kind, values, full=FULL, neutral_share=0.65)
    assert points.tolist() == [6.5] * len(values)


def test_growth_needs_a_last_period_other_than_zero():
    points = mark_values("growth", [5, 5], full=FULL, previous=[0, np.nan])
    assert np.isnan(points).all()


def test_a_step_that_lands_on_its_edge_in_decimals_counts():
    # In floats 1.1 is 10.000000000000009 percent from 1, and 1.3 is 30.000000000000004.
    params = {"form": "step", "target": "1", "step": "10", "direction": "lower"}
    assert mark_values("target", [1.1, 1.3], full=FULL, params=params).tolist() == [9.0, 7.0]


# ---- the schema ------------------------------------------------------------------------------

REFUSED = [
    ("nothing", {}, "kind"),
    ("marks", {"scale": "0"}, "scale"),
    ("marks", {"scale": "ten"}, "scale"),
    ("marks", {"scales": "100"}, "scales"),
    ("target", {"form": "guess"}, "form"),
    ("target", {"form": "step", "step": "0"}, "step"),
    ("benchmark", {"cap_up": "1"}, "cap_down"),
    ("growth", {"whole_steps": "yes"}, "whole_steps"),
    ("bands", {"below": "0"}, "bands"),
    ("bands", {"bands": [["9", "1"], ["5", "2"]], "below": "0"}, "bands"),
    ("bands", {"bands": [["9"]], "below": "0"}, "bands"),
    ("bands", {"bands": BANDS}, "below"),
    ("bands", {"bands": BANDS, "below": "0", "guard_from": "1"}, "guard_points"),
    ("rank", {"form": "table"}, "table"),
    ("linear", {"low": "9", "high": "5"}, "high"),
    ("efficacy", {"bad": "5", "good": "5"}, "good"),
    ("efficacy", {"form": "standards", "standards": [["1", "0.2"]]}, "standards"),
    ("count", {"effect": "deduct"}, "floor"),
    ("count", {"effect": "both", "floor": "3", "ceiling": "1"}, "ceiling"),
    ("options", {}, "options"),
    ("options", {"options": [["good", "100"], ["good", "80"]]}, "options"),
    ("options", {"options": [["good", "120"]]}, "options"),
    ("checklist", {"items": "25", "reversed": "7"}, "reversed"),
    ("linked", {"form": "shortfall"}, "benchmark"),
]


@pytest.mark.parametrize(("kind", "params", "field"), REFUSED)
def test_a_faulty_parameter_is_named_in_both_languages(kind, params, field):
    errors = validate_rule(kind, params)
    assert [error.field for error in errors] == [field]
    assert errors[0].message["zh"]
    assert errors[0].message["en"]


@pytest.mark.parametrize("rule", RISING, ids=rule_id)
def test_a_valid_rule_has_no_errors_and_says_what_it_is(rule):
    assert validate_rule(*rule) == []
    assert rule_sentence(*rule, "zh").endswith("。")
    assert rule_sentence(*rule, "en").endswith(".")


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_every_parameter_is_labelled_and_its_default_passes(rule):
    for parameter in rule.parameters:
        assert parameter.label["zh"], parameter.name
        assert parameter.label["en"], parameter.name
        assert (parameter.kind == "choice") == bool(parameter.choices)
        assert (parameter.kind == "table") == (parameter.columns is not None)
    defaults = {p.name: p.default for p in rule.parameters if p.default is not REQUIRED}
    for error in validate_rule(rule.kind, defaults):
        assert error.field not in defaults or defaults[error.field] in ((), "")
