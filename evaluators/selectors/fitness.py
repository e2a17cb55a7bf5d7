"""Who may be placed on a day, and what stands in the way of the others."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from evaluators.models import (
    Certificate,
    Evaluator,
    PoolPolicy,
    RosterSpell,
    TrainingAttendance,
    TrainingSession,
)


class Obstacle(TextChoices):
    """Why somebody cannot be placed."""

    NOT_IN_POOL = "not_in_pool", _("not in the pool")
    NO_CERTIFICATE = "no_certificate", _("no valid certificate")
    UNTRAINED = "untrained", _("first training overdue")
    NO_POLICY_TRAINING = "no_policy_training", _("policy training missing")
    NO_PRACTICE_TRAINING = "no_practice_training", _("practice training missing")


def fit_for_duty(day: dt.date, *, assessed_year: int | None = None) -> QuerySet[Evaluator]:
    """Evaluators who may be placed on a day: the only people a picker offers.

    Args:
        assessed_year: the year that the field work is about; its two trainings count, also when
            the groups set out in the January after. None leaves them out.

    Source: EVP-07 (certificate), EVP-14 (first training within its term), EVP-15 (two trainings).
    """
    found = Evaluator.objects.all()
    for condition in _conditions(day, assessed_year).values():
        found = found.filter(condition)
    return found


def obstacles_of(
    evaluators: Iterable[Evaluator], day: dt.date, *, assessed_year: int | None = None
) -> dict[int, list[Obstacle]]:
    """What stands in each evaluator's way on a day, by key; an empty list for those who are fit."""
    keys = [evaluator.pk for evaluator in evaluators]
    obstacles: dict[int, list[Obstacle]] = {key: [] for key in keys}
    for obstacle, condition in _conditions(day, assessed_year).items():
        fit = Evaluator.objects.filter(condition, pk__in=keys)
        for key in set(keys) - set(fit.values_list("pk", flat=True)):
            obstacles[key].append(obstacle)
    return obstacles


def _conditions(day: dt.date, assessed_year: int | None) -> dict[Obstacle, Q]:
    """What must hold for each obstacle to be absent; without a policy only the roster counts."""
    conditions = {Obstacle.NOT_IN_POOL: Q(_of(RosterSpell.objects.on(day)))}
    policy = PoolPolicy.objects.on(day)
    if policy is None:
        return conditions
    if policy.needs_certificate:
        conditions[Obstacle.NO_CERTIFICATE] = Q(_of(Certificate.objects.on(day)))
    conditions[Obstacle.UNTRAINED] = _trained(day, policy.training_months)
    if assessed_year is not None:
        kinds = TrainingSession.Kind
        if policy.needs_policy_training:
            conditions[Obstacle.NO_POLICY_TRAINING] = _attended(assessed_year, kinds.POLICY)
        if policy.needs_practice_training:
            conditions[Obstacle.NO_PRACTICE_TRAINING] = _attended(assessed_year, kinds.PRACTICE)
    return conditions


def _trained(day: dt.date, months: int) -> Q:
    """Trained since the own first day in the pool, or that day is not so many months ago."""
    still_new = RosterSpell.objects.on(day).filter(joined_on__gt=months_before(day, months))
    since_joining = TrainingAttendance.objects.filter(
        evaluator=OuterRef("evaluator"),
        session__held_on__gte=OuterRef("joined_on"),
        session__held_on__lte=day,
    )
    trained = RosterSpell.objects.on(day).filter(Exists(since_joining))
    return Q(_of(still_new)) | Q(_of(trained))


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier; the month's last day where it has no such day.

    >>> months_before(dt.date(2023, 8, 31), 6), months_before(dt.date(2023, 9, 1), 6)
    (datetime.date(2023, 2, 28), datetime.date(2023, 3, 1))
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = dt.date(year, month + 1, 1)
    following = (first + dt.timedelta(days=32)).replace(day=1)
    return min(first + dt.timedelta(days=day.day - 1), following - dt.timedelta(days=1))


def _attended(year: int, kind: str) -> Q:
    attended = TrainingAttendance.objects.filter(session__kind=kind, session__held_on__year=year)
    return Q(_of(attended))


def _of(rows: QuerySet[Any]) -> Exists:
    return Exists(rows.filter(evaluator=OuterRef("pk")))
