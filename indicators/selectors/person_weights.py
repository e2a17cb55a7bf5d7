"""People's own weights: who has some, and who of a system may be given some (IND-20)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from indicators.models import IndicatorSystem, PersonWeight
from organization.models import Cadre, Unit
from organization.models.units import offices_inside

if TYPE_CHECKING:
    from organization.models import User
    from organization.models.people import CadreQuerySet


@dataclass(frozen=True, eq=False)
class PersonSheet:
    """One person with the own weights a system holds for them."""

    cadre: Cadre
    weights: list[PersonWeight]


def people_weights(system: IndicatorSystem) -> dict[Cadre, dict[int, Decimal]]:
    """Own weights of a system: by person, then by the key of the node."""
    found: dict[Cadre, dict[int, Decimal]] = defaultdict(dict)
    for own in PersonWeight.objects.filter(node__system=system).select_related("cadre"):
        found[own.cadre][own.node_id] = own.weight
    return dict(found)


def people_with_own(system: IndicatorSystem, user: "User") -> "CadreQuerySet":
    """Whom the account sees of those who have own weights."""
    own = PersonWeight.objects.filter(node__system=system)
    return Cadre.objects.visible_to(user).filter(pk__in=own.values("cadre"))


def people_of(system: IndicatorSystem, user: "User") -> "CadreQuerySet":
    """Whom the account sees of those who serve today in a unit of the system's category.

    Staff serve in the offices inside the unit that is assessed.
    """
    seen = Unit.objects.visible_to(user)
    units = seen.in_category(system.category, timezone.localdate())
    if system.assessee_kind == IndicatorSystem.AssesseeKind.STAFF:
        units = seen.filter(pk__in=offices_inside(units.values_list("pk", flat=True)))
    return Cadre.objects.visible_to(user).at_units(units)


def person_sheets(system: IndicatorSystem, cadres: Collection[Cadre]) -> list[PersonSheet]:
    """Sheets of these people in their order; one query, whatever their number."""
    own: dict[int, list[PersonWeight]] = defaultdict(list)
    rows = PersonWeight.objects.filter(node__system=system, cadre__in=cadres)
    for row in rows.select_related("node").order_by("node__position", "node__code"):
        own[row.cadre_id].append(row)
    return [PersonSheet(cadre, own[cadre.pk]) for cadre in cadres]
