"""The verifier: every planted fault is found, whoever planted it, and nothing else."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from evaluators.rules.checking import Checker, Fault, check_proposal
from evaluators.rules.facts import EvaluatorFacts
from evaluators.rules.forming import form_groups
from evaluators.rules.links import plan_links
from evaluators.rules.problem import Guest, Proposal, Seat
from evaluators.rules.recusal import NEVER_WAIVED, Recusal, Waiver
from tests.evaluators.rules.problems import YEAR, province


@cache
def lawful_world():
    """A problem with links, and a lawful proposal."""
    problem = province(3, people=120, units=30, groups=4, needs={"leader": 1, "member": 4})
    problem = replace(problem, links=plan_links(problem, seed="1"))
    formed = form_groups(problem, seed="1")
    assert formed.proposal.guests
    return problem, formed.proposal


@pytest.fixture(name="lawful")
def lawful_fixture():
    return lawful_world()


def changed(problem, key, **facts):
    """The problem with other facts about one evaluator."""
    people = tuple(replace(one, **facts) if one.key == key else one for one in problem.evaluators)
    return replace(problem, evaluators=people)


def found(problem, proposal, fault):
    return [one for one in check_proposal(problem, proposal) if one.fault is fault]


PLANTS = {
    Recusal.OWN_UNIT: lambda unit: {"units": frozenset({unit.unit})},
    Recusal.SUPERIOR_SUBORDINATE: lambda unit: {"superiors": frozenset({unit.unit})},
    Recusal.NATIVE_PLACE: lambda unit: {"native_place": unit.region},
    Recusal.GROWTH_PLACE: lambda unit: {"growth_places": frozenset({unit.region})},
    Recusal.WORKPLACE: lambda unit: {"work_places": frozenset({unit.region})},
    Recusal.KINSHIP: lambda unit: {"kin_units": frozenset({unit.unit})},
    Recusal.INTEREST: lambda unit: {"interest_units": frozenset({unit.unit})},
    Recusal.MUTUAL_RATING: lambda unit: {"rated_by_units": frozenset({unit.unit})},
    Recusal.ROTATION: lambda unit: {"served": {unit.unit: frozenset({YEAR - 1, YEAR - 2})}},
}


@pytest.mark.parametrize("rule", Recusal)
def test_planted_recusal_is_found_with_rule_person_and_place(lawful, rule):
    problem, proposal = lawful
    seat = proposal.seats[2]
    assessees = problem.group_by_key[seat.group].assessees
    target = next(
        unit for key in assessees if (unit := problem.assessee_by_key[key]).region or not key % 3
    )
    planted = changed(problem, seat.evaluator, **PLANTS[rule](target))
    recused = found(planted, proposal, Fault.RECUSED)
    assert target.key in {one.assessee for one in recused}
    assert {(one.evaluator, one.reason.rule) for one in recused} == {(seat.evaluator, rule)}
    assert seat.group in {one.group for one in recused}
    assert [one.reason.rule for one in Checker(planted).may_sit(seat, proposal.seats)]


@pytest.mark.parametrize("rule", sorted(set(Recusal) - NEVER_WAIVED))
def test_waived_recusal_is_lawful(lawful, rule):
    problem, proposal = lawful
    seat = proposal.seats[2]
    target = problem.assessee_by_key[problem.group_by_key[seat.group].assessees[0]]
    facts = PLANTS[rule](replace(target, region="440101"))
    placed = tuple(
        replace(one, region="440101") if one is target else one for one in problem.assessees
    )
    planted = replace(changed(problem, seat.evaluator, **facts), assessees=placed)
    assert found(planted, proposal, Fault.RECUSED)
    waived = replace(planted, waivers=frozenset({Waiver(seat.evaluator, target.key, rule)}))
    assert check_proposal(waived, proposal) == []


def test_removed_seat_is_short(lawful):
    problem, proposal = lawful
    gone = proposal.seats[0]
    broken = replace(proposal, seats=proposal.seats[1:])
    (short,) = found(problem, broken, Fault.ROLE_SHORT)
    assert (short.group, short.what, short.found) == (gone.group, gone.role, short.limit - 1)


def test_added_seat_is_over(lawful):
    problem, proposal = lawful
    seated = {seat.evaluator for seat in proposal.seats}
    spare = next(
        one for one in problem.evaluators if one.key not in seated and "leader" in one.roles
    )
    seat = Seat(proposal.seats[0].group, "leader", spare.key)
    broken = replace(proposal, seats=(*proposal.seats, seat))
    (over,) = found(problem, broken, Fault.ROLE_OVER)
    assert (over.group, over.what, over.found, over.limit) == (seat.group, "leader", 2, 1)
    assert Fault.ROLE_OVER in {one.fault for one in Checker(problem).may_sit(seat, proposal.seats)}


def test_second_seat_is_found(lawful):
    problem, proposal = lawful
    first, last = proposal.seats[0], proposal.seats[-1]
    seat = replace(last, evaluator=first.evaluator)
    broken = replace(proposal, seats=(*proposal.seats[:-1], seat))
    (twice,) = found(problem, broken, Fault.SEATED_TWICE)
    assert (twice.evaluator, twice.found) == (first.evaluator, 2)
    faults = {one.fault for one in Checker(problem).may_sit(seat, proposal.seats)}
    assert Fault.SEATED_TWICE in faults


def test_role_not_held_is_found(lawful):
    problem, proposal = lawful
    seat = proposal.seats[1]
    planted = changed(problem, seat.evaluator, roles=frozenset())
    (fault,) = found(planted, proposal, Fault.ROLE_NOT_HELD)
    assert (fault.evaluator, fault.group, fault.what) == (seat.evaluator, seat.group, seat.role)


def test_missing_tag_is_found(lawful):
    problem, proposal = lawful
    broken = replace(problem, rules=replace(problem.rules, tags_min={"economist": 1}))
    short = found(broken, proposal, Fault.TAG_SHORT)
    assert [one.group for one in short] == [group.key for group in problem.groups]
    assert {(one.what, one.found, one.limit) for one in short} == {("economist", 0, 1)}


def test_too_many_of_one_department_are_found(lawful):
    problem, proposal = lawful
    group = proposal.seats[0].group
    planted = problem
    for seat in proposal.seats:
        if seat.group == group:
            planted = changed(planted, seat.evaluator, home=777)
    (over,) = found(planted, proposal, Fault.HOME_OVER)
    assert (over.group, over.other, over.found, over.limit) == (group, 777, 5, 2)
    faults = Checker(planted).may_sit(proposal.seats[0], proposal.seats[1:])
    assert [one.fault for one in faults] == [Fault.HOME_OVER]


def test_too_many_newcomers_are_found(lawful):
    problem, proposal = lawful
    group = proposal.seats[0].group
    planted = problem
    for seat in proposal.seats:
        if seat.group == group:
            planted = changed(planted, seat.evaluator, is_new=True)
    (over,) = found(planted, proposal, Fault.NEW_OVER)
    assert (over.group, over.found, over.limit) == (group, 5, 2)
    faults = Checker(planted).may_sit(proposal.seats[0], proposal.seats[1:])
    assert [one.fault for one in faults] == [Fault.NEW_OVER]


def test_people_who_mark_each_others_units_are_found(lawful):
    problem, proposal = lawful
    one = proposal.seats[0]
    other = next(seat for seat in proposal.seats if seat.group != one.group)
    unit_of = {g.key: problem.assessee_by_key[g.assessees[0]].unit for g in problem.groups}
    homeless = tuple(replace(person, units=frozenset()) for person in problem.evaluators)
    problem = replace(problem, evaluators=homeless)
    planted = changed(problem, one.evaluator, units=frozenset({unit_of[other.group]}))
    assert check_proposal(planted, proposal) == []
    planted = changed(planted, other.evaluator, units=frozenset({unit_of[one.group]}))
    (fault,) = check_proposal(planted, proposal)
    pair = tuple(sorted((one.evaluator, other.evaluator)))
    assert (fault.fault, fault.evaluator, fault.other) == (Fault.MUTUAL_SEATS, *pair)
    assert Checker(planted).may_sit(other, [one]) == [fault]
    # An approval for one of the two marks is enough; one for another unit is not.
    first, second = problem.group_by_key[other.group].assessees[:2]
    for assessee, faults in ((first, []), (second, [fault])):
        waiver = Waiver(other.evaluator, assessee, Recusal.MUTUAL_RATING)
        assert check_proposal(replace(planted, waivers=frozenset({waiver})), proposal) == faults


def test_guest_faults_are_found(lawful):
    problem, proposal = lawful
    guest = proposal.guests[0]
    bare = replace(proposal, guests=proposal.guests[1:])
    (short,) = found(problem, bare, Fault.LINK_SHORT)
    assert (short.group, short.other, short.found) == (guest.to_group, guest.from_group, 1)
    twice = replace(proposal, guests=(*proposal.guests, guest))
    assert [one.evaluator for one in found(problem, twice, Fault.GUEST_TWICE)] == [guest.evaluator]
    stranger = next(seat for seat in proposal.seats if seat.group != guest.from_group)
    visitor = replace(guest, evaluator=stranger.evaluator)
    wrong = replace(bare, guests=(*bare.guests, visitor))
    (fault,) = found(problem, wrong, Fault.GUEST_WITHOUT_SEAT)
    assert fault.evaluator == stranger.evaluator
    back = Guest(guest.to_group, guest.from_group, stranger.evaluator)
    unplanned = replace(proposal, guests=(*proposal.guests, back))
    assert found(problem, unplanned, Fault.GUEST_WITHOUT_LINK)


def test_recused_guest_is_found(lawful):
    problem, proposal = lawful
    guest = proposal.guests[0]
    link = next(one for one in problem.links if one.to_group == guest.to_group)
    kin = frozenset({problem.assessee_by_key[link.anchors[0]].unit})
    planted = changed(problem, guest.evaluator, kin_units=kin)
    (fault,) = found(planted, proposal, Fault.RECUSED)
    assert (fault.evaluator, fault.group, fault.assessee) == (
        guest.evaluator,
        guest.to_group,
        link.anchors[0],
    )


def test_strangers_are_named_and_the_rest_is_still_checked(lawful):
    problem, proposal = lawful
    group = proposal.seats[0].group
    broken = replace(
        proposal,
        seats=(*proposal.seats, Seat(group, "member", -1), Seat(-2, "member", 1000)),
        guests=(*proposal.guests, Guest(group, -3, 1001)),
    )
    faults = [(v.fault, v.evaluator, v.group) for v in check_proposal(problem, broken)]
    assert faults == [
        (Fault.UNKNOWN_EVALUATOR, -1, group),
        (Fault.UNKNOWN_GROUP, 1000, -2),
        (Fault.UNKNOWN_GROUP, 1001, -3),
    ]
    assert [one.fault for one in Checker(problem).may_sit(Seat(-2, "member", 1000))] == [
        Fault.UNKNOWN_GROUP
    ]


def test_every_unit_is_covered_exactly_once(lawful):
    """GRP-01."""
    problem, _ = lawful
    first, second, *rest = problem.groups
    lost, doubled = first.assessees[0], second.assessees[0]
    groups = (replace(first, assessees=(*first.assessees[1:], doubled)), second, *rest)
    faults = Checker(replace(problem, groups=groups)).check_coverage()
    assert {(v.fault, v.assessee, v.found) for v in faults} == {
        (Fault.NOT_COVERED, lost, 0),
        (Fault.COVERED_TWICE, doubled, 2),
    }


def test_empty_proposal_lacks_every_seat(lawful):
    problem, _ = lawful
    short = found(problem, Proposal(()), Fault.ROLE_SHORT)
    assert sum(one.limit - one.found for one in short) == sum(g.size for g in problem.groups)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 19), st.integers(0, 119))
def test_live_check_and_whole_check_agree(place, whom):
    """A person put by hand into another's seat: both ways of asking name the same faults."""
    problem, proposal = lawful_world()
    seat, person = proposal.seats[place], problem.evaluators[whom]
    rest = tuple(one for one in proposal.seats if one != seat)
    new = replace(seat, evaluator=person.key)
    assume(new not in rest)
    live = Checker(problem).may_sit(new, rest)
    bare = replace(problem, links=(), rules=replace(problem.rules, tags_min={}))
    whole = check_proposal(bare, Proposal((*rest, new)))
    assert set(live) == set(whole)


def test_nobody_is_barred_without_facts(lawful):
    problem, _ = lawful
    blank = EvaluatorFacts(5000, roles=frozenset({"leader"}))
    checker = Checker(replace(problem, evaluators=(*problem.evaluators, blank)))
    assert all(checker.may_sit(Seat(group.key, "leader", 5000)) == [] for group in problem.groups)
