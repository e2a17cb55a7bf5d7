"""A special assessment: a whole small system from one list of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from indicators.models import Indicator, IndicatorSystem
from indicators.services.nodes import add_node
from indicators.services.systems import create_system

if TYPE_CHECKING:
    from organization.models import User


@dataclass(frozen=True)
class Line:
    """One indicator of a special assessment, below the aspect it belongs to."""

    aspect: str
    name: str
    weight: Decimal
    source: str
    rule: str = ""


@transaction.atomic
def create_special(lines: Sequence[Line], *, by: "User", **system_fields: Any) -> IndicatorSystem:
    """Begin a system with an aspect for each different name and an indicator for each line.

    Indicators that the library knows by code or name are taken from it. An aspect weighs what its
    indicators add up to; whether all add up to full marks is checked at publication.

    Raises:
        ValidationError: a field is wrong.
    """
    system = create_system(**system_fields, by=by)
    aspects = list(dict.fromkeys(line.aspect for line in lines))
    known = _known(lines, by)
    for number, aspect in enumerate(aspects, 1):
        own = [line for line in lines if line.aspect == aspect]
        weight = sum((line.weight for line in own), Decimal(0))
        section = add_node(system, code=str(number), name=aspect, weight=weight, by=by)
        for place, line in enumerate(own, 1):
            indicator = known.get(line.name)
            add_node(
                system,
                parent=section,
                code=f"{number}.{place}",
                name=indicator.name[:100] if indicator else line.name,
                weight=line.weight,
                source=line.source,
                rule=line.rule,
                indicator=indicator,
                by=by,
            )
    return system


def _known(lines: Sequence[Line], by: "User") -> dict[str, Indicator]:
    names = {line.name for line in lines}
    indicators = Indicator.objects.visible_to(by).filter(Q(code__in=names) | Q(name__in=names))
    return {key: found for found in indicators for key in (found.name, found.code)}
