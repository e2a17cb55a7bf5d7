"""From rows to what the rules of forming ask about people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from evaluators.models import (
    AssessmentGroup,
    Evaluator,
    FieldPlan,
    FieldPractice,
    MatchRule,
    PlanUnit,
    RosterSpell,
    Seat,
    Tie,
)
from evaluators.rules.facts import EvaluatorFacts
from evaluators.selectors.eligibility import RoleNeeds, fit_keys, needs_of_roles, reserves_of
from organization.models import Appointment, Unit

# Units of these levels lie in a place; one of the province is everywhere in it.
LOCAL_LEVELS = frozenset({Unit.Level.CITY, Unit.Level.COUNTY, Unit.Level.TOWNSHIP})
CORE_TAG = Evaluator.Tier.CORE.value
HELD = [FieldPlan.State.CONFIRMED, FieldPlan.State.CLOSED]


def superiors_by_unit(units: Iterable[int]) -> dict[int, frozenset[int]]:
    """The units above each unit, all the way up; one query for the whole tree."""
    parent = dict(Unit.objects.values_list("pk", "parent"))
    found: dict[int, frozenset[int]] = {}
    for unit in units:
        above: set[int] = set()
        higher = parent.get(unit)
        while higher is not None and higher not in above:
            above.add(higher)
            higher = parent.get(higher)
        found[unit] = frozenset(above)
    return found


@dataclass(frozen=True)
class Background:
    """What is read once for all people of a plan.

    Attributes:
        served: by evaluator and unit, the years of earlier plans.
        load: seats in other plans of the same year.
        raters: evaluators whose people rate the evaluator in another plan of the year, by unit.
        known: categories of groups that people served in before.
        practised: who has practised beside experienced hands, which counts as experience.
        wanted: tags that the groups of a category look for, by category: (role code or "", tag).
    """

    roles: Mapping[str, RoleNeeds]
    fit: set[int]
    reserves: Mapping[int, set[str]]
    superiors: Mapping[int, frozenset[int]]
    posts: Mapping[int, list[Appointment]]
    served: Mapping[int, Mapping[int, frozenset[int]]]
    load: Mapping[int, int]
    raters: Mapping[int, frozenset[int]]
    known: Mapping[int, frozenset[int]]
    practised: frozenset[int]
    wanted: Mapping[int, frozenset[tuple[str, int]]]


def facts_of(plan: FieldPlan, keys: Iterable[int]) -> dict[int, EvaluatorFacts]:
    """Facts of evaluators for a plan, by key; the number of queries does not grow with people."""
    people = list(
        Evaluator.objects.filter(pk__in=set(keys))
        .select_related("home_unit", "cadre")
        .prefetch_related(
            "tags", "ties", "workplaces__unit", Prefetch("spells", RosterSpell.objects.all())
        )
        .order_by("pk")
    )
    background = _background(plan, people)
    return {person.pk: _facts(plan, person, background) for person in people}


def _background(plan: FieldPlan, people: list[Evaluator]) -> Background:
    keys = [person.pk for person in people]
    posts: dict[int, list[Appointment]] = defaultdict(list)
    cadres = [person.cadre_id for person in people if person.cadre_id]
    for post in Appointment.objects.filter(cadre__in=cadres).select_related("unit"):
        posts[post.cadre_id].append(post)
    units = {person.home_unit_id for person in people if person.home_unit_id}
    units |= {post.unit_id for held in posts.values() for post in held}
    served, known = _earlier(plan, keys)
    return Background(
        roles=needs_of_roles(plan),
        fit=fit_keys(plan),
        reserves=reserves_of(plan, keys),
        superiors=superiors_by_unit(units),
        posts=posts,
        served=served,
        load=_load(plan, keys),
        raters=_raters(plan),
        known=known,
        practised=_practised(plan, keys),
        wanted=wanted_tags(),
    )


def _earlier(plan: FieldPlan, keys: list[int]) -> tuple[Any, Any]:
    """Years by evaluator and unit, and categories by evaluator, of plans of earlier years."""
    seats = Seat.objects.filter(
        evaluator__in=keys, group__plan__state__in=HELD, group__plan__year__lt=plan.year
    ).values_list("evaluator", "group", "group__plan__year", "group__category")
    held = list(seats)
    units: dict[int, list[int]] = defaultdict(list)
    groups = {group for _evaluator, group, _year, _category in held}
    for group, unit in PlanUnit.objects.filter(group__in=groups).values_list("group", "unit"):
        units[group].append(unit)
    years: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    known: dict[int, set[int]] = defaultdict(set)
    for evaluator, group, year, category in held:
        for unit in units[group]:
            years[evaluator][unit].add(year)
        if category is not None:
            known[evaluator].add(category)
    return years, known


def _practised(plan: FieldPlan, keys: list[int]) -> frozenset[int]:
    begun = FieldPractice.objects.filter(evaluator__in=keys, starts_on__lt=plan.starts_on)
    return frozenset(begun.values_list("evaluator", flat=True))


def _load(plan: FieldPlan, keys: list[int]) -> dict[int, int]:
    load: dict[int, int] = defaultdict(int)
    others = Seat.objects.filter(evaluator__in=keys, group__plan__year=plan.year)
    for key in others.exclude(group__plan=plan).values_list("evaluator", flat=True):
        load[key] += 1
    return load


def _raters(plan: FieldPlan) -> dict[int, frozenset[int]]:
    """By unit visited in another plan of the year: the home units of those who judge it there."""
    groups = AssessmentGroup.objects.filter(
        plan__year=plan.year, plan__state=FieldPlan.State.CONFIRMED
    ).exclude(plan=plan)
    homes: dict[int, set[int]] = defaultdict(set)
    seats = Seat.objects.filter(group__in=groups, evaluator__home_unit__isnull=False)
    for group, home in seats.values_list("group", "evaluator__home_unit"):
        homes[group].add(home)
    visited = PlanUnit.objects.filter(group__in=groups).values_list("unit", "group")
    return {unit: frozenset(homes[group]) for unit, group in visited if group is not None}


def wanted_tags() -> dict[int, frozenset[tuple[str, int]]]:
    """Tags that groups look for, by category, each with the role's code or "" for every role."""
    wanted: dict[int, set[tuple[str, int]]] = defaultdict(set)
    rules = MatchRule.objects.values_list("category", "role__code", "tag")
    for category, role, tag in rules:
        wanted[category].add((role or "", tag))
    return {category: frozenset(pairs) for category, pairs in wanted.items()}


def _facts(plan: FieldPlan, person: Evaluator, known: Background) -> EvaluatorFacts:
    tags = frozenset(tag.pk for tag in person.tags.all())
    roles = _roles(person, tags, known)
    now, before = _posts(plan, person, known)
    kin, interest = _ties(person)
    places, work_units = _workplaces(person, [*now, *before])
    units = frozenset(post.pk for post in now)
    rated_by = [known.raters.get(unit, frozenset()) for unit in units]
    return EvaluatorFacts(
        key=person.pk,
        person=person.cadre_id,
        roles=roles,
        units=units,
        superiors=frozenset().union(*(known.superiors[unit] for unit in units)),
        native_place=person.native_place or (person.cadre.native_place if person.cadre else ""),
        growth_places=_growth_places(person),
        work_places=places,
        work_units=work_units | frozenset(unit.pk for unit in before),
        kin_units=kin,
        interest_units=interest,
        rated_by_units=frozenset().union(*rated_by),
        served={unit: frozenset(years) for unit, years in known.served.get(person.pk, {}).items()},
        tags=frozenset({CORE_TAG} if person.tier == Evaluator.Tier.CORE else ()),
        # Groups of the office itself all come from one department.
        home=None if plan.mode == FieldPlan.Mode.IN_HOUSE else person.home_unit_id,
        categories=_categories(person, tags, roles, known),
        load=float(known.load.get(person.pk, 0)),
        is_new=_is_new(plan, person, known),
    )


def _roles(person: Evaluator, tags: frozenset[int], known: Background) -> frozenset[str]:
    """Roles one may hold; none while one is not fit for duty or not of the plan's source."""
    if person.pk not in known.fit:
        return frozenset()
    reserves = known.reserves.get(person.pk, set())
    return frozenset(
        code for code, needs in known.roles.items() if not needs.lacks(person, tags, reserves)
    )


def _posts(plan: FieldPlan, person: Evaluator, known: Background) -> tuple[list[Unit], list[Unit]]:
    """Units one serves in when the plan begins, the home unit with them; and those before."""
    now = [person.home_unit] if person.home_unit else []
    before: list[Unit] = []
    for post in known.posts.get(person.cadre_id or 0, []):
        if post.starts_on > plan.ends_on:
            continue
        gone = post.ends_on is not None and post.ends_on < plan.starts_on
        (before if gone else now).append(post.unit)
    return now, before


def _ties(person: Evaluator) -> tuple[frozenset[int], frozenset[int]]:
    kin = frozenset(tie.unit_id for tie in person.ties.all() if tie.kind in Tie.KINSHIP)
    interest = frozenset(tie.unit_id for tie in person.ties.all() if tie.kind not in Tie.KINSHIP)
    return kin, interest


def _workplaces(person: Evaluator, posts: list[Unit]) -> tuple[frozenset[str], frozenset[int]]:
    """Regions and units one has worked in; units that lie in a place bring its region."""
    former = person.workplaces.all()
    units = [place.unit for place in former if place.unit is not None]
    regions = {place.region_code for place in former}
    regions |= {unit.region_code for unit in [*units, *posts] if unit.level in LOCAL_LEVELS}
    return frozenset(regions - {""}), frozenset(unit.pk for unit in units)


def _growth_places(person: Evaluator) -> frozenset[str]:
    places = {person.growth_place, person.cadre.growth_place if person.cadre else ""}
    return frozenset(places - {""})


def _categories(
    person: Evaluator, tags: frozenset[int], roles: frozenset[str], known: Background
) -> frozenset[int]:
    """Categories whose groups look for such a person, or that the person has judged before."""
    found = set(known.known.get(person.pk, ()))
    for category, wanted in known.wanted.items():
        if any(tag in tags and (not role or role in roles) for role, tag in wanted):
            found.add(category)
    return frozenset(found)


def _is_new(plan: FieldPlan, person: Evaluator, known: Background) -> bool:
    """Joined within the year before the plan begins, and neither judged nor practised before."""
    first = min((spell.joined_on for spell in person.spells.all()), default=None)
    if first is None or person.pk in known.served or person.pk in known.practised:
        return False
    day = plan.starts_on
    return (first.year + 1, first.month, first.day) > (day.year, day.month, day.day)
