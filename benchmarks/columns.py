"""The same arithmetic with polars and in DuckDB, a row for each mark; both use every core."""

from typing import Any

import pandas as pd

from benchmarks.alternatives import NUDGE, Scores
from benchmarks.sql import points_sql, totals_sql
from benchmarks.workload import BAND_SHARES, BAND_STARTS, RULES, TRIM_ABOVE, UNIT, Workload


def polars_table(table: pd.DataFrame) -> Any:
    """The marks as polars holds them."""
    import polars  # noqa: PLC0415  # may be absent

    return polars.DataFrame({name: table[name].to_numpy() for name in table.columns})


def polars_groups(work: Workload, table: Any) -> Scores:
    """Score with group_by and over, each rule on its own leaves."""
    import polars as pl  # noqa: PLC0415  # may be absent

    mark = pl.col("mark")
    cells = table.group_by("assessee", "leaf").agg(
        total=mark.sum().cast(pl.Int64), least=mark.min(), most=mark.max(), count=pl.len()
    )
    trimmed = pl.col("count") > TRIM_ABOVE
    ends = pl.when(trimmed).then(pl.col("least").cast(pl.Int64) + pl.col("most")).otherwise(0)
    kept = pl.col("count").cast(pl.Int64) - pl.when(trimmed).then(2).otherwise(0)
    mean = (pl.col("total") - ends) / (kept * UNIT)
    valued = cells.select("assessee", "leaf", value=_micro(mean) / 1e6)
    shares = _polars_shares(pl)
    points = pl.concat(
        valued.filter(pl.col("leaf") % len(RULES) == number).select(
            "assessee", "leaf", micro=_micro(shares[rule]).cast(pl.Int64)
        )
        for number, rule in enumerate(RULES)
    ).sort("assessee", "leaf")
    totals = (
        points.group_by("assessee")
        .agg(total=(pl.col("micro").sum() + 5_000) // 10_000)
        .with_columns(place=pl.col("total").rank("min", descending=True))
        .sort("assessee")
    )
    micro = points["micro"].to_numpy().reshape(work.assessees, work.leaves)
    return micro, totals["total"].to_numpy(), totals["place"].to_numpy()


def _micro(number: Any) -> Any:
    return ((number + NUDGE) * 1e6 + 0.5).floor()


def _polars_shares(pl: Any) -> dict[str, Any]:
    value = pl.col("value")
    bands = pl.lit(BAND_SHARES[0])
    for start, share in zip(BAND_STARTS, BAND_SHARES[1:], strict=True):
        bands = pl.when(value >= start).then(share).otherwise(bands)
    place = value.rank("min", descending=True).over("leaf").cast(pl.Float64)
    return {
        "marks": value / 100,
        "bands": bands,
        "linear": 0.1 + 0.9 * ((value - 50) / 45).clip(0, 1),
        "efficacy": (0.6 + 0.4 * (value - 50) / 45).clip(0, 1),
        "rank": (1 - 0.0001 * (place - 1)).clip(lower_bound=0),
        "ratio_to_best": value / value.max().over("leaf"),
    }


def duckdb_table(table: pd.DataFrame) -> Any:
    """A database in memory with the marks; loading is not part of the time."""
    import duckdb  # noqa: PLC0415  # may be absent

    connection = duckdb.connect(":memory:")
    connection.register("loaded", table)
    connection.execute("CREATE TABLE marks AS SELECT * FROM loaded")
    connection.unregister("loaded")
    return connection


def duckdb_sql(work: Workload, connection: Any) -> Scores:
    """Score in the database, and read the result."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE points AS {points_sql('marks')}")
    points = connection.execute("SELECT micro FROM points ORDER BY assessee, leaf").fetchnumpy()
    totals = connection.execute(f"{totals_sql('points')} ORDER BY assessee").fetchnumpy()
    micro = points["micro"].reshape(work.assessees, work.leaves)
    return micro, totals["total"], totals["place"]
