"""The drill: invented figures of generic organs for two years, to show scale, quotas and trends."""

import json
import random
from decimal import Decimal
from typing import Any

from demo.tables import read_table

Row = dict[str, Any]
YEARS = (2022, 2023)
# indicator: mean, spread, lowest, highest, decimals
SHAPES = {
    "DRILL_TASKS": (96, 4, 70, 100, 1),
    "DRILL_ORDERS": (95, 3, 75, 100, 1),
    "DRILL_SERVICE": (97, 1.5, 88, 100, 2),
    "DRILL_PROPOSALS": (95, 3, 80, 100, 1),
    "DRILL_OPENNESS": (120, 30, 30, 220, 0),
    "DRILL_BUDGET": (93, 3, 78, 100, 1),
    "DRILL_SATISFACTION": (90, 4, 70, 100, 1),
    "DRILL_TRAINING": (94, 5, 60, 100, 1),
    "DRILL_AWARDS": (0.9, 1.0, 0, 5, 0),
    "DRILL_CRITICISM": (0.2, 0.6, 0, 3, 0),
}
NOTE = "演练数据，随机生成"


def leaves() -> list[Row]:
    """Leaves of the drill's system with their parameters read."""
    return [
        {**row, "params": json.loads(row["params"])}
        for row in read_table("drill_system")
        if row["rule"]
    ]


def values(unit_codes: list[str], year: int) -> list[Row]:
    """Invented figures of a year; a unit keeps its level over the years, so that trends show."""
    draw = random.Random(year)
    rows: list[Row] = []
    for code in unit_codes:
        level = random.Random(code).gauss(0, 0.7)
        for leaf in leaves():
            mean, spread, low, high, decimals = SHAPES[leaf["indicator"]]
            number = min(max(mean + spread * (level + draw.gauss(0, 0.8)), low), high)
            rows.append(
                {
                    "indicator": leaf["indicator"],
                    "unit": code,
                    "period": str(year),
                    "series": "actual",
                    "value": Decimal(f"{number:.{decimals}f}"),
                    "unit_of_measure": leaf["unit_of_measure"],
                    "source_department": "演练",
                    "note": NOTE,
                }
            )
    return rows
