"""The cities' indicator system, built node by node as a clerk builds it in the editor."""

import json
from decimal import Decimal
from typing import Any

from django.db import transaction

from demo import cities
from demo.tables import read_table
from indicators.models import Indicator, IndicatorSystem, SystemNode
from indicators.services.nodes import add_node
from indicators.services.overrides import set_overrides
from indicators.services.systems import create_system
from organization.models import Category, Unit, User

# A resource city weighs savings more and speed less; the totals stay (IND-12).
RESOURCE_CITY = "320300"
REASON = "资源型地区转型，绿色指标从重"
OWN_WEIGHTS = {
    "1": "33",
    "1.1": "11",
    "1.1.2": "1",
    "3": "23",
    "3.2": "11",
    "3.2.1": "3.5",
    "3.2.2": "3.5",
}


@transaction.atomic
def build_city_system(*, by: User) -> IndicatorSystem:
    """Begin the draft, add sections and leaves with their rules, set one city's own weights."""
    system = create_system(
        category=Category.objects.get(code="city"),
        assessee_kind=IndicatorSystem.AssesseeKind.UNIT,
        year=cities.YEAR,
        name=cities.SYSTEM,
        by=by,
    )
    library = Indicator.objects.in_bulk(field_name="code")
    nodes: dict[str, SystemNode] = {}
    for row in read_table("city_system"):
        leaf = _leaf(row, library) if row["rule"] else {}
        nodes[row["code"]] = add_node(
            system,
            parent=nodes.get(row["parent"]),
            code=row["code"],
            name=row["name"],
            weight=Decimal(row["weight"]),
            by=by,
            **leaf,
        )
    weights = {nodes[code].pk: Decimal(weight) for code, weight in OWN_WEIGHTS.items()}
    unit = Unit.objects.get(code=RESOURCE_CITY)
    set_overrides(system, unit, weights, reason=REASON, by=by)
    return system


def _leaf(row: dict[str, str], library: dict[str, Indicator]) -> dict[str, Any]:
    return {
        "indicator": library[row["indicator"]],
        "source": SystemNode.Source.REPORTED,
        "rule": row["rule"],
        "params": json.loads(row["params"]),
        "missing": row["missing"],
    }
