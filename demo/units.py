"""The registry of the demonstration: real names from public lists, generic ones besides."""

from typing import Any

from demo.tables import read_table

Row = dict[str, Any]

DOMAINS = [
    {"code": "city", "name": "设区市", "position": 1},
    {"code": "organ", "name": "省级机关", "position": 2},
    {"code": "enterprise", "name": "省属企业", "position": 3},
    {"code": "university", "name": "省属高校", "position": 4},
    {"code": "county", "name": "县（市、区）", "position": 5},
]
CATEGORIES = [
    {"code": "city", "name": "设区市", "domain": "city"},
    {"code": "organ", "name": "省级机关", "domain": "organ"},
    {"code": "organ-drill", "name": "省级机关（演练）", "domain": "organ"},
    {"code": "enterprise", "name": "省属企业", "domain": "enterprise"},
    {"code": "university-degree", "name": "本科高校", "domain": "university"},
    {"code": "university-college", "name": "高职高专院校", "domain": "university"},
    {"code": "county", "name": "县（市、区）监测", "domain": "county"},
]
ORGANS, ENTERPRISES, UNIVERSITIES = 99, 33, 73
SINCE = "2022-01-01"


def all_units() -> list[Row]:
    """218 assessed units and 95 monitored counties (ORG-01)."""
    return [*_cities(), *_counties(), *_organs(), *_enterprises(), *_universities()]


def drill_codes() -> list[str]:
    """Codes of the generic organs, the only ones that carry invented figures."""
    return [row["code"] for row in _organs() if row["category"] == "organ-drill"]


def team_codes() -> list[str]:
    """Codes of the units whose leadership teams are filled with invented persons."""
    return [row["code"] for row in all_units() if row["category"] in {"city", "organ-drill"}]


def _cities() -> list[Row]:
    return [
        _unit(city["region_code"], city["city"], "city", "city", region_code=city["region_code"])
        | {"short_name": city["city"].removesuffix("市"), "level": "city"}
        for city in read_table("cities")
    ]


def _counties() -> list[Row]:
    return [
        _unit(county["code"], county["name"], "county", "county", region_code=county["code"])
        | {"parent": county["city_code"], "level": "county", "monitored_only": True}
        for county in read_table("counties")
    ]


def _organs() -> list[Row]:
    real = [row["name"] for row in read_table("organs")]
    named = [
        _unit(f"JG{number:03d}", name, "organ", "organ")
        for number, name in enumerate(real, start=1)
    ]
    generic = [
        _unit(f"JG{number:03d}", f"省级机关（示例）{number:03d}", "organ", "organ-drill")
        | {"short_name": f"示例{number:03d}"}
        for number in range(len(real) + 1, ORGANS + 1)
    ]
    return named + generic


def _enterprises() -> list[Row]:
    real = read_table("enterprises")
    named = [
        _unit(f"QY{number:03d}", row["name"], "enterprise", "enterprise")
        | {"short_name": row["short_name"]}
        for number, row in enumerate(real, start=1)
    ]
    generic = [
        _unit(f"QY{number:03d}", f"省属企业（示例）{number:03d}", "enterprise", "enterprise")
        for number in range(len(real) + 1, ENTERPRISES + 1)
    ]
    return named + generic


def _universities() -> list[Row]:
    public = [row for row in read_table("universities") if row["kind"] == "公办"]
    category = {"本科": "university-degree", "专科": "university-college"}
    return [
        _unit(f"GX{number:03d}", row["name"], "university", category[row["level"]])
        for number, row in enumerate(public[:UNIVERSITIES], start=1)
    ]


def _unit(code: str, name: str, domain: str, category: str, region_code: str = "320000") -> Row:
    return {
        "code": code,
        "name": name,
        "short_name": "",
        "region_code": region_code,
        "domain": domain,
        "category": category,
        "category_from": SINCE,
        "level": "province",
        "monitored_only": False,
    }
