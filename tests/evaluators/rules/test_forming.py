"""Forming: the oracle's objectives, the verifier's view of every result, reproducibility."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluators.rules import forming
from evaluators.rules.checking import Fault, Violation, check_proposal
from evaluators.rules.facts import AssesseeFacts, EvaluatorFacts
from evaluators.rules.forming import FormingError, form_groups
from evaluators.rules.infeasible import explain_infeasible
from evaluators.rules.links import plan_links, scoring_parts
from evaluators.rules.problem import (
    FormingProblem,
    FormingRules,
    Group,
    Limits,
    Link,
    Status,
)
from evaluators.rules.program import Program
from evaluators.rules.recusal import Recusal, RecusalRules, Waiver
from evaluators.rules.splitting import split_units
from tests.evaluators.rules.problems import CASES, YEAR, oracle_problem, province

SOLVING = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", ["feasible", "soft_rotation", "linked"])
def test_oracle_objective(name):
    expected = CASES[name]["expected"]
    problem = oracle_problem(name)
    formed = form_groups(problem, seed="1")
    assert formed.proof.status is Status.OPTIMAL
    assert formed.proof.objective == pytest.approx(expected["objective"], abs=1e-6)
    assert formed.proof.gap == 0
    assert check_proposal(problem, formed.proposal) == []
    assert len(formed.proposal.guests) == expected.get("links", 0)


def test_nobody_of_a_role_that_marks_nothing_is_a_guest():
    problem = oracle_problem("linked")
    roles = {role for group in problem.groups for role in group.needs}
    marking = min(roles)
    quiet = replace(problem, silent=frozenset(roles - {marking}))
    formed = form_groups(quiet, seed="1")
    marks = {seat.evaluator for seat in formed.proposal.seats if seat.role == marking}
    assert formed.proposal.guests
    assert {guest.evaluator for guest in formed.proposal.guests} <= marks
    assert check_proposal(quiet, formed.proposal) == []
    nobody = replace(problem, silent=frozenset(roles))
    faults = {one.fault for one in check_proposal(nobody, formed.proposal)}
    assert Fault.GUEST_WITHOUT_SEAT in faults


def test_oracle_infeasible_has_no_proposal():
    formed = form_groups(oracle_problem("infeasible"), seed="1")
    assert formed.proof.status is Status.INFEASIBLE
    assert formed.proposal is None
    assert not formed.proof.has_solution


def test_oracle_units_to_groups():
    case = CASES["units_to_groups"]
    regions = {unit: str(region) for unit, region in enumerate(case["input"]["regions"])}
    split = split_units(regions, case["input"]["groups"], seed="1")
    assert split.proof.status is Status.OPTIMAL
    assert split.proof.objective == case["expected"]["region_group_pairs"]
    assert sorted(map(len, split.groups)) == case["expected"]["sizes"]
    assert sorted(unit for group in split.groups for unit in group) == sorted(regions)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.integers(1, 99), st.sampled_from(["a", "b", "c", ""]), min_size=1),
    st.integers(1, 4),
    st.text(max_size=3),
)
def test_split_covers_each_unit_once_in_equal_groups(regions, count, seed):
    count = min(count, len(regions))
    split = split_units(regions, count, seed=seed)
    assert sorted(unit for group in split.groups for unit in group) == sorted(regions)
    assert max(map(len, split.groups)) - min(map(len, split.groups)) <= 1
    visits = {(regions[unit], n) for n, group in enumerate(split.groups) for unit in group}
    assert len(visits) == split.proof.objective


@pytest.mark.parametrize("count", [0, 3])
def test_split_refuses_groups_without_units(count):
    with pytest.raises(ValueError, match="groups for"):
        split_units({1: "a", 2: "a"}, count, seed="1")


def test_fifteen_groups_of_the_province_are_formed():
    """GRP-01: 15 groups, 165 people, every one of 239 units covered exactly once."""
    problem = province()
    formed = form_groups(problem, seed="2025")
    assert formed.proof.status is Status.OPTIMAL
    assert len(formed.proposal.seats) == 165
    assert check_proposal(problem, formed.proposal) == []


def test_links_join_the_groups_of_each_category():
    problem = province(people=200, units=60, groups=6, needs={"leader": 1, "member": 3})
    problem = replace(problem, rules=replace(problem.rules, tags_min={}))
    linked = replace(problem, links=plan_links(problem, seed="1"))
    keys = [group.key for group in problem.groups]
    categories = Counter(group.category for group in problem.groups)
    assert len(linked.links) == len(keys) - len(categories)
    formed = form_groups(linked, seed="1")
    assert check_proposal(linked, formed.proposal) == []
    assert len(scoring_parts(keys, [])) == len(keys)
    assert len(scoring_parts(keys, formed.proposal.guests)) == len(categories)
    assert all(len(link.anchors) == 3 for link in linked.links)


def test_groups_without_a_category_are_not_linked():
    problem = oracle_problem()
    groups = tuple(replace(group, category=None) for group in problem.groups)
    assert plan_links(replace(problem, groups=groups), seed="1") == ()


def test_anchors_are_those_with_the_fewest_recused():
    problem = oracle_problem()
    links = plan_links(problem, seed="1", anchors=1)
    # Both first groups are of one category; unit 3 has two people recused, unit 2 three.
    assert links == (Link(0, 1, (3,), 2),)


def test_same_seed_gives_the_same_seats_in_any_order_of_input():
    problem = province(people=80, units=20, groups=3, needs={"leader": 1, "member": 3})
    turned = replace(problem, evaluators=problem.evaluators[::-1])
    assert form_groups(problem, seed="7") == form_groups(turned, seed="7")


def test_seed_settles_who_is_taken_among_equals():
    people = tuple(EvaluatorFacts(n, roles=frozenset({"leader"})) for n in range(20))
    problem = small_problem(people, {"leader": 1})
    chosen = {form_groups(problem, seed=str(n)).proposal.seats[0].evaluator for n in range(12)}
    assert len(chosen) > 3


def small_problem(people, needs, **given):
    rules = given.pop("rules", FormingRules(RecusalRules(YEAR)))
    return FormingProblem(
        people, (AssesseeFacts(7, 7), AssesseeFacts(8, 8)), groups_of(needs), rules, **given
    )


def groups_of(needs):
    return (Group(1, (7,), needs), Group(2, (8,), needs))


def test_nobody_marks_the_unit_of_a_person_who_marks_ones_own():
    """Two units assess each other: lawful only while that rule is off."""
    role = frozenset({"member"})
    people = (
        EvaluatorFacts(1, roles=role, units=frozenset({7})),
        EvaluatorFacts(2, roles=role, units=frozenset({8})),
    )
    problem = small_problem(people, {"member": 1})
    assert form_groups(problem, seed="1").proof.status is Status.INFEASIBLE
    assert explain_infeasible(problem, seed="1").conflict == (Recusal.OWN_UNIT, "mutual_rating")
    enabled = frozenset(Recusal) - {Recusal.MUTUAL_RATING}
    without = replace(problem, rules=FormingRules(RecusalRules(YEAR, enabled=enabled)))
    assert form_groups(without, seed="1").proposal
    third = replace(problem, evaluators=(*people, EvaluatorFacts(3, roles=role)))
    assert form_groups(third, seed="1").proposal


def test_approved_waiver_opens_a_seat():
    """REC-01: override only with a recorded approval."""
    leader = EvaluatorFacts(1, roles=frozenset({"leader"}), work_units=frozenset({7, 8}))
    problem = FormingProblem(
        (leader,),
        (AssesseeFacts(7, 7),),
        (Group(1, (7,), {"leader": 1}),),
        FormingRules(RecusalRules(YEAR)),
    )
    assert form_groups(problem, seed="1").proposal is None
    waived = replace(problem, waivers=frozenset({Waiver(1, 7, Recusal.WORKPLACE)}))
    assert form_groups(waived, seed="1").proposal


def test_a_proposal_that_the_verifier_refuses_is_never_returned(monkeypatch):
    violation = Violation(Fault.RECUSED, evaluator=1)
    monkeypatch.setattr(forming.Checker, "check_seating", lambda self, proposal: [violation])
    with pytest.raises(FormingError, match="verifier"):
        form_groups(oracle_problem(), seed="1")


def test_units_that_no_group_covers_do_not_stop_the_forming():
    """They are a fault of the groups, which the whole check names."""
    problem = small_problem((EvaluatorFacts(1, roles=frozenset({"leader"})),), {"leader": 1})
    half = replace(problem, groups=problem.groups[:1])
    formed = form_groups(half, seed="1")
    assert [one.fault for one in check_proposal(half, formed.proposal)] == [Fault.NOT_COVERED]


def test_no_time_means_undecided_or_stopped_but_never_infeasible():
    formed = form_groups(province(people=300, units=60, groups=5), seed="1", limits=Limits(0.0))
    assert formed.proof.status in {Status.UNDECIDED, Status.STOPPED, Status.OPTIMAL}


def test_a_program_without_columns_is_judged_by_its_rows():
    program = Program()
    assert program.solve(Limits())[1].status is Status.OPTIMAL
    program.add_row([], lowest=1)
    assert program.solve(Limits())[1].status is Status.INFEASIBLE


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"evaluators": (EvaluatorFacts(1), EvaluatorFacts(1))}, "twice"),
        ({"groups": (Group(1, (5,), {}),)}, "unknown assessees"),
        ({"links": (Link(1, 1, (), 1),)}, "joins two groups"),
        ({"links": (Link(1, 2, (7,), 1),)}, "anchors"),
    ],
    ids=["double key", "unknown assessee", "link to itself", "foreign anchor"],
)
def test_problem_refuses_what_makes_no_sense(change, words):
    with pytest.raises(ValueError, match=words):
        replace(small_problem((), {"leader": 1}), **change)


@st.composite
def problems(draw):
    """Small problems, some of them without a solution."""
    problem = province(
        draw(st.integers(0, 9999)),
        people=draw(st.integers(6, 30)),
        units=draw(st.integers(3, 9)),
        groups=3,
        cities=2,
        needs={"leader": 1, "member": draw(st.integers(1, 2))},
    )
    tags = draw(st.sampled_from([{}, {"party": 1}]))
    rules = replace(
        problem.rules,
        tags_min=tags,
        home_max=draw(st.sampled_from([None, 1, 2])),
        new_max_percent=draw(st.sampled_from([None, 0, 50])),
    )
    problem = replace(problem, rules=rules)
    if draw(st.booleans()):
        problem = replace(problem, links=plan_links(problem, seed="1", guests=1, anchors=1))
    return problem


@SOLVING
@given(problems())
def test_verifier_finds_nothing_in_any_result(problem):
    formed = form_groups(problem, seed="1")
    if formed.proposal:
        assert check_proposal(problem, formed.proposal) == []
        assert formed.proof.status is Status.OPTIMAL
        return
    assert formed.proof.status is Status.INFEASIBLE
    told = explain_infeasible(problem, seed="1")
    assert told.shortages
    only_short = {Fault.ROLE_SHORT, Fault.TAG_SHORT, Fault.LINK_SHORT}
    assert {one.fault for one in check_proposal(problem, told.nearest)} <= only_short
