"""The whole calculation: what is missing, what does not apply, own weights, clamps, exactness."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import (
    NO_TOTAL,
    BundleError,
    CircularLinkError,
    computing_order,
    needs_of,
    round_micro,
    score,
)
from scoring.rollup import share_out
from tests.scoring.builders import RandomBundle, bundle, node, sheets

MICRO = 1_000_000
TREE = [
    node("A", 60, position=1),
    node("A1", 40, parent="A", position=1, rule="marks"),
    node("A2", 20, parent="A", position=2, rule="marks"),
    node("B", 40, position=2, rule="marks"),
]
VALUES = [(who, code, "actual", "80") for who in ("a", "b") for code in ("A1", "A2", "B")]


def without(who, code):
    return [row for row in VALUES if row[:2] != (who, code)]


def cell(outcome, array, who, code):
    return int(array[outcome.assessees.index(who), outcome.nodes.index(code)])


# ---- missing is never zero -------------------------------------------------------------------


def test_hold_gives_no_total_and_says_what_is_missing():
    outcome = score(bundle(TREE, without("b", "A2")))
    assert outcome.totals() == {"a": 80, "b": None}
    assert outcome.rank.tolist() == [1, 0]
    assert outcome.missing.to_dict("records") == [
        {"assessee": "b", "node": "A2", "reason": "value", "law": "hold"}
    ]


def test_renormalise_gives_the_weight_to_the_siblings():
    outcome = score(bundle(TREE, without("b", "A2"), scheme={"missing": "renormalise"}))
    assert cell(outcome, outcome.full_marks, "b", "A1") == 60 * MICRO
    assert cell(outcome, outcome.full_marks, "b", "B") == 40 * MICRO
    assert outcome.totals()["b"] == 80


def test_floor_gives_its_share_of_full_marks():
    outcome = score(bundle(TREE, without("b", "A2"), scheme={"missing": "floor:0.6"}))
    assert cell(outcome, outcome.points, "b", "A2") == 12 * MICRO


def test_a_leaf_may_name_its_own_law():
    nodes = [row | {"missing": "floor:0"} if row["node"] == "A2" else row for row in TREE]
    assert score(bundle(nodes, without("b", "A2"))).totals()["b"] == 64


@pytest.mark.parametrize("source", ["cycle", "team", "members", "linked"])
def test_an_undecided_source_holds_whatever_the_law(source):
    nodes = [row | {"source": source} if row["node"] == "A2" else row for row in TREE]
    outcome = score(bundle(nodes, without("b", "A2"), scheme={"missing": "renormalise"}))
    assert outcome.totals()["b"] is None


def test_a_value_without_its_target_lacks_its_basis():
    outcome = score(bundle([node("x", 10, rule="target")], [("a", "x", "actual", "5")]))
    assert outcome.missing["reason"].tolist() == ["basis"]
    assert outcome.totals()["a"] is None


def test_an_exempt_leaf_passes_its_weight_on_and_an_empty_node_does_too():
    exempt = [("b", "A1"), ("b", "A2")]
    outcome = score(bundle(TREE, VALUES, exemptions=exempt))
    assert cell(outcome, outcome.full_marks, "b", "A") == 0
    assert cell(outcome, outcome.full_marks, "b", "B") == 100 * MICRO
    assert outcome.totals()["b"] == 80
    assert outcome.missing.empty


def test_an_assessee_to_whom_nothing_applies_has_no_total():
    outcome = score(bundle(TREE, VALUES, exemptions=[("b", c) for c in ("A1", "A2", "B")]))
    assert outcome.totals()["b"] is None
    assert outcome.missing["reason"].tolist() == ["nothing"]


def test_bonus_alone_makes_no_total():
    nodes = [*TREE, node("Z", kind="bonus", position=9, rule="count")]
    values = [row for row in VALUES if row[0] == "a"] + [("b", "Z", "actual", "2")]
    values.append(("a", "Z", "actual", "2"))
    outcome = score(bundle(nodes, values, scheme={"missing": "renormalise"}))
    assert outcome.totals() == {"a": 82, "b": None}


def test_an_exempt_bonus_leaf_gives_nothing():
    params = {"effect": "both", "floor": "-5"}
    nodes = [*TREE, node("Z", kind="bonus", position=9, rule="count", params=params)]
    values = [*VALUES, ("a", "Z", "minus", "1"), ("b", "Z", "minus", "1")]
    outcome = score(bundle(nodes, values, exemptions=[("b", "Z")]))
    assert outcome.totals() == {"a": 79, "b": 80}


# ---- own weights -----------------------------------------------------------------------------


def test_own_weights_replace_the_system_s_across_nodes():
    outcome = score(bundle(TREE, VALUES, weights=[("b", "A1", "30"), ("b", "B", "50")]))
    assert cell(outcome, outcome.full_marks, "b", "A") == 50 * MICRO
    assert cell(outcome, outcome.full_marks, "b", "B") == 50 * MICRO
    assert cell(outcome, outcome.full_marks, "a", "B") == 40 * MICRO


def test_own_weights_that_change_the_total_are_refused():
    with pytest.raises(BundleError, match="do not add up"):
        score(bundle(TREE, VALUES, weights=[("b", "A1", "30")]))


def test_shares_of_a_weight_add_up_to_the_last_micro_point():
    nodes = [
        node("A", 100),
        *(
            node(f"A{n}", w, parent="A", position=n, rule="marks")
            for n, w in enumerate(["33.3", "33.3", "33.3", "0.1"])
        ),
    ]
    values = [("a", f"A{n}", "actual", "100") for n in range(4)]
    outcome = score(bundle(nodes, values, exemptions=[("a", "A3")]))
    assert [cell(outcome, outcome.full_marks, "a", f"A{n}") for n in range(3)] == [
        33_333_334,
        33_333_333,
        33_333_333,
    ]
    assert outcome.total_micro.tolist() == [100 * MICRO]


@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=8),
    st.integers(0, 2 * 10**9),
)
def test_shares_add_up_and_differ_from_exact_by_less_than_one(weights, amount):
    shares = share_out(np.array([amount]), np.array([weights]))[0]
    whole = sum(weights)
    assert shares.sum() == (amount if whole else 0)
    for share, weight in zip(shares.tolist(), weights, strict=True):
        assert abs(share * whole - amount * weight) < max(whole, 1)


# ---- clamps and exactness --------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**48))
def test_contributions_add_up_to_the_total_exactly(seed):
    drawn = RandomBundle(seed)
    outcome = score(drawn.bundle, drawn.linked_totals)
    inner = [code not in outcome.leaves for code in outcome.nodes]
    total = outcome.leaf_points.sum(axis=1) + outcome.workings.clamped[:, inner].sum(axis=1)
    total += outcome.workings.cycle_clamped
    decided = outcome.decided
    assert (total[decided] == outcome.total_micro[decided]).all()
    full = {node["node"]: node["weight"] for node in drawn.nodes if node["node"][0] == "T"}
    whole = sum(round(float(w) * MICRO) for code, w in full.items() if "." not in code)
    tops = [n for n, code in enumerate(outcome.nodes) if code in full and "." not in code]
    assert (outcome.full_marks[decided][:, tops].sum(axis=1) == whole).all()


def test_caps_act_on_leaf_node_and_cycle_in_turn():
    params = {"add_each": "1"}
    nodes = [
        *TREE,
        node("Z", kind="bonus", position=9, cap="3"),
        node("Z1", kind="bonus", parent="Z", rule="count", params=params, cap="2"),
        node("Z2", kind="bonus", parent="Z", rule="count", params=params),
    ]
    values = [
        *VALUES,
        ("a", "Z1", "actual", "5"),
        ("a", "Z2", "actual", "4"),
        ("b", "Z1", "actual", "1"),
        ("b", "Z2", "actual", "0"),
    ]
    outcome = score(bundle(nodes, values, scheme={"bonus_cap": "2.5"}))
    assert [cell(outcome, outcome.workings.clamped, "a", code) for code in ("Z1", "Z", "Z2")] == [
        -3 * MICRO,
        -3 * MICRO,
        0,
    ]
    assert outcome.workings.cycle_clamped.tolist() == [-500_000, 0]
    assert outcome.totals()["a"] == 82.5


def test_a_total_is_rounded_once_and_half_up():
    nodes = [node("x", 50, rule="marks"), node("y", 50, rule="marks")]
    values = [("a", "x", "actual", "80.005"), ("a", "y", "actual", "80.005")]
    outcome = score(bundle(nodes, values))
    # 40.0025 twice: 80.005 becomes 80.01; rounding each first would give 80.00.
    assert outcome.total_micro.tolist() == [80_005_000]
    assert outcome.total.tolist() == [8001]


def test_ranks_come_from_rounded_totals():
    values = [
        (who, "x", "actual", v)
        for who, v in zip("abcd", ["90.004", "90.001", "95", "7"], strict=True)
    ]
    nodes = [node("x", 100, rule="marks")]
    assert score(bundle(nodes, values)).rank.tolist() == [2, 2, 1, 4]
    assert score(bundle(nodes, values, scheme={"ties": "dense"})).rank.tolist() == [2, 2, 1, 3]
    assert score(bundle(nodes, values, scheme={"decimals": 3})).rank.tolist() == [2, 3, 1, 4]


@given(st.integers(-(10**10), 10**10), st.integers(0, 6))
def test_rounding_is_symmetric_and_within_half_a_unit(micro, decimals):
    rounded = int(round_micro(np.array([micro]), decimals)[0])
    step = 10 ** (6 - decimals)
    assert abs(rounded * step - micro) * 2 <= step
    assert int(round_micro(np.array([-micro]), decimals)[0]) == -rounded


# ---- what is refused -------------------------------------------------------------------------

BROKEN = {
    "weights that do not add up": ([node("A", 50), *TREE[1:]], "weight of A"),
    "a leaf with children": ([node("A", 60, rule="marks"), *TREE[1:]], "Leaf A has children"),
    "an inner node without children": ([*TREE, node("C", 0)], "C has no children"),
    "an unknown parent": ([*TREE, node("C", 0, parent="X", rule="marks")], "unknown parent: X"),
    "a circle": ([*TREE, node("C", 0, parent="D"), node("D", 0, parent="C")], "circle"),
    "a scored child of a bonus": (
        [*TREE, node("C", 0, kind="bonus"), node("C1", 0, parent="C", rule="marks")],
        "scored child",
    ),
    "a weight below zero": ([*TREE, node("C", -1, rule="marks")], "below 0"),
    "more than six decimals": ([*TREE, node("C", "0.0000001", rule="marks")], "six decimals"),
    "more points than can be exact": ([node("x", 2001, rule="marks")], "exactly"),
    "a kind of its own": ([*TREE, node("C", 0, kind="extra", rule="marks")], "neither"),
    "no leaf": ([], "no leaf"),
}


@pytest.mark.parametrize(("nodes", "message"), BROKEN.values(), ids=list(BROKEN))
def test_a_broken_tree_is_refused(nodes, message):
    nodes = nodes or bundle(TREE, VALUES).nodes.iloc[:0]
    values = VALUES if len(nodes) >= len(TREE) else []
    with pytest.raises(BundleError, match=message):
        score(bundle(nodes, values, assessees=["a", "b"]))


def test_a_leaf_judged_on_sheets_cannot_have_values_too():
    judged = {"judged": sheets([("a", "e", "", [80])], ("B",))}
    with pytest.raises(BundleError, match="also has values"):
        score(bundle(TREE, VALUES, judgements=judged))


# ---- linked groups ---------------------------------------------------------------------------


def test_a_linked_group_reads_exact_totals_of_the_other():
    counties = score(bundle(TREE, VALUES))
    nodes = [node("x", 100, rule="linked", source="linked")]
    linked = bundle(nodes, assessees=["d"], links=[("d", "x", "a", ""), ("d", "x", "b", "3")])
    assert score(linked, counties.linked_totals()).totals() == {"d": 80}
    assert score(linked).totals() == {"d": None}
    groups = {"departments": linked, "counties": bundle(TREE, VALUES)}
    assert computing_order(needs_of(groups)) == ["counties", "departments"]


def test_a_circle_of_links_is_refused_with_its_path():
    with pytest.raises(CircularLinkError, match="b -> c -> d -> b") as refused:
        computing_order({"a": ["b"], "b": ["c"], "c": ["d"], "d": ["b"]})
    assert refused.value.path == ["b", "c", "d", "b"]


def test_a_group_cannot_be_linked_to_itself():
    with pytest.raises(CircularLinkError):
        computing_order({"a": ["a"]})


# ---- size ------------------------------------------------------------------------------------


def test_a_large_group_is_scored_whole():
    """20,000 assessees, 6 leaves, 100,000 sheets: not a time, but a loop would be felt."""
    rng = np.random.default_rng(5)
    people = [f"p{n:05d}" for n in range(20_000)]
    kinds = ["marks", "rank", "linear", "ratio_to_best", "standardised", "marks"]
    nodes = [node(f"x{n}", 10, position=n, rule=kind) for n, kind in enumerate(kinds)]
    leaves = tuple(row["node"] for row in nodes)
    marks = rng.integers(0, 1001, (100_000, 6)).astype(np.int16)
    rows = [
        (who, f"e{n}", "", mark)
        for n in range(5)
        for who, mark in zip(people, marks[n * 20_000 : (n + 1) * 20_000].tolist(), strict=True)
    ]
    packed = {"judged": sheets(rows, leaves, unit=10)}
    outcome = score(bundle(nodes, assessees=people, judgements=packed))
    assert outcome.decided.all()
    means = marks.reshape(5, 20_000, 6).sum(axis=0) * 100_000 // 5
    first = outcome.leaf_points[:, 0]
    assert (first == means[:, 0] // 10).all()
    assert (outcome.total != NO_TOTAL).all()
    assert outcome.rank.min() == 1
