"""Cuts, quotas, bands, overlay and the sharing of a pool: F18, F22, F23, F24."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from scoring import (
    ScoringError,
    cut_line,
    places_allowed,
    propose_grades,
    results_of,
    score,
    share_bonus,
)
from tests.scoring.builders import bundle, node

LADDER = ["优秀", "良好", "一般", "较差"]


def results(totals, **levels):
    names = [f"p{n:02d}" for n in range(len(totals))]
    decimals = [None if total is None else Decimal(str(total)) for total in totals]
    return pd.DataFrame({"assessee": names, "total": decimals, **levels})


def scheme(**parts):
    return {"grades": LADDER, "bands": [], "quotas": [], "cuts": [], "overlay": [], **parts}


def grades_of(proposal):
    return dict(zip(proposal.rows["assessee"], proposal.rows["grade"], strict=True))


# ---- F18 -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "share", "rounding", "exact", "allowed"),
    [
        (14, "0.3", "floor", "4.2", 4),
        (14, "0.1", "floor", "1.4", 1),
        (14, "0.3", "ceil", "4.2", 5),
        (47, "0.3", "floor", "14.1", 14),
        (86, "0.25", "floor", "21.5", 21),
        (86, "0.25", "half_up", "21.5", 22),
        # In floats 0.29 x 100 is 28.999999999999996.
        (100, "0.29", "floor", "29", 29),
    ],
    ids=lambda value: str(value),
)
def test_f18_places(count, share, rounding, exact, allowed):
    assert places_allowed(count, share, rounding) == (Decimal(exact), allowed)


def test_f18_class_of_fourteen_gives_four_and_one():
    cuts = [
        {"name": "top", "share": "0.3"},
        {"name": "bottom", "share": "0.1", "side": "bottom"},
    ]
    focus = propose_grades(results(range(90, 76, -1)), scheme(cuts=cuts)).focus
    assert focus.groupby("cut")["assessee"].apply(list).to_dict() == {
        "top": ["p00", "p01", "p02", "p03"],
        "bottom": ["p13"],
    }


@pytest.mark.parametrize(
    ("ties", "chosen"), [("exclude", 1), ("include", 3), ("ask", 1)], ids=lambda value: str(value)
)
def test_a_tie_at_the_edge(ties, chosen):
    cut = cut_line(np.array([9, 8, 8, 7]), 2, ties)
    assert cut.chosen.sum() == chosen
    assert cut.tied.tolist() == [False, True, True, False]


def test_a_tie_that_fits_whole_is_no_tie():
    cut = cut_line(np.array([9, 8, 8, 7]), 3, "exclude")
    assert cut.chosen.tolist() == [True, True, True, False]
    assert not cut.tied.any()


@pytest.mark.parametrize("wrong", [("0.3", "up"), ("1.2", "floor"), ("third", "floor")])
def test_a_share_or_rounding_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ScoringError):
        places_allowed(10, *wrong)


# ---- F22 -------------------------------------------------------------------------------------


def test_f22_of_fifteen_above_ninety_only_twelve_of_thirty_get_the_top_grade():
    daily = {
        "grades": ["好", "较好", "一般", "较差"],
        "bands": [
            {"grade": "好", "from": "90"},
            {"grade": "较好", "from": "80"},
            {"grade": "一般", "from": "60"},
        ],
        "quotas": [{"grade": "好", "share": "0.4"}],
    }
    totals = [99 - n / 2 for n in range(15)] + [85] * 10 + [70] * 4 + [59]
    proposal = propose_grades(results(totals), scheme(**daily))
    counts = proposal.rows["grade"].value_counts().to_dict()
    assert counts == {"好": 12, "较好": 13, "一般": 4, "较差": 1}
    line = proposal.arithmetic.iloc[0].to_dict()
    assert (line["n"], line["share"], line["exact"], line["allowed"]) == (30, "0.4", "12", 12)
    assert (line["candidates"], line["used"], line["tied"]) == (15, 12, 0)


def test_quotas_act_from_the_top_down_and_at_every_level():
    quotas = [
        {"grade": "优秀", "level": "team", "share": "0.5"},
        {"grade": "优秀", "share": "0.25"},
        {"grade": "良好", "share": "0.5"},
    ]
    teams = ["x"] * 4 + ["y"] * 4
    totals = [95, 94, 93, 92, 91, 90, 89, 88]
    proposal = propose_grades(results(totals, team=teams), scheme(quotas=quotas))
    assert proposal.rows["grade"].tolist() == ["优秀"] * 2 + ["良好"] * 4 + ["一般"] * 2
    lines = proposal.arithmetic[["members", "n", "allowed", "candidates", "used"]]
    assert lines.values.tolist() == [
        [["x"], 4, 2, 4, 2],
        [["y"], 4, 2, 4, 0],
        [[], 8, 2, 4, 2],
        [[], 8, 4, 6, 4],
    ]


def test_shares_of_one_s_own_and_a_pool_of_small_units():
    at_units = {"grade": "优秀", "level": "unit"}
    quotas = [
        {**at_units, "of": "big", "share": "0.35"},
        {**at_units, "but": ["big"], "share": "0.2", "pool_below": 5},
    ]
    units = ["big"] * 10 + ["s1"] * 2 + ["s2"] * 3
    proposal = propose_grades(results(range(100, 85, -1), unit=units), scheme(quotas=quotas))
    lines = proposal.arithmetic[["members", "n", "share", "exact", "allowed"]].values.tolist()
    assert lines == [[["big"], 10, "0.35", "3.5", 3], [["s1", "s2"], 5, "0.2", "1", 1]]
    top = proposal.rows.loc[proposal.rows["grade"] == "优秀", "assessee"].tolist()
    assert top == ["p00", "p01", "p02", "p10"]


def test_dly_11_of_42_participants_the_quota_counts_the_8_civil_servants():
    """DLY-11: 8 civil servants and 34 borrowed staff assessed together; 40 % of 8, not of 42."""
    by_class = {"grade": "优秀", "level": "identity_class"}
    quotas = [
        {**by_class, "of": "civil_servant", "share": "0.4"},
        {**by_class, "but": ["civil_servant"], "share": "0"},
    ]
    classes = ["seconded_staff"] * 34 + ["civil_servant"] * 8
    totals = [99 - n / 2 for n in range(42)]
    proposal = propose_grades(results(totals, identity_class=classes), scheme(quotas=quotas))
    lines = proposal.arithmetic[["members", "n", "exact", "allowed", "used"]]
    assert lines.values.tolist() == [
        [["civil_servant"], 8, "3.2", 3, 3],
        [["seconded_staff"], 34, "0", 0, 0],
    ]
    top = proposal.rows.loc[proposal.rows["grade"] == "优秀", "assessee"].tolist()
    assert top == ["p34", "p35", "p36"]


def test_who_has_no_value_of_a_level_is_counted_in_no_part_of_it():
    quotas = [{"grade": "优秀", "level": "area", "share": "0.5"}]
    proposal = propose_grades(results([95, 90, 85], area=["a", "", "a"]), scheme(quotas=quotas))
    assert proposal.rows["grade"].tolist() == ["优秀", "优秀", "良好"]
    assert proposal.arithmetic[["members", "n"]].values.tolist() == [[["a"], 2]]


def test_a_tie_at_the_edge_of_a_quota_is_left_to_people():
    quotas = [{"grade": "优秀", "share": "0.5"}]
    proposal = propose_grades(results([95, 90, 90, 80]), scheme(quotas=quotas))
    assert proposal.rows["is_open"].tolist() == [False, True, True, False]
    assert grades_of(proposal)["p01"] == "良好"
    assert proposal.arithmetic.loc[0, "tied"] == 2


def test_an_assessee_without_a_total_gets_no_grade_and_takes_no_part():
    quotas = [{"grade": "优秀", "share": "0.5"}]
    proposal = propose_grades(results([95, None, 90]), scheme(quotas=quotas))
    assert proposal.rows["grade"].tolist() == ["优秀", "", "良好"]
    assert proposal.arithmetic.loc[0, "n"] == 2


# ---- F23 -------------------------------------------------------------------------------------

OVERLAY = [
    {"clause": "veto", "effect": "at_most", "grade": "良好"},
    {"clause": "downgrade", "effect": "downgrade", "steps": 1},
]
BANDS = [{"grade": "优秀", "from": "90"}, {"grade": "良好", "from": "80"}]


@pytest.mark.parametrize(
    ("total", "clauses", "before", "after"),
    [
        ("85", ["downgrade"], "良好", "一般"),
        ("95", ["veto"], "优秀", "良好"),
        ("85", ["veto"], "良好", "良好"),
        ("95", ["veto", "downgrade"], "优秀", "一般"),
        ("10", ["downgrade"], "较差", "较差"),
    ],
)
def test_f23_overlay_limits_the_grade_and_names_clause_and_fact(total, clauses, before, after):
    facts = pd.DataFrame(
        [("p00", clause, "安全事故") for clause in clauses], columns=["assessee", "clause", "fact"]
    )
    proposal = propose_grades(results([total]), scheme(bands=BANDS, overlay=OVERLAY), facts)
    row = proposal.rows.iloc[0]
    assert (row["before_overlay"], row["grade"]) == (before, after)
    assert proposal.limits["clause"].tolist() == clauses
    assert set(proposal.limits["fact"]) == {"安全事故"}
    assert proposal.limits["grade_from"].iloc[0] == before
    assert proposal.limits["grade_to"].iloc[-1] == after


def test_a_veto_frees_a_place_that_only_people_may_fill():
    quotas = [{"grade": "优秀", "share": "0.5"}]
    facts = pd.DataFrame([("p00", "veto", "x")], columns=["assessee", "clause", "fact"])
    proposal = propose_grades(results([95, 90]), scheme(quotas=quotas, overlay=OVERLAY), facts)
    assert proposal.rows["grade"].tolist() == ["良好", "良好"]
    assert proposal.arithmetic.loc[0, ["allowed", "used"]].tolist() == [1, 0]


REFUSED = {
    "grade": scheme(quotas=[{"grade": "卓越", "share": "0.3"}]),
    "level": scheme(quotas=[{"grade": "优秀", "share": "0.3", "level": "planet"}]),
    "ties": scheme(quotas=[{"grade": "优秀", "share": "0.3", "ties": "lottery"}]),
    "clause": scheme(),
    "effect": scheme(overlay=[{"clause": "veto", "effect": "pardon"}]),
}


@pytest.mark.parametrize("wrong", REFUSED.values(), ids=list(REFUSED))
def test_a_scheme_with_an_unknown_word_is_refused(wrong):
    facts = pd.DataFrame([("p00", "veto", "x")], columns=["assessee", "clause", "fact"])
    with pytest.raises(ScoringError):
        propose_grades(results([95, 90]), wrong, facts)


def test_results_of_an_outcome_can_be_graded():
    values = [("a", "x", "actual", "95"), ("b", "x", "actual", "70")]
    outcome = score(bundle([node("x", 100, rule="marks")], values, assessees=["a", "b", "c"]))
    proposal = propose_grades(results_of(outcome), scheme(bands=BANDS))
    assert grades_of(proposal) == {"a": "优秀", "b": "较差", "c": ""}


# ---- F24 -------------------------------------------------------------------------------------


def test_f24_the_gap_of_a_shared_pool_is_checked():
    points = {"a": "30", "b": "26", "c": "24", "d": "20"}
    shared = share_bonus("20000", points, "1300")
    assert shared.shares == {"a": 6000, "b": 5200, "c": 4800, "d": 4000}
    assert (shared.gap, shared.allowed) == (2000, False)
    assert share_bonus("20000", points, "2000").allowed


def test_f24_cents_add_up_to_the_pool():
    shared = share_bonus("100", {"a": "1", "b": "1", "c": "1"}, "1")
    assert sum(shared.shares.values()) == 100
    assert sorted(shared.shares.values()) == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]


@pytest.mark.parametrize(
    "wrong", [("0.001", {"a": 1}), ("10", {"a": 0}), ("10", {"a": -1, "b": 3})]
)
def test_f24_a_pool_that_cannot_be_shared_is_refused(wrong):
    with pytest.raises(ScoringError):
        share_bonus(*wrong, "1")
