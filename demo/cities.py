"""The thirteen cities: their figures from published statistics and the system that scores them."""

import json
from decimal import Decimal
from typing import Any

from demo.tables import read_table
from indicators.rules.measures import convert

YEAR = 2023
SYSTEM = "2023年度设区市高质量发展综合考核指标体系"
# Departments of different areas report the same figure in different measures, as they do in life.
OTHER_MEASURES = {("GDP_PC", "苏南"): "万元", ("WATER_USE", "苏北"): "万立方米"}
Row = dict[str, Any]
FOUR_PLACES = Decimal("0.0001")


def statistics(year: int = YEAR) -> dict[str, dict[str, Row]]:
    """Published statistics of a year: statistic -> region code -> row."""
    table: dict[str, dict[str, Row]] = {}
    for row in read_table(f"statistics_{year}"):
        table.setdefault(row["statistic"], {})[row["region_code"]] = row
    return table


def leaves() -> list[Row]:
    """Leaves of the cities' system with their parameters read."""
    return [
        {**row, "params": json.loads(row["params"])}
        for row in read_table("city_system")
        if row["rule"]
    ]


def figure(leaf: Row, region: str, published: dict[str, dict[str, Row]]) -> Decimal | None:
    """A leaf's figure for a city, to four decimals; None where a statistic is missing."""
    statistic = published[leaf["statistic"]].get(region)
    per = published[leaf["per"]].get(region) if leaf["per"] else None
    if statistic is None or (leaf["per"] and per is None):
        return None
    value = Decimal(leaf["scale"] or 1) * Decimal(statistic["value"])
    if per is not None:
        value /= Decimal(per["value"])
    return (Decimal(leaf["plus"] or 0) + value).quantize(FOUR_PLACES).normalize()


def explain_figure(leaf: Row, names: dict[str, str]) -> str:
    """How a figure was made, as the note beside it."""
    statistic = names[leaf["statistic"]]
    if leaf["plus"]:
        return f"以上年为100，由公布的{statistic}换算"
    return f"由{statistic}与{names[leaf['per']]}算得" if leaf["per"] else ""


def values() -> list[Row]:
    """Reported values of all leaves and cities, with the base of indices and the benchmark."""
    published = statistics()
    names = {row["statistic"]: row["name"] for row in read_table("statistics")}
    rows: list[Row] = []
    for leaf in leaves():
        note = explain_figure(leaf, names)
        for city in read_table("cities"):
            value = figure(leaf, city["region_code"], published)
            if value is None:
                continue
            measure = OTHER_MEASURES.get(
                (leaf["indicator"], city["area"]), str(leaf["unit_of_measure"])
            )
            value = convert(value, leaf["unit_of_measure"], measure)
            rows.append(
                _value(leaf, city["region_code"], str(YEAR), "actual", value, note)
                | {"unit_of_measure": measure}
            )
            if leaf["rule"] == "growth":
                rows.append(
                    _value(leaf, city["region_code"], str(YEAR - 1), "actual", Decimal(100), "基期")
                )
    return [*rows, *_year_before(), _average(published)]


def _year_before() -> list[Row]:
    """What was published of the year before, as printed: for most cities and leaves nothing was."""
    published = statistics(YEAR - 1)
    plain = [leaf for leaf in leaves() if not leaf["per"] and not leaf["plus"]]
    return [
        _value(leaf, region, str(YEAR - 1), "actual", Decimal(row["value"]), "")
        for leaf in plain
        for region, row in published.get(leaf["statistic"], {}).items()
    ]


def _average(published: dict[str, dict[str, Row]]) -> Row:
    growths = [Decimal(row["value"]) for row in published["GDP_GROWTH"].values()]
    mean = (sum(growths, Decimal()) / len(growths)).quantize(FOUR_PLACES)
    leaf = next(leaf for leaf in leaves() if leaf["indicator"] == "GDP_GROWTH")
    return _value(leaf, "", str(YEAR), "benchmark", mean, "13个设区市的算术平均")


def _value(leaf: Row, region: str, period: str, series: str, value: Decimal, note: str) -> Row:
    return {
        "indicator": leaf["indicator"],
        "unit": region,
        "period": period,
        "series": series,
        "value": value,
        "unit_of_measure": leaf["unit_of_measure"],
        "source_department": leaf["owner"],
        "note": note,
    }
