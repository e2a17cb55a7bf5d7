"""The field assessment of the generic organs: what evaluators mark there, as workbook rows."""

from typing import Any

from demo import units
from demo.tables import read_table

Row = dict[str, Any]
CATEGORY = "organ-drill"
CYCLE = "{year}年度省级机关实地考核（演练）"
SYSTEM = "{year}年度省级机关实地考核评分表（演练）"
SCHEME = "field-{year}"
CLAUSE = "示例方案：组长、副组长与成员分开计票，成员票去高去低"


def sheets(year: int) -> dict[str, list[Row]]:
    """The system of the score sheets: every leaf is marked by evaluators."""
    name = SYSTEM.format(year=year)
    rows = read_table("field_system")
    return {
        "indicators": [_indicator(row) for row in rows if row["standard"]],
        "systems": [{"name": name, "category": CATEGORY, "year": year}],
        "nodes": [_node(name, row) for row in rows],
    }


def _indicator(row: Row) -> Row:
    return {
        "code": _code(row),
        "name": row["name"],
        "unit_of_measure": "分",
        "direction": 1,
        "owner": units.drill_codes()[-1],
        "definition": "由考评员按评分标准评分",
    }


def _node(system: str, row: Row) -> Row:
    node = {"system": system, **row}
    if row["standard"]:
        node |= {"source": "judged", "rule": "marks", "params": {}, "indicator": _code(row)}
    return node


def _code(row: Row) -> str:
    return "FIELD_" + str(row["code"]).replace(".", "_")
