"""A plan on one page: its groups as cards, what they are made of, what they lack."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from evaluators.models import (
    AssessmentGroup,
    Evaluator,
    FieldPlan,
    GroupLink,
    GroupRole,
    PlanUnit,
    RosterSpell,
    Seat,
    Tag,
)
from evaluators.models.plans import sees_every_domain
from evaluators.rules.checking import Fault, Violation
from evaluators.selectors.planning import Planning
from evaluators.selectors.violations import Told, told
from organization.models import Role, Unit, User

GRASS_ROOTS = frozenset({Unit.Level.COUNTY, Unit.Level.TOWNSHIP})


@dataclass(frozen=True)
class Composition:
    """What a group is made of (EVP-10, EVP-11).

    Attributes:
        specialists: members with a speciality on record; the others are generalists.
        grass_roots: members whose home unit is of a county or below; the others are of agencies.
        tiers: tier in words and number of members, the core first.
    """

    specialists: int
    generalists: int
    grass_roots: int
    agencies: int
    tiers: list[tuple[str, int]]


@dataclass(frozen=True)
class LinkLine:
    """A link between two groups with who goes there and which units they mark."""

    link: GroupLink
    guests: list[Evaluator]
    anchors: list[PlanUnit]


@dataclass(frozen=True)
class GroupCard:
    """A group with its seats by role, its units, what breaks a rule, and what else is missing.

    Attributes:
        links: where some of its members go as guests; on the board these stand together.
        hidden: units of domains that the reader does not answer for.
        is_own: whether the reader answers for everything that the group visits.
    """

    group: AssessmentGroup
    roles: list[tuple[GroupRole, list[Seat]]]
    units: list[PlanUnit]
    composition: Composition
    objections: list[Told]
    missing: list[Told]
    hidden: int
    is_own: bool
    links: list[LinkLine]

    @property
    def mismatched(self) -> list[PlanUnit]:
        """Units of another category than the group's (GRP-02)."""
        return [unit for unit in self.units if unit.is_mismatched]

    @property
    def held(self) -> int:
        """Seats with somebody on them."""
        return sum(seat.evaluator_id is not None for _role, seats in self.roles for seat in seats)

    @property
    def seats(self) -> int:
        """All seats."""
        return sum(len(seats) for _role, seats in self.roles)


@dataclass(frozen=True)
class PlanBoard:
    """Everything that the page of a plan shows to one reader.

    Attributes:
        units: units that the reader sees; hidden and hidden_groups: how many more the plan has.
        unplaced: units without a group.
        general: what stands against the plan as a whole.
        channels: channel in words and number of placements (EVP-06).
    """

    plan: FieldPlan
    cards: list[GroupCard]
    units: int
    hidden: int
    hidden_groups: int
    unplaced: list[PlanUnit]
    general: list[Told]
    channels: list[tuple[str, int]]
    links: list[LinkLine]
    is_lawful: bool

    @property
    def seats(self) -> int:
        """All seats of all groups."""
        return sum(card.seats for card in self.cards)

    @property
    def held(self) -> int:
        """Seats with somebody on them."""
        return sum(card.held for card in self.cards)

    @property
    def objections(self) -> int:
        """How many rules are broken, apart from what is only missing."""
        return sum(len(card.objections) for card in self.cards) + len(
            [one for one in self.general if not one.is_missing]
        )


class _Sight:
    """What one reader sees of a plan: a plan may go to domains that the reader is not to know."""

    def __init__(self, plan: FieldPlan, reader: User) -> None:
        self.is_whole = sees_every_domain(reader)
        groups = plan.groups.visible_to(reader)
        self.groups = set(groups.values_list("pk", flat=True))
        self.own = set(groups.answered_by(reader).values_list("pk", flat=True))
        links = GroupLink.objects.filter(from_group__plan=plan).visible_to(reader)
        self.links = set(links.values_list("pk", flat=True))
        self.units = set(plan.plan_units.visible_to(reader).values_list("unit", flat=True))

    def sees(self, one: Violation) -> bool:
        """Whether a violation speaks of nothing hidden."""
        if one.fault == Fault.LINK_SHORT and one.other not in self.groups:
            return False
        if one.group is None and one.assessee is None:
            return self.is_whole
        return one.group in {None, *self.groups} and one.assessee in {None, *self.units}

    def visible(self, visits: Iterable[PlanUnit]) -> list[PlanUnit]:
        """The units that the reader may know of."""
        return [visit for visit in visits if visit.unit_id in self.units]

    def lines(self, links: Iterable[GroupLink]) -> list[LinkLine]:
        """Links that the reader sees, with the units that are no secret."""
        return [
            LinkLine(link, list(link.guests.all()), self.visible(link.anchors.all()))
            for link in links
            if link.pk in self.links
        ]


def plan_board(plan: FieldPlan, reader: User, *, grounds: bool) -> PlanBoard:
    """Read a plan for its page; the number of queries does not grow with groups or people."""
    planning, sight = Planning(plan), _Sight(plan, reader)
    found = told(planning, filter(sight.sees, planning.violations), grounds=grounds)
    by_group: dict[int | None, list[Told]] = defaultdict(list)
    for one in found:
        by_group[one.violation.group].append(one)
    units: dict[int | None, list[PlanUnit]] = defaultdict(list)
    for visit in planning.units:
        units[visit.group_id].append(visit)
    seats: dict[int, list[Seat]] = defaultdict(list)
    for seat in _seats(plan):
        seats[seat.group_id].append(seat)
    groups = [group for group in planning.groups if group.pk in sight.groups]
    return PlanBoard(
        plan=plan,
        cards=[
            _card(group, seats[group.pk], units[group.pk], by_group[group.pk], sight)
            for group in groups
        ],
        units=len(sight.units),
        hidden=len(planning.units) - len(sight.units),
        hidden_groups=len(planning.groups) - len(groups),
        unplaced=sight.visible(units[None]),
        # A unit without group stands in its own list already.
        general=[one for one in by_group[None] if not one.is_missing],
        channels=_channels(seat for group in groups for seat in seats[group.pk]),
        links=sight.lines(planning.links),
        is_lawful=not planning.violations,
    )


def group_card(group: AssessmentGroup, reader: User, *, grounds: bool) -> GroupCard:
    """Read one group for its page, checked within its plan."""
    planning, sight = Planning(group.plan), _Sight(group.plan, reader)
    own = [one for one in planning.violations if one.group == group.pk and sight.sees(one)]
    visits = [visit for visit in planning.units if visit.group_id == group.pk]
    seats = [seat for seat in _seats(group.plan) if seat.group_id == group.pk]
    links = [link for link in planning.links if link.from_group_id == group.pk]
    return _card(group, seats, visits, told(planning, own, grounds=grounds), sight, links)


def _seats(plan: FieldPlan) -> list[Seat]:
    people = Evaluator.objects.select_related("home_unit").prefetch_related("tags")
    seats = Seat.objects.filter(group__plan=plan).select_related("role", "group")
    return list(seats.prefetch_related(Prefetch("evaluator", people)))


def _card(
    group: AssessmentGroup,
    seats: list[Seat],
    units: list[PlanUnit],
    found: list[Told],
    sight: _Sight,
    links: Iterable[GroupLink] = (),
) -> GroupCard:
    seen = sight.visible(units)
    roles: dict[GroupRole, list[Seat]] = defaultdict(list)
    for seat in seats:
        roles[seat.role].append(seat)
    return GroupCard(
        group=group,
        roles=list(roles.items()),
        units=seen,
        composition=_composition([seat.evaluator for seat in seats if seat.evaluator]),
        objections=[one for one in found if not one.is_missing],
        # An empty seat is seen as such; said again it would bury the rest.
        missing=[
            one for one in found if one.is_missing and one.violation.fault != Fault.ROLE_SHORT
        ],
        hidden=len(units) - len(seen),
        is_own=group.pk in sight.own,
        links=sight.lines(links),
    )


def _composition(people: list[Evaluator]) -> Composition:
    special = sum(
        any(tag.kind == Tag.Kind.SPECIALITY for tag in person.tags.all()) for person in people
    )
    below = sum(
        person.home_unit is not None and person.home_unit.level in GRASS_ROOTS for person in people
    )
    tiers = Counter(person.tier for person in people)
    return Composition(
        specialists=special,
        generalists=len(people) - special,
        grass_roots=below,
        agencies=len(people) - below,
        tiers=[(str(tier.label), tiers[tier]) for tier in Evaluator.Tier],
    )


def _channels(seats: Iterable[Seat]) -> list[tuple[str, int]]:
    counts = Counter(seat.channel for seat in seats if seat.evaluator_id)
    return [
        (str(channel.label), counts[channel]) for channel in RosterSpell.Channel if counts[channel]
    ]


def may_see_grounds(user: User) -> bool:
    """Kinship and native place are sensitive: the office alone learns why somebody is recused."""
    return user.has_role(Role.OFFICE_STAFF)
