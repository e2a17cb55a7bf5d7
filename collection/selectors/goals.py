"""Goals as a tree: the chain up, the parts below, what rolls up, and who may be given a part."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from collection.models import Goal
from collection.models.goals import GoalQuerySet
from collection.rules.goals import Outcome, Part, roll_up
from organization.models import Appointment, Unit, User, offices_inside
from organization.models.units import keys_below

RELATED = ("unit", "appointment__cadre", "task_list", "task")


@dataclass(frozen=True)
class GoalRow:
    """A goal in the tree of a page: how deep it stands and what came of it."""

    goal: Goal
    level: int
    outcome: Outcome


def top_goals(user: User) -> GoalQuerySet:
    """The goals the account sees whose goal above it does not see: where its tree begins."""
    seen = Goal.objects.visible_to(user)
    tops = seen.filter(Q(parent__isnull=True) | ~Q(parent__in=seen.values("pk")))
    return tops.select_related(*RELATED).order_by("-task_list__year", "due_on", "pk")


def family_of(goals: Iterable[Goal]) -> list[Goal]:
    """Goals and all their parts, one query for each level."""
    level = list(goals)
    family = list(level)
    while level:
        parts = Goal.objects.filter(parent__in=[goal.pk for goal in level])
        level = list(parts.select_related(*RELATED).order_by("unit__code", "pk"))
        family += level
    return family


def outcomes_of(family: Iterable[Goal]) -> Mapping[int, Outcome]:
    """What came of each goal of a family."""
    return roll_up(Part(goal.pk, goal.parent_id, goal.result, goal.base) for goal in family)


def chain_above(goal: Goal) -> list[Goal]:
    """The goals above a goal, the highest first; one query for each."""
    above: list[Goal] = []
    key = goal.parent_id
    while key:
        parent = Goal.objects.select_related(*RELATED).get(pk=key)
        above.insert(0, parent)
        key = parent.parent_id
    return above


def tree_below(goal: Goal, user: User) -> list[GoalRow]:
    """A goal and its parts that the account sees, depth first, with what rolls up from all."""
    family = family_of([goal])
    outcomes = outcomes_of(family)
    seen = set(
        Goal.objects.visible_to(user)
        .filter(pk__in=[one.pk for one in family])
        .values_list("pk", flat=True)
    )
    below: dict[int | None, list[Goal]] = defaultdict(list)
    for one in family[1:]:
        below[one.parent_id].append(one)
    rows: list[GoalRow] = []

    def walk(one: Goal, level: int) -> None:
        rows.append(GoalRow(one, level, outcomes[one.pk]))
        for part in below[one.pk]:
            if part.pk in seen:
                walk(part, level + 1)

    walk(goal, 0)
    return rows


def units_below(goal: Goal) -> QuerySet[Unit]:
    """Units and offices to which a part of a goal may go."""
    below = keys_below([goal.unit_id]) - {goal.unit_id}
    return Unit.objects.filter(pk__in=below, is_active=True).order_by("code")


def people_within(goal: Goal) -> QuerySet[Appointment]:
    """Posts of today in the unit of a goal and the offices inside it."""
    places = offices_inside([goal.unit_id])
    posts = Appointment.objects.on(timezone.localdate()).filter(unit__in=places)
    return posts.select_related("cadre", "unit").order_by("unit__code", "cadre__name")


def may_tell(goal: Goal, user: User) -> bool:
    """Whether the account tells the result: the person, else who manages the goal."""
    if goal.parts.exists():
        return False
    own = goal.appointment is not None and goal.appointment.cadre_id == user.cadre_id
    return own or Goal.objects.managed_by(user).filter(pk=goal.pk).exists()


def goals_for(posts: Iterable[int]) -> QuerySet[Goal]:
    """Goals that were split down to the holders of these posts."""
    parts = Goal.objects.filter(appointment__in=posts)
    return parts.select_related("appointment__cadre", "appointment__unit")
