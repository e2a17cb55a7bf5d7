"""Why no lawful groups can be formed, and what would help. Advice: nothing is relaxed by itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from evaluators.rules.checking import Checker, Violation
from evaluators.rules.problem import FORMING_LIMITS, FormingProblem, Limits, Proposal, Status
from evaluators.rules.recusal import Recusal
from evaluators.rules.recusal_matrix import RULES, BoolArray
from evaluators.rules.seat_program import (
    HOME,
    KEPT,
    LINKS,
    NEWCOMERS,
    TAGS,
    SeatProgram,
    Shortage,
    recusals_of,
)

Key = TypeVar("Key")


@dataclass(frozen=True)
class Bottleneck:
    """One role of one group: who could fill it and what stands in the way.

    Attributes:
        qualified: evaluators with the role; free: those whom no recusal bars from the group.
        removed: evaluators whom each rule in force bars; one person may count under several.
        moves: assessees whose move to another group frees people, with how many, best first.
        waivers: rules that an office may waive, with how many people are barred by that rule
            alone; kinship and one's own unit never stand here (L-05).
    """

    group: int
    role: str
    need: int
    qualified: int
    free: int
    removed: Mapping[Recusal, int]
    moves: tuple[tuple[int, int], ...]
    waivers: tuple[tuple[Recusal, int], ...]

    @property
    def has_reserve(self) -> bool:
        """Whether twice as many are free as are needed, so that an illness can be met."""
        return self.free >= 2 * self.need


@dataclass(frozen=True)
class Explanation:
    """Why a problem has no solution.

    Attributes:
        nearest: the best proposal with seats left empty; shortages: what it lacks.
        conflict: families of rules that cannot hold together, none of which can be left out of
            the set; empty when people are too few whatever the rules.
        bottlenecks: the roles that lack people, scarcest first.
        objections: what kept seats break by themselves; nothing else is searched for then.
    """

    nearest: Proposal | None
    shortages: tuple[Shortage, ...]
    conflict: tuple[str, ...]
    bottlenecks: tuple[Bottleneck, ...]
    objections: tuple[Violation, ...] = ()


def explain_infeasible(
    problem: FormingProblem, *, seed: str, limits: Limits = FORMING_LIMITS
) -> Explanation:
    """Say who is missing where, which rules conflict, and what would help.

    Args:
        limits: of each single search; there is one for each family of rules, and one more.
    Source: analysis of group formation, infeasible problems.
    """
    if objections := Checker(problem).check_kept():
        return Explanation(None, (), (), (), tuple(objections))
    hits = recusals_of(problem)
    answer = SeatProgram(problem, seed, elastic=True, hits=hits).solve(limits)
    return Explanation(
        answer.proposal,
        answer.shortages,
        _find_conflict(problem, seed, limits, hits),
        tuple(one for one in list_bottlenecks(problem, hits) if one.free < one.need)
        or _short_of(problem, answer.shortages, hits),
    )


def _short_of(
    problem: FormingProblem, shortages: tuple[Shortage, ...], hits: BoolArray
) -> tuple[Bottleneck, ...]:
    """Roles with people enough each for itself, which run short only together."""
    short = {(one.group, one.what) for one in shortages if one.kind == "role"}
    return tuple(one for one in list_bottlenecks(problem, hits) if (one.group, one.role) in short)


def _find_conflict(
    problem: FormingProblem, seed: str, limits: Limits, hits: BoolArray
) -> tuple[str, ...]:
    """Leave out one family after the other for as long as the rest still cannot hold."""

    def is_infeasible(without: frozenset[str]) -> bool:
        program = SeatProgram(problem, seed, without=without, priced=False, hits=hits)
        return program.solve(limits).proof.status is Status.INFEASIBLE

    families = _families(problem)
    without: frozenset[str] = frozenset()
    for family in families:
        # A search that ran out of time proves nothing, so its family stays in the set.
        if is_infeasible(without | {family}):
            without |= {family}
    return tuple(family for family in families if family not in without)


def _families(problem: FormingProblem) -> list[str]:
    rules = problem.rules
    # Tried first: seats taken by hand are named only where the rules could hold without them.
    families = [KEPT] if problem.kept else []
    families += [str(rule) for rule in RULES if rule in rules.recusal.enabled]
    families += [TAGS] if rules.tags_min else []
    families += [HOME] if rules.home_max is not None else []
    families += [NEWCOMERS] if rules.new_max_percent is not None else []
    families += [LINKS] if problem.links else []
    return families


def list_bottlenecks(
    problem: FormingProblem, hits: BoolArray | None = None
) -> tuple[Bottleneck, ...]:
    """Every role of every group, the scarcest first: fewest free people for each seat.

    Args:
        hits: (R, E, U) recusals of the problem, if they are at hand.
    Source: analysis of group formation, bottleneck table.
    """
    if hits is None:
        hits = recusals_of(problem)
    found = list(_each_role(problem, hits))
    return tuple(sorted(found, key=lambda one: (one.free / one.need, one.group, one.role)))


def _each_role(problem: FormingProblem, hits: BoolArray) -> Iterator[Bottleneck]:
    column = {assessee.key: n for n, assessee in enumerate(problem.assessees)}
    for group in problem.groups:
        inside = hits[:, :, [column[key] for key in group.assessees]]
        for role, need in group.needs.items():
            if need:
                rows = [n for n, one in enumerate(problem.evaluators) if role in one.roles]
                yield _bottleneck(problem, group.key, role, need, inside[:, rows])


def _bottleneck(
    problem: FormingProblem, group: int, role: str, need: int, barred: BoolArray
) -> Bottleneck:
    """Count over (R, Q, A): rules, people qualified for the role, assessees of the group."""
    by_rule: BoolArray = np.logical_or.reduce(barred, axis=2)
    by_assessee: BoolArray = np.logical_or.reduce(barred, axis=0)
    once = by_assessee.sum(axis=1) == 1
    freed = by_assessee[once].sum(axis=0).tolist()
    alone = by_rule[:, by_rule.sum(axis=0) == 1].sum(axis=1).tolist()
    assessees = problem.group_by_key[group].assessees
    removed = by_rule.sum(axis=1).tolist()
    in_force = problem.rules.recusal.enabled
    return Bottleneck(
        group=group,
        role=role,
        need=need,
        qualified=barred.shape[1],
        free=int(np.count_nonzero(~by_assessee.any(axis=1))),
        removed={rule: removed[n] for n, rule in enumerate(RULES) if rule in in_force},
        moves=_best_first(zip(assessees, freed, strict=True)),
        waivers=_best_first((r, n) for r, n in zip(RULES, alone, strict=True) if r.can_be_waived),
    )


def _best_first(gains: Iterable[tuple[Key, int]]) -> tuple[tuple[Key, int], ...]:
    return tuple(sorted((gain for gain in gains if gain[1]), key=lambda gain: -gain[1]))
