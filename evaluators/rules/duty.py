"""Whether an evaluator may be put on duty on a day: certificate and training."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Bar(StrEnum):
    """Why somebody may not be assigned; the value is its stable code."""

    NO_CERTIFICATE = "no_certificate"
    CERTIFICATE_NOT_VALID = "certificate_not_valid"
    TRAINING_OVERDUE = "training_overdue"
    YEARLY_TRAINING_MISSING = "yearly_training_missing"


@dataclass(frozen=True)
class Certificate:
    """A certificate (持证上岗) with its first and last day; without a last day it stays valid."""

    issued_on: dt.date
    expires_on: dt.date | None = None

    def is_valid_on(self, on: dt.date) -> bool:
        """Whether it is valid on a day; both its first and its last day count.

        >>> Certificate(dt.date(2024, 1, 1), dt.date(2025, 12, 31)).is_valid_on(dt.date(2026, 1, 1))
        False
        """
        return self.issued_on <= on and (self.expires_on is None or on <= self.expires_on)


def training_due_on(joined_on: dt.date, months: int = 6) -> dt.date:
    """The last day for the first training of a new evaluator.

    Source: EVP-14.

    >>> training_due_on(dt.date(2025, 3, 1)), training_due_on(dt.date(2025, 8, 31))
    (datetime.date(2025, 8, 31), datetime.date(2026, 2, 28))
    """
    passed = joined_on.month - 1 + months
    year, month = joined_on.year + passed // 12, passed % 12 + 1
    last = calendar.monthrange(year, month)[1]
    if joined_on.day > last:
        return dt.date(year, month, last)
    return dt.date(year, month, joined_on.day) - dt.timedelta(days=1)


@dataclass(frozen=True)
class Training:
    """A training one took part in; its kind is a code of the caller."""

    held_on: dt.date
    kind: str = ""


@dataclass(frozen=True)
class DutyRules:
    """What duty needs.

    Attributes:
        training_months: months until the first training of a new evaluator.
        needs_certificate: whether a valid certificate is needed.
        yearly_kinds: kinds of training needed each year, such as policy at its start (年头) and
            practice at its end (年尾).
    """

    training_months: int = 6
    needs_certificate: bool = True
    yearly_kinds: frozenset[str] = frozenset()


def find_bars(
    on: dt.date,
    rules: DutyRules,
    *,
    year: int,
    joined_on: dt.date,
    certificates: Iterable[Certificate],
    trainings: Iterable[Training],
) -> list[Bar]:
    """What keeps an evaluator from duty on a day; empty when nothing does.

    A training lifts its bar from its own day on, also when it came late.

    Args:
        year: the year assessed, in which the yearly trainings were held; field work often runs on
            into the next.
    Source: EVP-07, EVP-14, EVP-15.

    >>> held = [Certificate(dt.date(2025, 3, 1))]
    >>> facts = {"year": 2025, "joined_on": dt.date(2025, 3, 1), "trainings": []}
    >>> find_bars(dt.date(2025, 8, 31), DutyRules(), certificates=held, **facts)
    []
    >>> find_bars(dt.date(2025, 9, 1), DutyRules(), certificates=held, **facts)
    [<Bar.TRAINING_OVERDUE: 'training_overdue'>]
    """
    taken = [one for one in trainings if one.held_on <= on]
    bars = _certificate_bars(on, list(certificates)) if rules.needs_certificate else []
    trained = any(one.held_on >= joined_on for one in taken)
    if on > training_due_on(joined_on, rules.training_months) and not trained:
        bars.append(Bar.TRAINING_OVERDUE)
    if rules.yearly_kinds - {one.kind for one in taken if one.held_on.year == year}:
        bars.append(Bar.YEARLY_TRAINING_MISSING)
    return bars


def _certificate_bars(on: dt.date, held: list[Certificate]) -> list[Bar]:
    if not held:
        return [Bar.NO_CERTIFICATE]
    valid = any(certificate.is_valid_on(on) for certificate in held)
    return [] if valid else [Bar.CERTIFICATE_NOT_VALID]
