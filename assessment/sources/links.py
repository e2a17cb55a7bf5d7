"""The table of links that several sources fill."""

import pandas as pd

from assessment.models import Assessee
from assessment.sources.base import Scope
from indicators.models import IndicatorSystem


def link_table(cells: pd.DataFrame) -> pd.DataFrame:
    """Bring (leaf, assessee, target) cells into the engine's columns; weight 1 unless given."""
    table = pd.DataFrame(
        {
            "assessee": cells["key"],
            "node": cells["node"],
            "target": cells["target"],
            "weight": cells["weight"].map(str) if "weight" in cells else "1",
        },
        dtype=object,
    )
    return table.reset_index(drop=True)


def targets_of(scope: Scope, kind: IndicatorSystem.AssesseeKind) -> pd.DataFrame:
    """The assessees of a kind of the same units, wherever in the cycle: columns unit, target."""
    rows = Assessee.objects.filter(
        cycle=scope.cycle, system__assessee_kind=kind, unit__in=scope.members().values("unit")
    )
    return pd.DataFrame(list(rows.values_list("unit_id", "key")), columns=["unit", "target"])
