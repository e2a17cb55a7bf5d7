"""Who may hold which role in a plan, and what a person lacks for one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from evaluators.models import Evaluator, FieldPlan, GroupRole, ReservePlace
from evaluators.selectors.fitness import fit_for_duty


class Lack(TextChoices):
    """What a person lacks for a role."""

    LEVEL = "level", _("post level too low for the role")
    ORIGIN = "origin", _("none of the origins or experiences that the role asks for")
    RESERVE = "reserve", _("not on the reserve list of the role")


@dataclass(frozen=True)
class RoleNeeds:
    """What a role asks for, read once for many people."""

    role: GroupRole
    origins: frozenset[int]

    def lacks(self, evaluator: Evaluator, tags: frozenset[int], reserves: set[str]) -> list[Lack]:
        """What the evaluator lacks; empty for those who may hold the role."""
        role = self.role
        found = []
        # Codes of GB/T 12407 count downwards: the smaller one is the higher level.
        level_known = bool(evaluator.post_level)
        if role.lowest_post_level and not (
            level_known and evaluator.post_level <= role.lowest_post_level
        ):
            found.append(Lack.LEVEL)
        if self.origins and not self.origins & tags:
            found.append(Lack.ORIGIN)
        if role.reserve and role.reserve not in reserves:
            found.append(Lack.RESERVE)
        return found


def needs_of_roles(plan: FieldPlan) -> dict[str, RoleNeeds]:
    """The roles of a plan, by code."""
    roles = GroupRole.objects.filter(Q(seats__group__plan=plan) | Q(pk__in=_planned(plan)))
    return {
        role.code: RoleNeeds(role, frozenset(tag.pk for tag in role.origins.all()))
        for role in roles.distinct().prefetch_related("origins")
    }


def _planned(plan: FieldPlan) -> QuerySet[FieldPlan]:
    return plan.plan_seats.values("role")  # type: ignore[return-value]


def source_pool(plan: FieldPlan) -> QuerySet[Evaluator]:
    """Whom the groups of a plan are drawn from: the pool, or the office's own people (GRP-11)."""
    roster = Evaluator.objects.on_roster(plan.starts_on)
    if plan.mode == FieldPlan.Mode.IN_HOUSE:
        return roster.filter(subtype=Evaluator.Subtype.OFFICE)
    return roster


def fit_keys(plan: FieldPlan) -> set[int]:
    """Those of the source who are fit for duty on the plan's first day."""
    fit = fit_for_duty(plan.starts_on, assessed_year=plan.year)
    return set(fit.filter(pk__in=source_pool(plan).values("pk")).values_list("pk", flat=True))


def reserves_of(plan: FieldPlan, keys: Iterable[int]) -> Mapping[int, set[str]]:
    """Reserve lists that people stand on when the plan begins."""
    found: dict[int, set[str]] = {}
    places = ReservePlace.objects.filter(evaluator__in=keys, since__lte=plan.starts_on).filter(
        Q(until__isnull=True) | Q(until__gte=plan.starts_on)
    )
    for evaluator, reserve in places.values_list("evaluator", "reserve"):
        found.setdefault(evaluator, set()).add(reserve)
    return found
