"""Recusal: every rule by itself, the oracle's pairs, and the array beside the scalar form."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluators.rules.facts import AssesseeFacts, EvaluatorFacts
from evaluators.rules.recusal import (
    NEVER_WAIVED,
    Reason,
    Recusal,
    RecusalRules,
    Waiver,
    find_reasons,
    places_meet,
    waived_by_pair,
)
from evaluators.rules.recusal_matrix import RULES, find_recusals
from tests.evaluators.rules.problems import (
    CASES,
    NAMES,
    ORACLE_RULES,
    oracle_people,
    oracle_units,
)

RULES_OF_YEAR = RecusalRules(2025)
SOME = frozenset({7})
UNIT = AssesseeFacts(70, 7, frozenset({3}), frozenset({71}), "320102")


def test_oracle_pairs():
    case = CASES["recused_pairs"]
    hits = find_recusals(oracle_people(case["input"]), oracle_units(case["input"]), ORACLE_RULES)
    found = {name: np.argwhere(hits[RULES.index(rule)]).tolist() for name, rule in NAMES.items()}
    assert found == case["expected"]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"units": SOME}, Reason(Recusal.OWN_UNIT, units=(7,))),
        ({"person": 71}, Reason(Recusal.OWN_UNIT, people=(71,))),
        ({"superiors": SOME}, Reason(Recusal.SUPERIOR_SUBORDINATE, units=(7,))),
        ({"units": frozenset({3})}, Reason(Recusal.SUPERIOR_SUBORDINATE, units=(3,))),
        ({"native_place": "320102"}, Reason(Recusal.NATIVE_PLACE, regions=("320102",))),
        (
            {"growth_places": frozenset({"320100", "110101"})},
            Reason(Recusal.GROWTH_PLACE, regions=("320100",)),
        ),
        (
            {"work_places": frozenset({"320102"})},
            Reason(Recusal.WORKPLACE, regions=("320102",)),
        ),
        ({"work_units": SOME}, Reason(Recusal.WORKPLACE, units=(7,))),
        ({"kin_units": SOME}, Reason(Recusal.KINSHIP, units=(7,))),
        ({"kin_people": frozenset({71, 5})}, Reason(Recusal.KINSHIP, people=(71,))),
        ({"interest_units": SOME}, Reason(Recusal.INTEREST, units=(7,))),
        ({"interest_people": frozenset({71})}, Reason(Recusal.INTEREST, people=(71,))),
        ({"rated_by_units": SOME}, Reason(Recusal.MUTUAL_RATING, units=(7,))),
        ({"rated_by_people": frozenset({71})}, Reason(Recusal.MUTUAL_RATING, people=(71,))),
        (
            {"served": {7: frozenset({2022, 2023, 2024})}},
            Reason(Recusal.ROTATION, units=(7,), years=(2023, 2024)),
        ),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_each_ground_gives_its_reason(facts, reason):
    """REC-01, REC-02, L-05, GRP-06; a unit outside the rule stays free."""
    evaluator = EvaluatorFacts(1, **facts)
    assert find_reasons(evaluator, UNIT, RULES_OF_YEAR) == [reason]
    assert find_reasons(evaluator, AssesseeFacts(80, 8, region="330102"), RULES_OF_YEAR) == []


@pytest.mark.parametrize(
    ("years", "refused"),
    [({2023, 2024}, True), ({2022, 2024}, False), ({2024}, False), ({2022, 2023}, False)],
)
def test_third_year_in_a_row_is_refused(years, refused):
    """GRP-06: N = 2."""
    evaluator = EvaluatorFacts(1, served={7: frozenset(years)})
    assert bool(find_reasons(evaluator, UNIT, RULES_OF_YEAR)) is refused


def test_grown_up_in_the_county_is_kept_from_its_group():
    """REC-01, also when either side names only the city."""
    assert places_meet("320102", "320102")
    assert places_meet("320100", "320102")
    assert not places_meet("320102", "330102")
    assert not places_meet("", "")


@pytest.mark.parametrize("rule", Recusal)
def test_only_kin_and_own_unit_are_never_waived(rule):
    assert rule.can_be_waived is (rule not in {Recusal.KINSHIP, Recusal.OWN_UNIT})
    assert Reason(rule).can_be_waived is rule.can_be_waived
    if rule.can_be_waived:
        assert Waiver(1, 70, rule)
    else:
        with pytest.raises(ValueError, match="never waived"):
            Waiver(1, 70, rule)


def test_waiver_lifts_one_rule_of_one_pair():
    evaluator = EvaluatorFacts(1, native_place="320102", work_units=SOME)
    waiver = Waiver(1, 70, Recusal.WORKPLACE)
    waived = waived_by_pair([waiver])[1, 70]
    reasons = find_reasons(evaluator, UNIT, RULES_OF_YEAR, waived)
    assert [reason.rule for reason in reasons] == [Recusal.NATIVE_PLACE]


def test_kinship_stays_even_if_somebody_asks():
    evaluator = EvaluatorFacts(1, kin_units=SOME)
    assert find_reasons(evaluator, UNIT, RULES_OF_YEAR, [Recusal.KINSHIP])


@pytest.mark.parametrize("rule", sorted(NEVER_WAIVED))
def test_rules_never_waived_cannot_be_left_out(rule):
    with pytest.raises(ValueError, match=rule):
        RecusalRules(2025, enabled=frozenset(Recusal) - {rule})


def test_rotation_needs_a_year():
    with pytest.raises(ValueError, match="years_in_row"):
        RecusalRules(2025, years_in_row=0)


KEYS = st.frozensets(st.integers(0, 4), max_size=3)
CODE = st.sampled_from(["", "320000", "320100", "320101", "320102", "320200", "330101"])
CODES = st.frozensets(CODE, max_size=2)
EVALUATORS = st.builds(
    EvaluatorFacts,
    key=st.just(0),
    person=st.none() | st.integers(0, 4),
    units=KEYS,
    superiors=KEYS,
    native_place=CODE,
    growth_places=CODES,
    work_places=CODES,
    work_units=KEYS,
    kin_units=KEYS,
    kin_people=KEYS,
    interest_units=KEYS,
    interest_people=KEYS,
    rated_by_units=KEYS,
    rated_by_people=KEYS,
    served=st.dictionaries(st.integers(0, 4), st.frozensets(st.integers(2021, 2025))),
)
ASSESSEES = st.builds(
    AssesseeFacts,
    key=st.integers(0, 9),
    unit=st.integers(0, 4),
    superiors=KEYS,
    people=KEYS,
    region=CODE,
)
WAIVABLE = st.sampled_from(sorted(set(Recusal) - NEVER_WAIVED))


@settings(deadline=None)
@given(
    EVALUATORS,
    st.lists(ASSESSEES, unique_by=lambda one: one.key, max_size=6),
    st.builds(
        RecusalRules,
        st.integers(2022, 2026),
        st.integers(1, 3),
        st.frozensets(WAIVABLE).map(lambda rules: rules | NEVER_WAIVED),
    ),
    st.frozensets(st.builds(Waiver, st.just(0), st.integers(0, 9), WAIVABLE), max_size=3),
)
def test_array_and_scalar_agree(evaluator, assessees, rules, waivers):
    hits = find_recusals([evaluator], assessees, rules, waivers)
    waived = waived_by_pair(waivers)
    for column, assessee in enumerate(assessees):
        reasons = find_reasons(evaluator, assessee, rules, waived.get((0, assessee.key), ()))
        assert [reason.rule for reason in reasons] == [
            rule for n, rule in enumerate(RULES) if hits[n, 0, column]
        ]
