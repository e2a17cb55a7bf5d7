"""What was done by hand stays: seats in the program and the verifier, units in the dealing."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluators.rules.checking import Checker, Fault, check_proposal
from evaluators.rules.dealing import plan_batches, stray_units
from evaluators.rules.facts import AssesseeFacts, EvaluatorFacts
from evaluators.rules.forming import form_groups
from evaluators.rules.infeasible import explain_infeasible
from evaluators.rules.problem import FormingProblem, FormingRules, Group, Proposal, Seat, Status
from evaluators.rules.recusal import Recusal, RecusalRules
from evaluators.rules.splitting import Hands, split_units
from tests.evaluators.rules.problems import YEAR, oracle_problem, province

MEMBER = frozenset({"member"})


def two_groups(*people, kept=(), **rules):
    """Units 7 and 8, one in each group, one member each."""
    return FormingProblem(
        people,
        (AssesseeFacts(7, 7, category=1), AssesseeFacts(8, 8, category=1)),
        (Group(1, (7,), {"member": 1}, 1), Group(2, (8,), {"member": 1}, 1)),
        FormingRules(RecusalRules(YEAR), **rules),
        kept=frozenset(kept),
    )


def one(key, **facts):
    return EvaluatorFacts(key, roles=MEMBER, **facts)


def test_a_kept_seat_is_held_though_a_better_one_is_free():
    best = oracle_problem()
    free = form_groups(best, seed="1")
    seat = free.proposal.seats[0]
    other = next(
        Seat(seat.group, seat.role, evaluator.key)
        for evaluator in best.evaluators
        if seat.role in evaluator.roles
        and not Checker(best).may_sit(Seat(seat.group, seat.role, evaluator.key))
        and evaluator.key not in {taken.evaluator for taken in free.proposal.seats}
    )
    kept = replace(best, kept=frozenset({other}))
    formed = form_groups(kept, seed="1")
    assert other in formed.proposal.seats
    assert formed.proof.status is Status.OPTIMAL
    assert formed.proof.objective >= free.proof.objective
    assert check_proposal(kept, formed.proposal) == []
    assert [found.fault for found in check_proposal(kept, free.proposal)] == [Fault.KEPT_GONE]


@pytest.mark.parametrize(
    ("person", "seats", "fault"),
    [
        (one(1, kin_units=frozenset({7})), [Seat(1, "member", 1)], Fault.RECUSED),
        (EvaluatorFacts(1), [Seat(1, "member", 1)], Fault.ROLE_NOT_HELD),
        (one(1), [Seat(1, "member", 1), Seat(2, "member", 1)], Fault.SEATED_TWICE),
        (one(1), [Seat(1, "member", 1), Seat(1, "member", 2)], Fault.ROLE_OVER),
        (one(3), [Seat(1, "member", 9)], Fault.UNKNOWN_EVALUATOR),
    ],
    ids=["recused", "role", "twice", "too many", "left the pool"],
)
def test_a_kept_seat_that_breaks_a_rule_is_named(person, seats, fault):
    problem = two_groups(person, one(2), one(4), kept=seats)
    assert form_groups(problem, seed="1").proof.status is Status.INFEASIBLE
    told = explain_infeasible(problem, seed="1")
    assert fault in {found.fault for found in told.objections}
    assert {found.evaluator for found in told.objections} <= {seat.evaluator for seat in seats} | {
        None
    }
    assert (told.shortages, told.conflict, told.bottlenecks) == ((), (), ())


def test_kept_seats_that_only_together_stand_in_the_way_are_given_up_by_name():
    """1 may go anywhere, 2 to group 1 alone: 1 kept there leaves nobody for group 2."""
    people = (one(1), one(2, kin_units=frozenset({8})))
    problem = two_groups(*people, kept=[Seat(1, "member", 1)])
    assert Checker(problem).check_kept() == []
    assert form_groups(problem, seed="1").proof.status is Status.INFEASIBLE
    told = explain_infeasible(problem, seed="1")
    assert told.conflict == ("kept", Recusal.KINSHIP)
    [short] = told.shortages
    assert (short.kind, short.group, short.what, short.evaluator) == ("kept", 1, "member", 1)
    assert form_groups(replace(problem, kept=frozenset()), seed="1").proposal


def test_kept_seats_are_not_blamed_for_what_fails_without_them():
    problem = two_groups(one(1), one(2, kin_units=frozenset({8})), kept=[])
    alone = replace(problem, evaluators=problem.evaluators[1:], kept=frozenset())
    assert "kept" not in explain_infeasible(alone, seed="1").conflict
    held = replace(alone, kept=frozenset({Seat(1, "member", 2)}))
    assert "kept" not in explain_infeasible(held, seed="1").conflict


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 9999), st.integers(0, 5))
def test_any_lawful_seats_can_be_kept(seed, number):
    problem = province(seed, people=40, units=9, groups=3, needs={"leader": 1, "member": 2})
    problem = replace(problem, rules=replace(problem.rules, tags_min={}, new_max_percent=None))
    first = form_groups(problem, seed="1").proposal
    if first is None:
        return
    kept = replace(problem, kept=frozenset(first.seats[:number]))
    assert Checker(kept).check_kept() == []
    again = form_groups(kept, seed="2")
    assert set(kept.kept) <= set(again.proposal.seats)
    assert check_proposal(kept, again.proposal) == []


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.integers(1, 60), st.sampled_from(["a", "b", "c", ""]), min_size=4),
    st.integers(2, 4),
    st.data(),
)
def test_units_placed_by_hand_stay_and_the_others_even_out(regions, count, data):
    placed = data.draw(
        st.dictionaries(st.sampled_from(sorted(regions)), st.integers(0, count - 1), max_size=6)
    )
    split = split_units(regions, count, seed="1", hands=Hands(placed))
    assert sorted(unit for group in split.groups for unit in group) == sorted(regions)
    assert all(unit in split.groups[group] for unit, group in placed.items())
    by_hand = [sum(at == group for at in placed.values()) for group in range(count)]
    grown = [
        len(group) for group, fixed in zip(split.groups, by_hand, strict=True) if len(group) > fixed
    ]
    assert not grown or max(grown) - min(map(len, split.groups)) <= 1
    visits = {(regions[unit], n) for n, group in enumerate(split.groups) for unit in group}
    assert len(visits) == split.proof.objective


def test_units_avoid_the_group_of_somebody_who_is_recused_from_them():
    regions = dict.fromkeys(range(1, 5), "")
    hands = Hands(barred={1: frozenset({0}), 2: frozenset({0})})
    assert split_units(regions, 2, seed="1", hands=hands).groups == ((3, 4), (1, 2))
    nowhere = Hands(barred=dict.fromkeys(regions, frozenset({0})))
    assert split_units(regions, 2, seed="1", hands=nowhere).proof.status is Status.INFEASIBLE


def dealt(categories, groups, *, placed=None, kept=(), people=()):
    """Batches as (category, groups, units), and strays."""
    problem = FormingProblem(
        people,
        tuple(AssesseeFacts(key, key, category=at) for key, at in categories.items()),
        tuple(Group(key, (), {}, at) for key, at in groups.items()),
        FormingRules(RecusalRules(YEAR)),
        kept=frozenset(kept),
    )
    batches = plan_batches(problem, placed or {})
    found = [(batch.category, batch.groups, tuple(batch.regions)) for batch in batches]
    return found, stray_units(placed or {}, batches), batches


NO_CATEGORY = {1: None, 2: None, 3: None}


def test_a_group_takes_the_category_of_the_units_placed_in_it():
    categories = {11: 5, 12: 5, 13: 6, 14: 6, 15: 6}
    found, stray, batches = dealt(categories, NO_CATEGORY, placed={11: 3, 12: 3})
    assert found == [(5, (3,), (11, 12)), (6, (1, 2), (13, 14, 15))]
    assert batches[0].hands.placed == {11: 0, 12: 0}
    assert stray == {}


def test_a_unit_placed_among_those_of_another_category_stays_there():
    categories = {11: 5, 12: 5, 13: 6, 14: 6, 15: 6, 16: 6}
    found, stray, _batches = dealt(categories, NO_CATEGORY, placed={13: 2, 11: 2, 12: 2})
    assert found == [(5, (2,), (11, 12)), (6, (1, 3), (14, 15, 16))]
    assert stray == {2: [13]}


def test_a_group_where_somebody_is_kept_keeps_its_category_and_avoids_recusals():
    people = (one(1, kin_units=frozenset({13})),)
    found, _stray, batches = dealt(
        {11: 5, 13: 6, 14: 6},
        {1: 6, 2: None, 3: None},
        people=people,
        kept=[Seat(1, "member", 1)],
    )
    assert found == [(5, (2,), (11,)), (6, (1, 3), (13, 14))]
    assert batches[1].hands.barred == {13: frozenset({0})}


def test_fewer_groups_than_categories_take_everything_together():
    found, stray, batches = dealt({11: 5, 13: 6}, {1: None}, placed={13: 1})
    assert found == [(None, (1,), (11, 13))]
    assert (batches[0].hands.placed, stray) == ({13: 0}, {})


def test_no_more_groups_are_taken_for_a_category_than_it_has_units():
    kept = [Seat(group, "member", group) for group in (1, 2)]
    people = (one(1), one(2))
    found, _stray, _batches = dealt({11: 5, 12: 6}, {1: 5, 2: 5, 3: None}, people=people, kept=kept)
    assert found == [(5, (1,), (11,)), (6, (3,), (12,))]


def test_the_verifier_counts_a_proposal_without_a_kept_seat_as_faulty():
    problem = two_groups(one(1), one(2), kept=[Seat(1, "member", 1)])
    turned = Proposal((Seat(1, "member", 2), Seat(2, "member", 1)))
    assert [found.fault for found in check_proposal(problem, turned)] == [Fault.KEPT_GONE]
