"""Why nothing can be formed, and what would help."""

from dataclasses import replace

from evaluators.rules.checking import Checker
from evaluators.rules.facts import AssesseeFacts, EvaluatorFacts
from evaluators.rules.forming import form_groups
from evaluators.rules.infeasible import explain_infeasible, list_bottlenecks
from evaluators.rules.problem import FormingProblem, FormingRules, Group, Seat
from evaluators.rules.recusal import NEVER_WAIVED, Recusal, RecusalRules
from tests.evaluators.rules.problems import CASES, NAMES, YEAR, oracle_problem, province

LEADER = frozenset({"leader"})


def test_oracle_explanation():
    expected = CASES["infeasible"]["expected"]
    told = explain_infeasible(oracle_problem("infeasible"), seed="1")
    shortages = [[f"short_{s.kind}", str(s.group), s.what, s.missing] for s in told.shortages]
    assert shortages == expected["shortage"]
    assert told.conflict == tuple(NAMES[name] for name in expected["conflicting_rules"])
    first = told.bottlenecks[0]
    table = expected["bottleneck_first"]
    assert {key: getattr(first, key) for key in ("group", "role", "qualified", "free", "need")} == {
        key: table[key] for key in ("group", "role", "qualified", "free", "need")
    }
    assert first.removed == {NAMES[name]: count for name, count in table["removed"].items()}
    assert list(first.moves) == expected["move_one_unit"]
    assert first.waivers == ((Recusal.NATIVE_PLACE, 4),)


def two_units(*leaders):
    """One group of units 7 and 8 that needs a leader, and another of unit 9 that needs nobody."""
    return FormingProblem(
        leaders,
        tuple(AssesseeFacts(unit, unit) for unit in (7, 8, 9)),
        (Group(1, (7, 8), {"leader": 1}), Group(2, (9,), {})),
        FormingRules(RecusalRules(YEAR)),
    )


def barred(key, **facts):
    return EvaluatorFacts(key, roles=LEADER, **facts)


def test_moving_one_unit_frees_those_barred_by_it_alone():
    problem = two_units(
        barred(1, work_units=frozenset({7})),
        barred(2, kin_units=frozenset({7})),
        barred(3, work_units=frozenset({8})),
        barred(4, work_units=frozenset({7, 8})),
    )
    first = explain_infeasible(problem, seed="1").bottlenecks[0]
    assert first.moves == ((7, 2), (8, 1))
    for unit, freed in first.moves:
        rest = tuple(key for key in (7, 8) if key != unit)
        moved = (Group(1, rest, {"leader": 1}), Group(2, (9, unit), {}))
        after = list_bottlenecks(replace(problem, groups=moved))[0]
        assert after.free == freed
        assert form_groups(replace(problem, groups=moved), seed="1").proposal


def test_kin_and_own_unit_are_never_offered_for_a_waiver():
    """L-05."""
    problem = two_units(
        barred(1, kin_units=frozenset({7})),
        barred(2, units=frozenset({8})),
        barred(3, kin_units=frozenset({7}), work_units=frozenset({7})),
    )
    first = explain_infeasible(problem, seed="1").bottlenecks[0]
    assert first.waivers == ()
    assert (first.removed[Recusal.KINSHIP], first.removed[Recusal.OWN_UNIT]) == (2, 1)


def test_too_few_people_conflict_with_no_rule():
    told = explain_infeasible(two_units(), seed="1")
    assert told.conflict == ()
    assert told.bottlenecks[0].qualified == 0
    assert [(s.kind, s.group, s.what, s.missing) for s in told.shortages] == [
        ("role", 1, "leader", 1)
    ]


def test_people_enough_for_each_role_but_not_for_both():
    """One person is free for both seats: no role alone is short, the two together are."""
    both = EvaluatorFacts(1, roles=frozenset({"leader", "member"}))
    problem = replace(two_units(both), groups=(Group(1, (7, 8), {"leader": 1, "member": 1}),))
    told = explain_infeasible(problem, seed="1")
    assert [one.free for one in told.bottlenecks] == [1]


def test_quotas_conflict_by_their_family_names():
    people = tuple(
        EvaluatorFacts(n, roles=LEADER, home=5, is_new=True, tags=frozenset()) for n in range(4)
    )
    problem = replace(two_units(*people), groups=(Group(1, (7, 8), {"leader": 2}),))
    rules = problem.rules
    newcomers = replace(problem, rules=replace(rules, home_max=None))
    assert explain_infeasible(newcomers, seed="1").conflict == ("newcomers",)
    homes = replace(problem, rules=replace(rules, home_max=1, new_max_percent=None))
    assert explain_infeasible(homes, seed="1").conflict == ("home",)
    tagged = replace(rules, new_max_percent=None, tags_min={"core": 1})
    told = explain_infeasible(replace(problem, rules=tagged), seed="1")
    assert told.conflict == ("tags",)
    assert [(s.kind, s.what, s.missing) for s in told.shortages] == [("tag", "core", 1)]


def test_reserve_is_twice_the_need():
    one = list_bottlenecks(two_units(barred(1)))[0]
    two = list_bottlenecks(two_units(barred(1), barred(2)))[0]
    assert (one.has_reserve, two.has_reserve) == (False, True)


def test_bottleneck_table_agrees_with_the_verifier():
    problem = province(people=40, units=12, groups=3, cities=2)
    checker = Checker(problem)
    for row in list_bottlenecks(problem):
        group = problem.group_by_key[row.group]
        reasons = {
            one.key: {r.rule for key in group.assessees for r in checker.reasons(one.key, key)}
            for one in problem.evaluators
            if row.role in one.roles
        }
        assert row.qualified == len(reasons)
        assert row.free == sum(not found for found in reasons.values())
        for rule, count in row.removed.items():
            assert count == sum(rule in found for found in reasons.values())
        for rule, count in row.waivers:
            assert rule not in NEVER_WAIVED
            assert count == sum(found == {rule} for found in reasons.values())
        free = [key for key, found in reasons.items() if not found]
        assert all(checker.may_sit(Seat(row.group, row.role, key)) == [] for key in free)
