"""What a seat opens on a day: it begins and ends with the plan, and letters come first."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from evaluators.models import (
    Evaluator,
    FieldPlan,
    GroupLink,
    LetterVersion,
    PlanUnit,
    RecusalRule,
    Seat,
    Signature,
    Tie,
    Waiver,
)
from evaluators.selectors.fitness import Obstacle, obstacles_of
from organization.models import User


@dataclass(frozen=True)
class FieldSeat:
    """A held seat of a confirmed plan, and what it opens.

    Attributes:
        units: keys of the units that its holder may judge: those that the group visits and those
            of other groups that link them, without those that the holder is tied to.
        unsigned: letters in force on the first day of the plan that the holder has not signed.
        obstacles: what bars the holder from duty.
    """

    seat: Seat
    units: frozenset[int] = frozenset()
    unsigned: list[LetterVersion] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)

    @property
    def plan(self) -> FieldPlan:
        """The plan that the seat belongs to."""
        return self.seat.group.plan

    @property
    def is_open(self) -> bool:
        """Whether its holder may work: every letter signed, fit for duty."""
        return not self.unsigned and not self.obstacles


def running_seats(user: User, day: dt.date) -> QuerySet[Seat]:
    """Seats of an account in confirmed plans that run on a day."""
    return held_seats().filter(
        evaluator__account=user.pk,
        group__plan__state=FieldPlan.State.CONFIRMED,
        group__plan__starts_on__lte=day,
        group__plan__ends_on__gte=day,
    )


def held_seats() -> QuerySet[Seat]:
    """Seats with somebody on them, as they are shown: by group and role."""
    return (
        Seat.objects.filter(evaluator__isnull=False)
        .select_related("group__plan", "role", "evaluator__account")
        .order_by("group__plan", "group__number", "role__position", "pk")
    )


def field_seats(seats: Iterable[Seat], day: dt.date) -> list[FieldSeat]:
    """What each seat opens on a day; the number of queries grows with the plans alone."""
    held = list(seats)
    units = _units_of(held)
    plans = {seat.group.plan_id: seat.group.plan for seat in held}
    unsigned = {key: _unsigned_of(plan) for key, plan in plans.items()}
    holders: dict[int, list[int]] = defaultdict(list)
    for seat in held:
        holders[seat.group.plan_id].append(_holder(seat))
    barred = {
        key: obstacles_of(holders[key], day, assessed_year=plan.year) for key, plan in plans.items()
    }
    return [
        FieldSeat(
            seat,
            units[seat.pk],
            unsigned[seat.group.plan_id].lacking(_holder(seat)),
            barred[seat.group.plan_id][_holder(seat)],
        )
        for seat in held
    ]


def plans_to_sign(user: User, day: dt.date) -> list[FieldPlan]:
    """Plans that run on a day and whose letters the account has not signed."""
    posts = field_seats(running_seats(user, day), day)
    return list({post.plan.pk: post.plan for post in posts if post.unsigned}.values())


def letters_of(
    plan: FieldPlan, evaluator: Evaluator
) -> list[tuple[LetterVersion, Signature | None]]:
    """The letters of a plan, each with the evaluator's signature if there is one."""
    signed = {
        signature.letter_id: signature for signature in evaluator.signatures.filter(plan=plan)
    }
    return [(letter, signed.get(letter.pk)) for letter in LetterVersion.objects.on(plan.starts_on)]


@dataclass(frozen=True)
class _Letters:
    letters: Sequence[LetterVersion]
    signed: frozenset[tuple[int, int]]

    def lacking(self, evaluator: int) -> list[LetterVersion]:
        return [one for one in self.letters if (one.pk, evaluator) not in self.signed]


def _unsigned_of(plan: FieldPlan) -> _Letters:
    letters = list(LetterVersion.objects.on(plan.starts_on))
    signed = Signature.objects.filter(plan=plan, letter__in=letters)
    return _Letters(letters, frozenset(signed.values_list("letter", "evaluator")))


def _units_of(seats: Sequence[Seat]) -> Mapping[int, frozenset[int]]:
    groups = {seat.group_id for seat in seats}
    visited: dict[int, set[int]] = defaultdict(set)
    for group, unit in PlanUnit.objects.filter(group__in=groups).values_list("group", "unit"):
        visited[group].add(unit)
    linked: dict[tuple[int, int], set[int]] = defaultdict(set)
    links = GroupLink.objects.filter(from_group__in=groups, anchors__isnull=False)
    for group, guest, unit in links.values_list("from_group", "guests", "anchors__unit"):
        linked[group, guest].add(unit)
    barred = _barred_units(seats)
    return {
        seat.pk: frozenset(
            (visited[seat.group_id] | linked[seat.group_id, _holder(seat)])
            - barred[seat.group.plan_id, _holder(seat)]
        )
        for seat in seats
    }


def _barred_units(seats: Sequence[Seat]) -> Mapping[tuple[int, int], set[int]]:
    """Units by plan and evaluator that a declared tie bars; kinship is never waived (L-05)."""
    holders = {_holder(seat) for seat in seats}
    plans = {seat.group.plan_id for seat in seats}
    waived = set(
        Waiver.objects.approved()
        .filter(plan__in=plans, evaluator__in=holders, rule=RecusalRule.INTEREST)
        .values_list("plan", "evaluator", "unit")
    )
    barred: dict[tuple[int, int], set[int]] = defaultdict(set)
    ties = Tie.objects.filter(evaluator__in=holders).values_list("evaluator", "unit", "kind")
    for evaluator, unit, kind in ties:
        for plan in plans:
            if kind in Tie.KINSHIP or (plan, evaluator, unit) not in waived:
                barred[plan, evaluator].add(unit)
    return barred


def _holder(seat: Seat) -> int:
    assert seat.evaluator_id is not None
    return seat.evaluator_id
