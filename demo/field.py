"""The field assessment of the generic organs as workbook rows: what is marked, what is reported."""

import json
from typing import Any

from demo import drill, units
from demo.tables import read_table

Row = dict[str, Any]
CATEGORY = "organ-drill"
CYCLE = "{year}年度省级机关实地考核（演练）"
SYSTEM = "{year}年度省级机关实地考核评分表（演练）"
SCHEME = "field-{year}"
CLAUSE = "示例方案：组长、副组长与成员分开计票，成员票去高去低"
# One unit in so many has not reported a figure yet while the field work goes on.
LATE_EACH = 9


def sheets(year: int, *, is_over: bool) -> dict[str, list[Row]]:
    """The system of the score sheets with its two reported leaves and their figures.

    Args:
        is_over: of an earlier year, so that every figure is there.
    """
    name = SYSTEM.format(year=year)
    rows = read_table("field_system")
    return {
        "indicators": [_indicator(row) for row in rows if row["standard"]],
        "systems": [{"name": name, "category": CATEGORY, "year": year}],
        "nodes": [_node(name, row) for row in rows],
        "values": _values(rows, year, is_over=is_over),
    }


def _indicator(row: Row) -> Row:
    return {
        "code": _code(row),
        "name": row["name"],
        "unit_of_measure": "分",
        "direction": 1,
        "owner": units.drill_codes()[0],
        "definition": "由考评员按评分标准评分",
    }


def _node(system: str, row: Row) -> Row:
    node = {"system": system, **row}
    if row["standard"]:
        node |= {"source": "judged", "rule": "marks", "params": {}, "indicator": _code(row)}
    elif row["rule"]:
        node |= {"source": "reported", "params": json.loads(row["params"])}
    return node


def _values(rows: list[Row], year: int, *, is_over: bool) -> list[Row]:
    reported = {row["indicator"] for row in rows if row["indicator"]}
    figures = [
        row for row in drill.values(units.drill_codes(), year) if row["indicator"] in reported
    ]
    if is_over:
        return figures
    return [row for place, row in enumerate(figures, start=1) if place % LATE_EACH]


def _code(row: Row) -> str:
    return "FIELD_" + str(row["code"]).replace(".", "_")
