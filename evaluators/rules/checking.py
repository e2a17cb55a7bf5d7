"""The verifier: every rule that a proposal breaks, found without any of the solver's code."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from evaluators.rules.problem import FormingProblem, Group, Guest, Proposal, Seat
from evaluators.rules.recusal import Reason, Recusal, find_reasons, waived_by_pair

# Keys of an evaluator and of the assessees one marks.
Marks = list[tuple[int, tuple[int, ...]]]


class Fault(StrEnum):
    """What is wrong with a proposal; the value is its stable code."""

    UNKNOWN_EVALUATOR = "unknown_evaluator"
    UNKNOWN_GROUP = "unknown_group"
    SEATED_TWICE = "seated_twice"
    ROLE_NOT_HELD = "role_not_held"
    ROLE_SHORT = "role_short"
    ROLE_OVER = "role_over"
    RECUSED = "recused"
    MUTUAL_SEATS = "mutual_seats"
    TAG_SHORT = "tag_short"
    HOME_OVER = "home_over"
    NEW_OVER = "new_over"
    GUEST_WITHOUT_SEAT = "guest_without_seat"
    GUEST_WITHOUT_LINK = "guest_without_link"
    GUEST_TWICE = "guest_twice"
    LINK_SHORT = "link_short"
    KEPT_GONE = "kept_gone"
    NOT_COVERED = "not_covered"
    COVERED_TWICE = "covered_twice"


# What is only not there yet, as against what must not be.
MISSING = frozenset({Fault.ROLE_SHORT, Fault.TAG_SHORT, Fault.LINK_SHORT, Fault.NOT_COVERED})


@dataclass(frozen=True)
class Violation:
    """One rule broken: which, who, where.

    Attributes:
        group: where; of a guest, the group visited.
        what: the role or tag concerned.
        other: the second person of two who mark each other's units; of a guest or link, the group
            come from; of too many from one department, that department.
        reason: the recusal and its grounds, for `Fault.RECUSED`.
        found, limit: the count and what it should be.
    """

    fault: Fault
    evaluator: int | None = None
    group: int | None = None
    assessee: int | None = None
    what: str = ""
    other: int | None = None
    reason: Reason | None = None
    found: int | None = None
    limit: int | None = None


class Checker:
    """Holds a problem for many questions: whole proposals, or a single seat of a live page."""

    def __init__(self, problem: FormingProblem) -> None:
        self.problem = problem
        self.waived = waived_by_pair(problem.waivers)

    def check(self, proposal: Proposal) -> list[Violation]:
        """All violations of a proposal, those of coverage first."""
        return [*self.check_coverage(), *self.check_seating(proposal)]

    def check_seating(self, proposal: Proposal) -> list[Violation]:
        """Violations by seats and guests, whatever the groups leave out."""
        found = list(self._unknown(proposal))
        seats = [seat for seat in proposal.seats if self._is_known(seat.evaluator, seat.group)]
        guests = [one for one in proposal.guests if self._is_known(one.evaluator, one.to_group)]
        found += self._check_seats(seats)
        for group in self.problem.groups:
            found += self._check_group(group, [seat for seat in seats if seat.group == group.key])
        found += self._check_guests(seats, guests)
        found += self._check_mutual(self._marks(seats, guests))
        found += self._gone(proposal)
        return found

    def check_kept(self) -> list[Violation]:
        """What the kept seats break by themselves; whoever joins them cannot mend it."""
        kept = Proposal(tuple(sorted(self.problem.kept)))
        return [one for one in self.check_seating(kept) if one.fault not in MISSING]

    def check_coverage(self) -> list[Violation]:
        """Assessees that no group covers, or more than one (GRP-01: each exactly once)."""
        times = Counter(key for group in self.problem.groups for key in group.assessees)
        return [
            Violation(
                Fault.COVERED_TWICE if times[one.key] else Fault.NOT_COVERED,
                assessee=one.key,
                found=times[one.key],
                limit=1,
            )
            for one in self.problem.assessees
            if times[one.key] != 1
        ]

    def may_sit(self, seat: Seat, seats: Iterable[Seat] = ()) -> list[Violation]:
        """What would be broken by taking one seat beside those already taken; empty if nothing.

        Only what the new seat itself breaks: that others are still missing is no fault of it.
        """
        if not self._is_known(seat.evaluator, seat.group):
            return list(self._unknown(Proposal((seat,))))
        taken = [one for one in seats if one != seat and self._is_known(one.evaluator, one.group)]
        group = self.problem.group_by_key[seat.group]
        mates = [*(one for one in taken if one.group == seat.group), seat]
        new = self.problem.evaluator_by_key[seat.evaluator].is_new
        home = self.problem.evaluator_by_key[seat.evaluator].home
        found = [*self._twice([*taken, seat], {seat.evaluator}), *self._seat_faults(seat)]
        found += [v for v in self._over(group, mates) if v.what == seat.role]
        found += [v for v in self._homes_over(group, mates) if v.other == home]
        found += self._new_over(group, mates) if new else ()
        found += self._check_mutual(self._marks([*taken, seat], []), only=seat.evaluator)
        return found

    def reasons(self, evaluator: int, assessee: int) -> list[Reason]:
        """Why an evaluator may not assess an assessee; empty when nothing stands against it."""
        waived = self.waived.get((evaluator, assessee), ())
        who = self.problem.evaluator_by_key[evaluator]
        whom = self.problem.assessee_by_key[assessee]
        return find_reasons(who, whom, self.problem.rules.recusal, waived)

    def _is_known(self, evaluator: int, group: int) -> bool:
        known = self.problem
        return evaluator in known.evaluator_by_key and group in known.group_by_key

    def _unknown(self, proposal: Proposal) -> Iterator[Violation]:
        places = [(seat.evaluator, seat.group) for seat in proposal.seats]
        places += [(guest.evaluator, guest.to_group) for guest in proposal.guests]
        for evaluator, group in places:
            if evaluator not in self.problem.evaluator_by_key:
                yield Violation(Fault.UNKNOWN_EVALUATOR, evaluator=evaluator, group=group)
            if group not in self.problem.group_by_key:
                yield Violation(Fault.UNKNOWN_GROUP, evaluator=evaluator, group=group)

    def _gone(self, proposal: Proposal) -> Iterator[Violation]:
        for seat in sorted(self.problem.kept - set(proposal.seats)):
            yield Violation(
                Fault.KEPT_GONE, evaluator=seat.evaluator, group=seat.group, what=seat.role
            )

    def _check_seats(self, seats: list[Seat]) -> Iterator[Violation]:
        yield from self._twice(seats, {seat.evaluator for seat in seats})
        for seat in seats:
            yield from self._seat_faults(seat)

    def _twice(self, seats: list[Seat], people: set[int]) -> Iterator[Violation]:
        times = Counter(seat.evaluator for seat in seats)
        for key in sorted(people):
            if times[key] > 1:
                yield Violation(Fault.SEATED_TWICE, evaluator=key, found=times[key], limit=1)

    def _seat_faults(self, seat: Seat) -> Iterator[Violation]:
        if seat.role not in self.problem.evaluator_by_key[seat.evaluator].roles:
            yield Violation(
                Fault.ROLE_NOT_HELD, evaluator=seat.evaluator, group=seat.group, what=seat.role
            )
        yield from self._recused(
            seat.evaluator, seat.group, self.problem.group_by_key[seat.group].assessees
        )

    def _recused(self, evaluator: int, group: int, assessees: Iterable[int]) -> Iterator[Violation]:
        for key in assessees:
            for reason in self.reasons(evaluator, key):
                yield Violation(
                    Fault.RECUSED, evaluator=evaluator, group=group, assessee=key, reason=reason
                )

    def _check_group(self, group: Group, seats: list[Seat]) -> Iterator[Violation]:
        held = Counter(seat.role for seat in seats)
        for role, need in group.needs.items():
            if held[role] < need:
                yield Violation(
                    Fault.ROLE_SHORT, group=group.key, what=role, found=held[role], limit=need
                )
        yield from self._over(group, seats)
        for tag, least in self.problem.rules.tags_min.items():
            have = sum(tag in self.problem.evaluator_by_key[seat.evaluator].tags for seat in seats)
            if have < least:
                yield Violation(Fault.TAG_SHORT, group=group.key, what=tag, found=have, limit=least)
        yield from self._homes_over(group, seats)
        yield from self._new_over(group, seats)

    def _over(self, group: Group, seats: list[Seat]) -> Iterator[Violation]:
        for role, count in sorted(Counter(seat.role for seat in seats).items()):
            need = group.needs.get(role, 0)
            if count > need:
                yield Violation(
                    Fault.ROLE_OVER, group=group.key, what=role, found=count, limit=need
                )

    def _homes_over(self, group: Group, seats: list[Seat]) -> Iterator[Violation]:
        most = self.problem.rules.home_max
        homes = Counter(self.problem.evaluator_by_key[seat.evaluator].home for seat in seats)
        for home, count in homes.items():
            if most is not None and home is not None and count > most:
                yield Violation(
                    Fault.HOME_OVER, group=group.key, other=home, found=count, limit=most
                )

    def _new_over(self, group: Group, seats: list[Seat]) -> Iterator[Violation]:
        most = self.problem.rules.new_max(group)
        count = sum(self.problem.evaluator_by_key[seat.evaluator].is_new for seat in seats)
        if most is not None and count > most:
            yield Violation(Fault.NEW_OVER, group=group.key, found=count, limit=most)

    def _check_guests(self, seats: list[Seat], guests: list[Guest]) -> Iterator[Violation]:
        anchors = {(link.from_group, link.to_group): link.anchors for link in self.problem.links}
        silent = self.problem.silent
        seated = {(seat.evaluator, seat.group) for seat in seats if seat.role not in silent}
        for guest, times in Counter(guests).items():
            ends = (guest.from_group, guest.to_group)
            checks = {
                Fault.GUEST_WITHOUT_SEAT: (guest.evaluator, guest.from_group) not in seated,
                Fault.GUEST_WITHOUT_LINK: ends not in anchors,
                Fault.GUEST_TWICE: times > 1,
            }
            for fault, broken in checks.items():
                if broken:
                    yield Violation(fault, evaluator=guest.evaluator, group=ends[1], other=ends[0])
            yield from self._recused(guest.evaluator, ends[1], anchors.get(ends, ()))
        have = Counter((guest.from_group, guest.to_group) for guest in set(guests))
        for link in self.problem.links:
            count = have[link.from_group, link.to_group]
            if count < link.guests:
                yield Violation(
                    Fault.LINK_SHORT,
                    group=link.to_group,
                    other=link.from_group,
                    found=count,
                    limit=link.guests,
                )

    def _check_mutual(self, marks: Marks, only: int | None = None) -> Iterator[Violation]:
        """Pairs of evaluators who mark each other's own units; or only those of one person."""
        if Recusal.MUTUAL_RATING not in self.problem.rules.recusal.enabled:
            return
        people = self.problem.evaluator_by_key
        marked: dict[int, list[int]] = defaultdict(list)
        inside: dict[int, set[int]] = defaultdict(set)
        for evaluator, assessees in marks:
            marked[evaluator] += assessees
            for unit in people[evaluator].units:
                inside[unit].add(evaluator)
        for one in sorted(marked) if only is None else [only]:
            units = self._units_marked(one, marked[one])
            others = {other for unit in units for other in inside.get(unit, ())}
            for other in sorted(others - {one}):
                back = self._units_marked(other, marked[other]) & people[one].units
                if back and (only is not None or one < other):
                    pair = sorted((one, other))
                    yield Violation(Fault.MUTUAL_SEATS, evaluator=pair[0], other=pair[1])

    def _units_marked(self, evaluator: int, assessees: Iterable[int]) -> set[int]:
        """Units of those marked, without those for which mutual rating was approved."""
        return {
            self.problem.assessee_by_key[key].unit
            for key in assessees
            if Recusal.MUTUAL_RATING not in self.waived.get((evaluator, key), ())
        }

    def _marks(self, seats: list[Seat], guests: list[Guest]) -> Marks:
        """Who marks whom: a seat the whole group, a guest the anchors."""
        anchors = {(link.from_group, link.to_group): link.anchors for link in self.problem.links}
        marks = [(s.evaluator, self.problem.group_by_key[s.group].assessees) for s in seats]
        return marks + [(g.evaluator, anchors.get((g.from_group, g.to_group), ())) for g in guests]


def check_proposal(problem: FormingProblem, proposal: Proposal) -> list[Violation]:
    """All rules that a proposal breaks, also one changed by hand; empty when it is lawful.

    Source: analysis of group formation; GRP-01, GRP-04 to GRP-06, REC-01, REC-02, EVP-11.
    """
    return Checker(problem).check(proposal)
