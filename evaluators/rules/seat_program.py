"""The program behind forming: who may sit where, which rows hold the rules, what it costs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from evaluators.rules.facts import EvaluatorFacts
from evaluators.rules.problem import (
    FormingProblem,
    Group,
    Guest,
    Limits,
    Proof,
    Proposal,
    Seat,
)
from evaluators.rules.program import Program
from evaluators.rules.recusal import Recusal
from evaluators.rules.recusal_matrix import RULES, BoolArray, find_recusals
from evaluators.rules.sampling import shuffle_keys

# Families of rules besides those of `Recusal`, by stable codes.
TAGS, HOME, NEWCOMERS, LINKS, KEPT = "tags", "home", "newcomers", "links", "kept"
# What an empty seat, a missing tag or guest, or a kept seat given up costs in an elastic search:
# far above everything that prices can gain.
SHORT_PRICES = {"role": 1000.0, "tag": 100.0, "guest": 100.0, "kept": 50.0}


@dataclass(frozen=True)
class Shortage:
    """What even the best proposal lacks: people of a role or tag, guests of a link, a kept seat.

    Attributes:
        kind: "role", "tag", "guest" or "kept".
        what: the role or the tag; the group visited by guests.
        evaluator: who gives up a kept seat.
    """

    kind: str
    group: int
    what: str
    missing: int
    evaluator: int | None = None


@dataclass(frozen=True)
class SeatAnswer:
    """What the solver found; no proposal without a solution."""

    proposal: Proposal | None
    shortages: tuple[Shortage, ...]
    proof: Proof


class SeatProgram:
    """Seats and guests of a problem as columns, its rules as rows.

    A seat that some recusal forbids gets no column at all, so those rules cost nothing.

    Args:
        seed: orders the columns: among equals, the solver favours early ones.
        without: families of rules left out, to find out which of them conflict.
        elastic: whether seats may stay empty at a price.
        priced: False asks only whether any solution exists.
    """

    def __init__(
        self,
        problem: FormingProblem,
        seed: str,
        *,
        without: frozenset[str] = frozenset(),
        elastic: bool = False,
        priced: bool = True,
        hits: BoolArray | None = None,
    ) -> None:
        self.problem = problem
        self.without = without
        self.elastic = elastic
        self.priced = priced
        self.program = Program()
        self.seats: dict[Seat, int] = {}
        self.guests: dict[Guest, int] = {}
        self.short: list[tuple[Shortage, int]] = []
        self._free = _free_pairs(problem, without, hits)
        self._column = {assessee.key: n for n, assessee in enumerate(problem.assessees)}
        self._row = {evaluator.key: n for n, evaluator in enumerate(problem.evaluators)}
        order = shuffle_keys(self._row, seed)
        self._order = [problem.evaluator_by_key[key] for key in order]
        self._open_seats()
        self._open_guests()
        self._hold_seats()
        self._hold_kept()
        self._hold_groups()
        self._hold_links()
        if Recusal.MUTUAL_RATING in problem.rules.recusal.enabled - without:
            self._hold_mutual()

    def solve(self, limits: Limits) -> SeatAnswer:
        """Search for the cheapest proposal."""
        values, proof = self.program.solve(limits)
        if values is None:
            return SeatAnswer(None, (), proof)
        proposal = Proposal(
            tuple(sorted(seat for seat, column in self.seats.items() if values[column])),
            tuple(sorted(guest for guest, column in self.guests.items() if values[column])),
        )
        shortages = tuple(
            replace(short, missing=int(values[column]))
            for short, column in self.short
            if values[column]
        )
        return SeatAnswer(proposal, shortages, proof)

    def _is_free(self, evaluator: EvaluatorFacts, assessees: Iterable[int]) -> bool:
        columns = [self._column[key] for key in assessees]
        return bool(self._free[self._row[evaluator.key], columns].all())

    def _open_seats(self) -> None:
        for evaluator in self._order:
            for group in self.problem.groups:
                roles = [r for r, need in group.needs.items() if need and r in evaluator.roles]
                if roles and self._is_free(evaluator, group.assessees):
                    price = self._price(evaluator, group)
                    for role in roles:
                        seat = Seat(group.key, role, evaluator.key)
                        self.seats[seat] = self.program.add_column(price)

    def _price(self, evaluator: EvaluatorFacts, group: Group) -> float:
        if not self.priced:
            return 0.0
        prices = self.problem.rules.prices
        last_year = self.problem.rules.recusal.year - 1
        units = [self.problem.assessee_by_key[key].unit for key in group.assessees]
        repeated = sum(last_year in evaluator.served.get(unit, ()) for unit in units)
        matched = group.category is not None and group.category in evaluator.categories
        return prices.load * evaluator.load + prices.repeated * repeated - prices.match * matched

    def _open_guests(self) -> None:
        if LINKS in self.without:
            return
        price = self.problem.rules.prices.link if self.priced else 0.0
        for link in self.problem.links:
            seated = self._by_evaluator(link.from_group, marking=True)
            for key in seated:
                if self._is_free(self.problem.evaluator_by_key[key], link.anchors):
                    guest = Guest(link.from_group, link.to_group, key)
                    self.guests[guest] = self.program.add_column(price)
                    # Who marks as a guest has a seat in the group the guest comes from.
                    self.program.add_row(seated[key], lowest=0, extra=[(self.guests[guest], -1.0)])

    def _by_evaluator(self, group: int, *, marking: bool = False) -> dict[int, list[int]]:
        """Columns of the seats of a group by evaluator; on demand only of roles that mark."""
        left_out = self.problem.silent if marking else frozenset()
        found: dict[int, list[int]] = defaultdict(list)
        for seat, column in self.seats.items():
            if seat.group == group and seat.role not in left_out:
                found[seat.evaluator].append(column)
        return found

    def _hold_seats(self) -> None:
        """One seat an evaluator, and every seat of every role filled."""
        of_evaluator: dict[int, list[int]] = defaultdict(list)
        of_role: dict[tuple[int, str], list[int]] = defaultdict(list)
        for seat, column in self.seats.items():
            of_evaluator[seat.evaluator].append(column)
            of_role[seat.group, seat.role].append(column)
        for columns in of_evaluator.values():
            if len(columns) > 1:
                self.program.add_row(columns, highest=1)
        for group in self.problem.groups:
            for role, need in group.needs.items():
                short = self._shortage(Shortage("role", group.key, role, need))
                columns = of_role[group.key, role]
                self.program.add_row(columns, lowest=need, highest=need, extra=short)

    def _hold_kept(self) -> None:
        """Kept seats are held; one without a column is barred, so that nothing holds."""
        if KEPT in self.without:
            return
        for seat in sorted(self.problem.kept):
            columns = [self.seats[seat]] if seat in self.seats else []
            given_up = Shortage("kept", seat.group, seat.role, 1, seat.evaluator)
            self.program.add_row(columns, lowest=1, extra=self._shortage(given_up))

    def _shortage(self, short: Shortage) -> list[tuple[int, float]]:
        """A column for what may be missing at a price, at most as much as said."""
        if not self.elastic or not short.missing:
            return []
        column = self.program.add_column(SHORT_PRICES[short.kind], short.missing)
        self.short.append((short, column))
        return [(column, 1.0)]

    def _hold_groups(self) -> None:
        """What a group as a whole must have: tags, several departments, few newcomers."""
        rules = self.problem.rules
        for group in self.problem.groups:
            columns = self._by_evaluator(group.key)
            people = [self.problem.evaluator_by_key[key] for key in columns]
            if TAGS not in self.without:
                self._hold_tags(group, people, columns)
            if HOME not in self.without and rules.home_max is not None:
                homes = sorted({one.home for one in people if one.home is not None})
                for home in homes:
                    sent = _flat(columns[one.key] for one in people if one.home == home)
                    self.program.add_row(sent, highest=rules.home_max)
            most = rules.new_max(group)
            if NEWCOMERS not in self.without and most is not None:
                new = _flat(columns[one.key] for one in people if one.is_new)
                self.program.add_row(new, highest=most)

    def _hold_tags(
        self, group: Group, people: Iterable[EvaluatorFacts], columns: Mapping[int, list[int]]
    ) -> None:
        for tag, least in self.problem.rules.tags_min.items():
            tagged = _flat(columns[one.key] for one in people if tag in one.tags)
            short = self._shortage(Shortage("tag", group.key, tag, least))
            self.program.add_row(tagged, lowest=least, extra=short)

    def _hold_links(self) -> None:
        if LINKS in self.without:
            return
        for link in self.problem.links:
            ends = (link.from_group, link.to_group)
            columns = [c for g, c in self.guests.items() if (g.from_group, g.to_group) == ends]
            missing = Shortage("guest", link.from_group, str(link.to_group), link.guests)
            short = self._shortage(missing)
            self.program.add_row(columns, lowest=link.guests, highest=link.guests, extra=short)

    def _hold_mutual(self) -> None:
        """Nobody marks the unit of a person who marks one's own unit.

        Said of whole groups: people of group h's units mark in g, or those of g's units mark in h,
        never both. For seats that is exact, since a seat marks all of its group; guests mark the
        anchors only, so for them it is a little stricter than need be.
        """
        marking = self._marking_between()
        for (there, home), columns in marking.items():
            back = marking.get((home, there))
            if there < home and back:
                switch = self.program.add_column()
                most = self._most_marking(there, columns)
                self.program.add_row(columns, highest=0, extra=[(switch, -most)])
                most = self._most_marking(home, back)
                self.program.add_row(back, highest=most, extra=[(switch, most)])

    def _most_marking(self, group: int, columns: list[int]) -> float:
        guests = sum(link.guests for link in self.problem.links if link.to_group == group)
        return float(min(len(columns), self.problem.group_by_key[group].size + guests))

    def _marking_between(self) -> dict[tuple[int, int], list[int]]:
        """Columns by (group marked in, group of the evaluator's own unit)."""
        group_of: dict[int, set[int]] = defaultdict(set)
        for group in self.problem.groups:
            for key in group.assessees:
                group_of[self.problem.assessee_by_key[key].unit].add(group.key)
        marking: dict[tuple[int, int], list[int]] = defaultdict(list)
        for evaluator, there, column in self._marks():
            for unit in sorted(self.problem.evaluator_by_key[evaluator].units):
                for home in group_of.get(unit, ()):
                    marking[there, home].append(column)
        return marking

    def _marks(self) -> Iterator[tuple[int, int, int]]:
        for seat, column in self.seats.items():
            yield seat.evaluator, seat.group, column
        for guest, column in self.guests.items():
            yield guest.evaluator, guest.to_group, column


def _flat(columns: Iterable[list[int]]) -> list[int]:
    return [column for found in columns for column in found]


def _free_pairs(
    problem: FormingProblem, without: frozenset[str], hits: BoolArray | None
) -> BoolArray:
    """(E, U) booleans: no rule in force bars the evaluator from the assessee."""
    if hits is None:
        hits = recusals_of(problem)
    in_force = [rule not in without for rule in RULES]
    barred: BoolArray = np.logical_or.reduce(hits[in_force], axis=0)
    return ~barred


def recusals_of(problem: FormingProblem) -> BoolArray:
    """(R, E, U) recusals of a problem, in the order of its evaluators and assessees."""
    rules = problem.rules.recusal
    return find_recusals(problem.evaluators, problem.assessees, rules, problem.waivers)
