"""The demonstration as rows of the assessment workbook, the way an office would hand them in."""

import json
from typing import Any

from demo import cities, drill, people, units
from demo.tables import read_table

Row = dict[str, Any]
DRILL_SYSTEM = "{year}年度省级机关综合考核指标体系（演练）"
SCHEME = "composite-2023"


def sheets() -> dict[str, list[Row]]:
    """Every sheet of the workbook."""
    registry = units.all_units()
    codes = {row["name"]: row["code"] for row in registry}
    cadres, appointments = people.teams(units.team_codes())
    systems = [
        {"name": DRILL_SYSTEM.format(year=year), "category": "organ-drill", "year": year}
        for year in drill.YEARS
    ]
    drilled = units.drill_codes()
    return {
        "domains": units.DOMAINS,
        "categories": [{**row, "position": place} for place, row in enumerate(units.CATEGORIES, 1)],
        "units": registry,
        "cadres": cadres,
        "appointments": appointments,
        "indicators": _indicators(codes),
        "systems": systems,
        "nodes": _nodes(),
        "values": cities.values()
        + [row for year in drill.YEARS for row in drill.values(drilled, year)],
        "schemes": [_scheme()],
        "grades": _grades(),
        "quotas": _quotas(),
    }


def _indicators(codes: dict[str, str]) -> list[Row]:
    published = cities.leaves()
    names = {row["statistic"]: row["name"] for row in read_table("statistics")}
    city_rows = [
        {
            "code": leaf["indicator"],
            "name": leaf["name"],
            "unit_of_measure": leaf["unit_of_measure"],
            "direction": int(leaf["direction"]),
            "owner": codes[leaf["owner"]],
            "definition": cities.explain_figure(leaf, names) or "统计年鉴公布数",
        }
        for leaf in published
    ]
    drill_rows = [
        {
            "code": leaf["indicator"],
            "name": leaf["name"],
            "unit_of_measure": leaf["unit_of_measure"],
            "direction": int(leaf["direction"]),
            "owner": units.drill_codes()[0],
            "definition": drill.NOTE,
        }
        for leaf in drill.leaves()
    ]
    return city_rows + drill_rows


def _nodes() -> list[Row]:
    return [
        _node(DRILL_SYSTEM.format(year=year), row)
        for year in drill.YEARS
        for row in read_table("drill_system")
    ]


def _node(system: str, row: Row) -> Row:
    wanted = ("code", "parent", "name", "weight", "rule", "missing", "indicator")
    node = {"system": system} | {name: row[name] for name in wanted}
    node |= {"cap": row.get("cap", ""), "floor": row.get("floor", "")}
    node["kind"] = row.get("kind") or "scored"
    if row["rule"]:
        node |= {"source": "reported", "params": json.loads(row["params"])}
    return node


def _scheme() -> Row:
    return {
        "code": SCHEME,
        "name": "综合考核方案（示例）",
        "year": cities.YEAR,
        "clause": "示例方案，参照《党政领导干部考核工作条例》等次与比例的规定",
        "bonus_cap": 5,
        "bonus_floor": -5,
    }


def _grades() -> list[Row]:
    grades = [
        ("excellent", "优秀", "80"),
        ("good", "良好", "70"),
        ("fair", "一般", "60"),
        ("poor", "较差", ""),
    ]
    return [
        {"scheme": SCHEME, "code": code, "name": name, "position": place, "min_score": score}
        for place, (code, name, score) in enumerate(grades, start=1)
    ]


def _quotas() -> list[Row]:
    clause = "优秀领导班子不超过30%"
    return [{"scheme": SCHEME, "grade": "excellent", "share": "0.3", "clause": clause}]
