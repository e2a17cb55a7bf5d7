"""Problems for the tests of forming: the oracle's small world, and large invented ones."""

import json
import random
from dataclasses import replace
from pathlib import Path

from evaluators.rules.facts import AssesseeFacts, EvaluatorFacts
from evaluators.rules.problem import FormingProblem, FormingRules, Group, Link, Prices
from evaluators.rules.recusal import Recusal, RecusalRules

CASES = {
    case["id"]: case
    for case in json.loads(
        (Path(__file__).parents[1] / "cases" / "f7_group_formation.json").read_text("utf-8")
    )["cases"]
}
YEAR = 2025
# The oracle's names for the rules it knows; it has no others.
NAMES = {
    "own_unit": Recusal.OWN_UNIT,
    "birthplace": Recusal.NATIVE_PLACE,
    "growth_place": Recusal.GROWTH_PLACE,
    "workplace": Recusal.WORKPLACE,
    "kinship": Recusal.KINSHIP,
    "rotation": Recusal.ROTATION,
}
# The oracle bans a second year running.
ORACLE_RULES = RecusalRules(YEAR, years_in_row=1, enabled=frozenset(NAMES.values()))


def place(region):
    return "" if region is None else f"32{region + 1:02d}00"


def oracle_evaluator(key, row):
    return EvaluatorFacts(
        key=key,
        roles=frozenset(row["roles"]),
        units=frozenset() if row["unit"] is None else frozenset({row["unit"]}),
        native_place=place(row["birth"]),
        kin_units=frozenset(row.get("kin", ())),
        served={unit: frozenset({YEAR - 1}) for unit in row.get("last_year", ())},
        tags=frozenset(map(str, row["skills"])),
        home=row["dept"],
        categories=frozenset(row["cats"]),
        load=row.get("load", 0),
        is_new=row.get("new", False),
    )


def oracle_people(case):
    return tuple(oracle_evaluator(key, row) for key, row in enumerate(case["evaluators"]))


def oracle_units(case):
    return tuple(
        AssesseeFacts(key, unit=key, region=place(row["region"]), category=row["cat"])
        for key, row in enumerate(case["units"])
    )


def oracle_problem(name="feasible"):
    case = CASES[name]["input"]
    base = CASES[case["as"]]["input"] if "as" in case else case
    units = oracle_units(base)
    groups = tuple(
        Group(
            key,
            tuple(unit for unit, at in enumerate(base["group_of_unit"]) if at == key),
            base["need"],
            units[base["group_of_unit"].index(key)].category,
        )
        for key in sorted(set(base["group_of_unit"]))
    )
    problem = FormingProblem(
        oracle_people(base),
        units,
        groups,
        FormingRules(ORACLE_RULES, tags_min=base["expertise_min"], home_max=base["dept_max"]),
    )
    return CHANGES.get(name, lambda problem, case: problem)(problem, case)


def _priced_rotation(problem, case):
    enabled = ORACLE_RULES.enabled - {Recusal.ROTATION}
    price = Prices(repeated=case["weights"]["rotation"])
    rules = replace(problem.rules, recusal=replace(ORACLE_RULES, enabled=enabled), prices=price)
    return replace(problem, rules=rules)


def _linked(problem, case):
    links = tuple(Link(a, b, tuple(anchors), guests) for a, b, anchors, guests in case["link"])
    return replace(problem, links=links)


def _all_leaders_from_one_place(problem, case):
    born = {1: place(0), 2: place(0)}
    people = tuple(
        replace(one, native_place=born.get(one.key, one.native_place)) for one in problem.evaluators
    )
    return replace(problem, evaluators=people)


CHANGES = {
    "soft_rotation": _priced_rotation,
    "linked": _linked,
    "infeasible": _all_leaders_from_one_place,
}


def province(seed=1, *, people=573, units=239, groups=15, cities=13, needs=None):
    """An invented province: cities with counties, organs without a place, and its evaluators."""
    draw = random.Random(seed)
    needs = needs or {"leader": 1, "deputy": 1, "supervisor": 1, "liaison": 1, "member": 7}
    counties = [f"32{c + 1:02d}{n + 1:02d}" for c in range(cities) for n in range(6)]
    assessed = tuple(
        AssesseeFacts(
            key=key,
            unit=key,
            region=draw.choice(counties) if key % 3 == 0 else "",
            category=key * groups // units // 3,
        )
        for key in range(units)
    )
    evaluators = tuple(_invented(draw, 1000 + n, units, counties, needs) for n in range(people))
    planned = tuple(
        Group(g, keys, needs, assessed[keys[0]].category)
        for g in range(groups)
        if (keys := tuple(k for k in range(units) if k * groups // units == g))
    )
    rules = FormingRules(RecusalRules(YEAR), tags_min={"finance": 1, "party": 2})
    return FormingProblem(evaluators, assessed, planned, rules)


def _invented(draw, key, units, counties, needs):
    roles = [role for role in needs if draw.random() < (0.15 if role == "leader" else 0.5)]
    return EvaluatorFacts(
        key=key,
        person=key,
        roles=frozenset(roles or ["member"]),
        units=frozenset({draw.randrange(units * 2)}),
        native_place=draw.choice(counties),
        growth_places=frozenset(draw.sample(counties, draw.choice([1, 1, 2]))),
        work_places=frozenset(draw.sample(counties, draw.choice([0, 1, 2]))),
        work_units=frozenset({draw.randrange(units * 2)}),
        kin_units=frozenset({draw.randrange(units)} if draw.random() < 0.1 else ()),
        served={draw.randrange(units): frozenset({YEAR - 2, YEAR - 1}) for _ in range(5)},
        tags=frozenset(t for t in ("finance", "party", "core") if draw.random() < 0.4),
        home=draw.randrange(60),
        categories=frozenset({draw.randrange(5)}),
        load=float(draw.randrange(3)),
        is_new=draw.random() < 0.2,
    )
