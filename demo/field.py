"""The field assessment of the generic organs: what evaluators mark there, as workbook rows."""

from typing import Any

from demo.tables import read_table

Row = dict[str, Any]
CATEGORY = "organ-drill"
CYCLE = "{year}年度省级机关实地考核（演练）"
SYSTEM = "{year}年度省级机关实地考核评分表（演练）"
SCHEME = "field-{year}"
LEADERS, MEMBERS = "leaders", "members"


def sheets(year: int) -> dict[str, list[Row]]:
    """The system that is marked by evaluators alone, and the scheme with its rater classes."""
    scheme = SCHEME.format(year=year)
    grades = [("excellent", "优秀", "90"), ("good", "良好", "80"), ("fair", "一般", "70")]
    return {
        "systems": [{"name": SYSTEM.format(year=year), "category": CATEGORY, "year": year}],
        "nodes": [_node(SYSTEM.format(year=year), row) for row in read_table("field_system")],
        "schemes": [
            {
                "code": scheme,
                "name": f"{year}年度实地考核方案（示例）",
                "year": year,
                "clause": "示例方案：组长、副组长与成员分开计票，成员票去高去低",
            }
        ],
        "grades": [
            {"scheme": scheme, "code": code, "name": name, "position": place, "min_score": score}
            for place, (code, name, score) in enumerate([*grades, ("poor", "较差", "")], start=1)
        ],
        "rater_classes": [
            {"scheme": scheme, "code": LEADERS, "name": "组长、副组长", "weight": "0.4"},
            {
                "scheme": scheme,
                "code": MEMBERS,
                "name": "成员",
                "weight": "0.6",
                "aggregation": "trimmed",
            },
        ],
    }


def _node(system: str, row: Row) -> Row:
    node = {"system": system, **row}
    if row["standard"]:
        node |= {"source": "judged", "rule": "marks", "params": {}}
    return node
