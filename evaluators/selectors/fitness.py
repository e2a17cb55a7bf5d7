"""Who may be placed on a day, and what stands in the way of the others."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from evaluators.models import (
    Certificate,
    Evaluator,
    PoolPolicy,
    RosterSpell,
    TrainingAttendance,
    TrainingSession,
)
from evaluators.rules import duty

Fact = TypeVar("Fact")


class Obstacle(TextChoices):
    """Why somebody cannot be placed: outside the pool, or a bar of `evaluators.rules.duty`."""

    NOT_IN_POOL = "not_in_pool", _("not in the pool")
    NO_CERTIFICATE = duty.Bar.NO_CERTIFICATE.value, _("no certificate")
    CERTIFICATE_NOT_VALID = duty.Bar.CERTIFICATE_NOT_VALID.value, _("certificate not valid")
    TRAINING_OVERDUE = duty.Bar.TRAINING_OVERDUE.value, _("first training overdue")
    YEARLY_TRAINING_MISSING = duty.Bar.YEARLY_TRAINING_MISSING.value, _("yearly training missing")


def fit_for_duty(day: dt.date, *, assessed_year: int | None = None) -> QuerySet[Evaluator]:
    """Evaluators who may be placed on a day: the only people a picker offers.

    Args:
        assessed_year: the year that the field work is about; its two trainings count, also when
            the groups set out in the January after. None leaves them out.
    """
    members = list(RosterSpell.objects.on(day).values_list("evaluator", flat=True))
    found = obstacles_of(members, day, assessed_year=assessed_year)
    return Evaluator.objects.filter(
        pk__in=[key for key, obstacles in found.items() if not obstacles]
    )


def obstacles_of(
    keys: Collection[int], day: dt.date, *, assessed_year: int | None = None
) -> dict[int, list[Obstacle]]:
    """What stands in each evaluator's way on a day, by key; an empty list for those who are fit.

    Without a policy for the day only the roster counts. Five queries, however many people.
    """
    joined = dict(
        RosterSpell.objects.on(day).filter(evaluator__in=keys).values_list("evaluator", "joined_on")
    )
    policy = PoolPolicy.objects.on(day)
    bars = _bars(joined, policy, day, assessed_year) if policy else {}
    return {key: bars.get(key, []) if key in joined else [Obstacle.NOT_IN_POOL] for key in keys}


def _bars(
    joined: Mapping[int, dt.date], policy: PoolPolicy, day: dt.date, year: int | None
) -> dict[int, list[Obstacle]]:
    rules = duty.DutyRules(
        training_months=policy.training_months,
        needs_certificate=policy.needs_certificate,
        yearly_kinds=_yearly_kinds(policy) if year else frozenset(),
    )
    certificates = _grouped(
        (key, duty.Certificate(issued_on, expires_on))
        for key, issued_on, expires_on in Certificate.objects.filter(
            evaluator__in=joined
        ).values_list("evaluator", "issued_on", "expires_on")
    )
    trainings = _grouped(
        (key, duty.Training(held_on, kind))
        for key, held_on, kind in TrainingAttendance.objects.filter(
            evaluator__in=joined
        ).values_list("evaluator", "session__held_on", "session__kind")
    )
    return {
        key: [
            Obstacle(bar)
            for bar in duty.find_bars(
                day,
                rules,
                year=year or day.year,
                joined_on=joined_on,
                certificates=certificates[key],
                trainings=trainings[key],
            )
        ]
        for key, joined_on in joined.items()
    }


def _yearly_kinds(policy: PoolPolicy) -> frozenset[str]:
    needed = {
        TrainingSession.Kind.POLICY.value: policy.needs_policy_training,
        TrainingSession.Kind.PRACTICE.value: policy.needs_practice_training,
    }
    return frozenset(kind for kind, is_needed in needed.items() if is_needed)


def _grouped(facts: Iterable[tuple[int, Fact]]) -> dict[int, list[Fact]]:
    grouped: dict[int, list[Fact]] = defaultdict(list)
    for key, fact in facts:
        grouped[key].append(fact)
    return grouped
