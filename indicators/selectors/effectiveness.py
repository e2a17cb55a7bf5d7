"""The yearly effectiveness review: what a year did with every indicator of the library."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.module_loading import import_string

from indicators.models import Exemption, Indicator, IndicatorSystem, SystemNode
from indicators.rules.effectiveness import Flag, Usage, find_flags, spread_of
from indicators.selectors.usage import figures_of_year
from organization.models import CategoryMembership

if TYPE_CHECKING:
    from organization.models import User

Source = SystemNode.Source


@dataclass(frozen=True)
class LeafScores:
    """Published scores of one leaf.

    Attributes:
        shares: of full marks, in percent; full: how many of them reached full marks.
    """

    shares: tuple[float, ...]
    full: int


@dataclass(frozen=True)
class Finding:
    """What the review says of one indicator; of a judged one the spread is of its scores."""

    usage: Usage
    flags: tuple[Flag, ...]
    is_judged: bool = False

    def stored(self) -> dict[str, object]:
        """What is kept with the verdict."""
        usage, spread = self.usage, self.usage.spread
        return {
            "places": usage.places,
            "due": usage.due,
            "reported": usage.reported,
            "n": spread.n if spread else 0,
            "median": str(spread.middle) if spread else "",
            "width": str(spread.width) if spread else "",
            "flags": [flag.value for flag in self.flags],
        }


UNUSED = Finding(Usage(0), (Flag.UNUSED,))


def yearly_findings(year: int, user: "User") -> dict[int, Finding]:
    """By indicator, what a year did with those that count in systems in force; others are unused.

    As many queries whatever the library holds: systems, leaves, members, figures, results.
    """
    systems = IndicatorSystem.objects.visible_to(user).in_force().filter(year=year)
    nodes = list(
        SystemNode.objects.filter(
            system__in=systems, indicator__isnull=False, source__in=[Source.REPORTED, Source.JUDGED]
        ).select_related("system", "indicator")
    )
    by_indicator: dict[Indicator, list[SystemNode]] = defaultdict(list)
    for node in nodes:
        if node.indicator is not None:
            by_indicator[node.indicator].append(node)
    due = _units_due(nodes, year)
    figures = figures_of_year(by_indicator, year, user)
    scores = _leaf_scores({node.system_id for node in nodes})
    return {
        indicator.pk: _finding(places, due, figures.get(indicator.pk, {}), scores)
        for indicator, places in by_indicator.items()
    }


def _finding(
    places: list[SystemNode],
    due: dict[int, set[int]],
    figures: dict[int, Decimal],
    scores: dict[int, LeafScores],
) -> Finding:
    reported = [node for node in places if node.source == Source.REPORTED]
    units = set().union(*(due[node.pk] for node in reported))
    found = [scores[node.pk] for node in places if node.pk in scores]
    shares = [Decimal(str(share)) for one in found for share in one.shares]
    usage = Usage(
        places=len(places),
        due=len(units),
        reported=len(units & set(figures)),
        scored=len(shares),
        full=sum(one.full for one in found),
        spread=spread_of(list(figures.values()) if reported else shares),
    )
    return Finding(usage, tuple(find_flags(usage)), is_judged=not reported)


def _units_due(nodes: Iterable[SystemNode], year: int) -> dict[int, set[int]]:
    """By leaf, the units of its category at the end of the year that are not exempt from it."""
    members: dict[int, set[int]] = defaultdict(set)
    categories = {node.system.category_id for node in nodes}
    at_the_end = CategoryMembership.objects.on(dt.date(year, 12, 31)).filter(
        category__in=categories
    )
    for category, unit in at_the_end.values_list("category", "unit"):
        members[category].add(unit)
    exempt: dict[int, set[int]] = defaultdict(set)
    rows = Exemption.objects.filter(node__in=[node.pk for node in nodes])
    for node_pk, unit in rows.values_list("node", "unit"):
        exempt[node_pk].add(unit)
    return {node.pk: members[node.system.category_id] - exempt[node.pk] for node in nodes}


def _leaf_scores(systems: Iterable[int]) -> dict[int, LeafScores]:
    """Published scores by leaf. Apps above offer them as `leaf_scores` of their AppConfig.

    Results stand above the library, which must not know them: it asks whoever has some.
    """
    found: dict[int, LeafScores] = {}
    for config in apps.get_app_configs():
        if address := getattr(config, "leaf_scores", ""):
            ask: Callable[[Iterable[int]], dict[int, LeafScores]] = import_string(address)
            found |= ask(systems)
    return found
