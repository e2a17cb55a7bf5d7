"""How many opinions came in, by what: for looking, never for points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from collection.models import Opinion

State = Opinion.State
COUNTED: dict[str, Any] = {
    "total": Count("pk"),
    "waiting": Count("pk", filter=Q(state=State.WAITING)),
    "usable": Count("pk", filter=Q(state__in=[State.CONFIRMED, State.PARTLY])),
    "critical": Count(
        "pk",
        filter=Q(
            state__in=[State.CONFIRMED, State.PARTLY],
            attitude__lte=Opinion.Attitude.DISSATISFIED,
        ),
    ),
}


@dataclass(frozen=True)
class Counts:
    """Opinions of one channel, theme or unit.

    Attributes:
        usable: those that proved true, at least in part; `critical` those of them that blame.
    """

    name: str
    total: int
    waiting: int
    usable: int
    critical: int


def counts_by_channel(opinions: QuerySet[Opinion]) -> list[Counts]:
    """By the way they came in, most first."""
    labels = dict(Opinion.Channel.choices)
    return [Counts(str(labels[key]), **rest) for key, rest in _counted(opinions, "channel")]


def counts_by_theme(opinions: QuerySet[Opinion]) -> list[Counts]:
    """By theme, most first."""
    other = _("something else")
    return [Counts(key or other, **rest) for key, rest in _counted(opinions, "theme__name")]


def counts_by_unit(opinions: QuerySet[Opinion]) -> "QuerySet[Any, Any]":
    """By unit in the order of the units: how many wrote says nothing of who is better."""
    rows = opinions.order_by().values("unit__name", "unit__code").annotate(**COUNTED)
    return rows.order_by("unit__code")


def _counted(opinions: QuerySet[Opinion], by: str) -> Sequence[tuple[str, dict[str, int]]]:
    rows = opinions.order_by().values(by).annotate(**COUNTED).order_by("-total", by)
    return [(row[by], {name: row[name] for name in COUNTED}) for row in rows]
