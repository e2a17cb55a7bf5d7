"""The roster of a day: who belonged to the pool, how it was made up, what changed since."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from evaluators.models import Evaluator, FieldPlan, RosterSpell, Seat, Tag
from organization.models import Appointment, Unit, User

Label = str | Promise


@dataclass(frozen=True)
class Portion:
    """How many of the roster share a trait, on the day and on the earlier one."""

    label: Label
    count: int
    earlier: int
    percent: Decimal

    @property
    def change(self) -> int:
        """More or fewer than on the earlier day."""
        return self.count - self.earlier


@dataclass(frozen=True)
class Facet:
    """One way to look at the roster, such as by channel."""

    title: Label
    portions: list[Portion]


@dataclass(frozen=True)
class Roster:
    """The people of a day beside those of an earlier day."""

    day: dt.date
    earlier_day: dt.date
    members: frozenset[int]
    earlier: frozenset[int]

    @cached_property
    def joined(self) -> QuerySet[Evaluator]:
        """On the roster now, not on the earlier day."""
        return _people(self.members - self.earlier)

    @cached_property
    def left(self) -> QuerySet[Evaluator]:
        """On the roster of the earlier day, no longer now."""
        return _people(self.earlier - self.members)


def roster_on(day: dt.date, earlier_day: dt.date) -> Roster:
    """The rosters of two days."""
    return Roster(day, earlier_day, _members(day), _members(earlier_day))


def composition_of(roster: Roster) -> list[Facet]:
    """How the roster is made up; a person with two origins counts in both, without one nowhere.

    Four queries, however many people.
    """
    everybody = roster.members | roster.earlier
    traits = {
        key: found
        for key, *found in Evaluator.objects.filter(pk__in=everybody).values_list(
            "pk", "pool", "subtype", "tier", "post_level", "home_unit__level"
        )
    }
    choices: list[tuple[Label, Iterable[tuple[str, Label]]]] = [
        (_("pool"), Evaluator.Pool.choices),
        (_("subtype"), Evaluator.Subtype.choices),
        (_("tier"), Evaluator.Tier.choices),
        (_("post level"), Appointment.PostLevel.choices),
        (_("level of the home unit"), Unit.Level.choices),
    ]
    facets = [
        Facet(
            title, _portions(labels, {key: [found[place]] for key, found in traits.items()}, roster)
        )
        for place, (title, labels) in enumerate(choices)
    ]
    return [_by_channel(roster), *facets, *_by_tags(roster)]


def assignments_by_channel(year: int, earlier_year: int, *, reader: User) -> Facet:
    """Seats that the reader sees in the plans of two years, by the channel that each keeps.

    Plans in preparation are left out: nobody is assigned before they are confirmed. Two queries.
    Source: EVP-06.
    """
    now, before = _channels_of_year(year, reader), _channels_of_year(earlier_year, reader)
    size = Decimal(now.total() or 1)
    return Facet(
        _("channel of the assignment"),
        [
            Portion(
                channel.label, now[channel], before[channel], round(100 * now[channel] / size, 1)
            )
            for channel in RosterSpell.Channel
            if now[channel] or before[channel]
        ],
    )


def _channels_of_year(year: int, reader: User) -> Counter[str]:
    held = Seat.objects.visible_to(reader).filter(group__plan__year=year, evaluator__isnull=False)
    confirmed = held.exclude(group__plan__state=FieldPlan.State.DRAFT)
    return Counter(confirmed.values_list("channel", flat=True))


def _by_channel(roster: Roster) -> Facet:
    channels = {
        key: [channel]
        for day in (roster.earlier_day, roster.day)
        for key, channel in RosterSpell.objects.on(day).values_list("evaluator", "channel")
    }
    return Facet(_("channel"), _portions(RosterSpell.Channel.choices, channels, roster))


def _by_tags(roster: Roster) -> list[Facet]:
    tagged = Evaluator.tags.through.objects.filter(
        evaluator__in=roster.members | roster.earlier,
        tag__kind__in=[Tag.Kind.ORIGIN, Tag.Kind.SPECIALITY],
    )
    origins: dict[int, list[str]] = {}
    specialists: set[int] = set()
    names: dict[str, Label] = {}
    for key, kind, code, name in tagged.values_list(
        "evaluator", "tag__kind", "tag__code", "tag__name"
    ).order_by("tag__code"):
        if kind == Tag.Kind.ORIGIN:
            origins.setdefault(key, []).append(code)
            names[code] = name
        else:
            specialists.add(key)
    breadth = {
        key: ["specialist" if key in specialists else "generalist"]
        for key in roster.members | roster.earlier
    }
    kinds: list[tuple[str, Label]] = [
        ("specialist", _("specialists, with a speciality")),
        ("generalist", _("generalists")),
    ]
    return [
        Facet(_("origin"), _portions(names.items(), origins, roster)),
        Facet(_("specialists and generalists"), _portions(kinds, breadth, roster)),
    ]


def _portions(
    labels: Iterable[tuple[str, Label]], traits: Mapping[int, list[str]], roster: Roster
) -> list[Portion]:
    now = Counter(value for key in roster.members for value in traits.get(key, ()))
    before = Counter(value for key in roster.earlier for value in traits.get(key, ()))
    size = Decimal(len(roster.members) or 1)
    return [
        Portion(label, now[value], before[value], round(100 * now[value] / size, 1))
        for value, label in labels
        if now[value] or before[value]
    ]


def _members(day: dt.date) -> frozenset[int]:
    return frozenset(RosterSpell.objects.on(day).values_list("evaluator", flat=True))


def _people(keys: Iterable[int]) -> QuerySet[Evaluator]:
    return Evaluator.objects.filter(pk__in=keys).select_related("home_unit")
