"""Training of a year: who still owes some, how much was held, which capacities it reached."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from evaluators.models import (
    Evaluator,
    PoolPolicy,
    RosterSpell,
    Tag,
    TrainingAttendance,
    TrainingSession,
)
from evaluators.rules.duty import training_due_on

Kind = TrainingSession.Kind
SEASONAL = (Kind.POLICY, Kind.PRACTICE)
NOTICE = dt.timedelta(days=60)


@dataclass(frozen=True)
class Newcomer:
    """Somebody who joined and has not been trained since."""

    evaluator: Evaluator
    joined_on: dt.date
    due_on: dt.date
    is_overdue: bool


@dataclass(frozen=True)
class KindCount:
    """Sessions of one kind in a year; a person who comes twice counts twice in `person_times`."""

    label: str
    sessions: int
    named: int
    others: int

    @property
    def person_times(self) -> int:
        """Named attendees and those counted without names."""
        return self.named + self.others


@dataclass(frozen=True)
class Coverage:
    """How far a capacity was trained in a year."""

    label: str
    sessions: int
    person_times: int
    people: int
    percent: Decimal


def untrained_newcomers(day: dt.date) -> list[Newcomer]:
    """Members without training since they joined, overdue or due within 60 days (EVP-14)."""
    policy = PoolPolicy.objects.on(day)
    if policy is None:
        return []
    spells = RosterSpell.objects.on(day).select_related("evaluator__home_unit")
    trained: dict[int, dt.date] = dict(
        TrainingAttendance.objects.filter(session__held_on__lte=day)
        .order_by("session__held_on")
        .values_list("evaluator", "session__held_on")
    )
    found = []
    for spell in spells.order_by("joined_on", "pk"):
        due_on = training_due_on(spell.joined_on, policy.training_months)
        if (
            trained.get(spell.evaluator_id, dt.date.min) < spell.joined_on
            and due_on <= day + NOTICE
        ):
            found.append(Newcomer(spell.evaluator, spell.joined_on, due_on, day > due_on))
    return found


def missing_in_season(kind: str, day: dt.date) -> QuerySet[Evaluator]:
    """Members without a training of a kind in the year of the day (EVP-15)."""
    taken = TrainingAttendance.objects.filter(
        session__kind=kind, session__held_on__year=day.year, session__held_on__lte=day
    )
    members = Evaluator.objects.on_roster(day).select_related("home_unit")
    return members.exclude(pk__in=taken.values("evaluator"))


def counts_by_kind(year: int) -> list[KindCount]:
    """Sessions and person-times of a year, every kind in its order (EVP-16)."""
    held = TrainingSession.objects.filter(held_on__year=year).order_by()
    sums = {
        kind: (sessions, others)
        for kind, sessions, others in held.values("kind")
        .annotate(sessions=Count("pk"), outside=Sum("others"))
        .values_list("kind", "sessions", "outside")
    }
    named: dict[str, int] = dict(
        TrainingAttendance.objects.filter(session__held_on__year=year)
        .order_by()
        .values("session__kind")
        .annotate(count=Count("pk"))
        .values_list("session__kind", "count")
    )
    return [
        KindCount(str(kind.label), *_pair(sums, kind.value, named.get(kind.value, 0)))
        for kind in Kind
        if kind.value in sums
    ]


def _pair(sums: Mapping[str, tuple[int, int]], kind: str, named: int) -> tuple[int, int, int]:
    sessions, others = sums[kind]
    return sessions, named, others


def coverage_of(year: int, members: QuerySet[Evaluator]) -> list[Coverage]:
    """Each capacity with its sessions of a year, and the share of the members they reached."""
    size = members.count()
    held = TrainingSession.objects.filter(held_on__year=year)
    sums = {
        tag: (sessions, others)
        for tag, sessions, others in TrainingSession.capacities.through.objects.filter(
            trainingsession__in=held
        )
        .values("tag")
        .annotate(held=Count("pk"), outside=Sum("trainingsession__others"))
        .values_list("tag", "held", "outside")  # type: ignore[misc]  # knows no annotation here
    }
    came: dict[int, list[int]] = {}
    for tag, person in TrainingAttendance.objects.filter(session__in=held).values_list(
        "session__capacities", "evaluator"
    ):
        if tag is not None:
            came.setdefault(tag, []).append(person)
    inside = set(members.values_list("pk", flat=True))
    return [
        _coverage(tag, sums.get(tag.pk, (0, 0)), came.get(tag.pk, []), inside, size)
        for tag in Tag.objects.filter(kind=Tag.Kind.CAPACITY)
    ]


def _coverage(
    tag: Tag, sums: tuple[int, int], came: list[int], inside: set[int], size: int
) -> Coverage:
    sessions, others = sums
    people = len(inside.intersection(came))
    percent = round(Decimal(100 * people) / (size or 1), 1)
    return Coverage(tag.name, sessions, len(came) + others, people, percent)
