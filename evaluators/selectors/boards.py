"""A plan on one page: its groups as cards, what they are made of, what they lack."""

from collections import Counter, defaultdict
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
from evaluators.rules.checking import Fault
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
class GroupCard:
    """A group with its seats by role, its units, what breaks a rule, and what else is missing."""

    group: AssessmentGroup
    roles: list[tuple[GroupRole, list[Seat]]]
    units: list[PlanUnit]
    composition: Composition
    objections: list[Told]
    missing: list[Told]

    @property
    def mismatched(self) -> list[PlanUnit]:
        """Units of another category than the group's (GRP-02)."""
        category = self.group.category_id
        return [unit for unit in self.units if category and unit.category_id != category]

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
    """Everything that the page of a plan shows.

    Attributes:
        unplaced: units without a group.
        general: what stands against the plan as a whole.
        channels: channel in words and number of placements (EVP-06).
    """

    plan: FieldPlan
    cards: list[GroupCard]
    units: int
    unplaced: list[PlanUnit]
    general: list[Told]
    channels: list[tuple[str, int]]
    links: list[GroupLink]
    is_lawful: bool
    categories: list[tuple[str, int]]

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


def plan_board(plan: FieldPlan, *, grounds: bool) -> PlanBoard:
    """Read a plan for its page; the number of queries does not grow with groups or people."""
    planning = Planning(plan)
    found = told(planning, planning.violations, grounds=grounds)
    by_group: dict[int | None, list[Told]] = defaultdict(list)
    for one in found:
        by_group[one.violation.group].append(one)
    units: dict[int | None, list[PlanUnit]] = defaultdict(list)
    for visit in planning.units:
        units[visit.group_id].append(visit)
    seats: dict[int, list[Seat]] = defaultdict(list)
    for seat in _seats(plan):
        seats[seat.group_id].append(seat)
    return PlanBoard(
        plan=plan,
        cards=[
            _card(group, seats[group.pk], units[group.pk], by_group[group.pk])
            for group in planning.groups
        ],
        units=len(planning.units),
        unplaced=units[None],
        # A unit without group stands in its own list already.
        general=[one for one in by_group[None] if not one.is_missing],
        channels=_channels(plan),
        links=planning.links,
        is_lawful=not planning.violations,
        categories=list(Counter(str(visit.category) for visit in planning.units).items()),
    )


def group_card(group: AssessmentGroup, *, grounds: bool) -> GroupCard:
    """Read one group for its page, checked within its plan."""
    planning = Planning(group.plan)
    own = [one for one in planning.violations if one.group == group.pk]
    visits = [visit for visit in planning.units if visit.group_id == group.pk]
    seats = [seat for seat in _seats(group.plan) if seat.group_id == group.pk]
    return _card(group, seats, visits, told(planning, own, grounds=grounds))


def _seats(plan: FieldPlan) -> list[Seat]:
    people = Evaluator.objects.select_related("home_unit").prefetch_related("tags")
    seats = Seat.objects.filter(group__plan=plan).select_related("role", "group")
    return list(seats.prefetch_related(Prefetch("evaluator", people)))


def _card(
    group: AssessmentGroup, seats: list[Seat], units: list[PlanUnit], found: list[Told]
) -> GroupCard:
    roles: dict[GroupRole, list[Seat]] = defaultdict(list)
    for seat in seats:
        roles[seat.role].append(seat)
    return GroupCard(
        group=group,
        roles=list(roles.items()),
        units=units,
        composition=_composition([seat.evaluator for seat in seats if seat.evaluator]),
        objections=[one for one in found if not one.is_missing],
        # An empty seat is seen as such; said again it would bury the rest.
        missing=[
            one for one in found if one.is_missing and one.violation.fault != Fault.ROLE_SHORT
        ],
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


def _channels(plan: FieldPlan) -> list[tuple[str, int]]:
    held = Seat.objects.filter(group__plan=plan, evaluator__isnull=False)
    counts = Counter(held.values_list("channel", flat=True))
    return [
        (str(channel.label), counts[channel]) for channel in RosterSpell.Channel if counts[channel]
    ]


def may_see_grounds(user: User) -> bool:
    """Kinship and native place are sensitive: the office alone learns why somebody is recused."""
    return user.has_role(Role.OFFICE_STAFF)
