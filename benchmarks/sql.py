"""The same arithmetic in SQL that DuckDB and PostgreSQL both read."""

from benchmarks.alternatives import NUDGE
from benchmarks.workload import RULES, TRIM_ABOVE, UNIT

_MICRO = f"floor(({{}} + {NUDGE!r}) * 1000000 + 0.5)"
_SHARES = {
    "marks": "value / 100",
    "bands": "CASE WHEN value >= 90 THEN 1.0 WHEN value >= 80 THEN 0.85 "
    "WHEN value >= 70 THEN 0.7 WHEN value >= 60 THEN 0.6 ELSE 0.2 END",
    "linear": "0.1 + 0.9 * least(greatest((value - 50) / 45, 0.0), 1.0)",
    "efficacy": "least(greatest(0.6 + 0.4 * (value - 50) / 45, 0.0), 1.0)",
    "rank": "greatest(1 - 0.0001 * "
    "(CAST(rank() OVER (PARTITION BY leaf ORDER BY value DESC) AS DOUBLE PRECISION) - 1), 0.0)",
    "ratio_to_best": "value / max(value) OVER (PARTITION BY leaf)",
}


def points_sql(marks: str) -> str:
    """Select assessee, leaf and micro-points of the marks in a table or subquery."""
    # Each rule reads its own leaves alone, so that only one in six is sorted for places.
    shares = " UNION ALL ".join(
        f"SELECT assessee, leaf, CAST({_SHARES[rule]} AS DOUBLE PRECISION) AS share "
        f"FROM valued WHERE leaf % {len(RULES)} = {number}"
        for number, rule in enumerate(RULES)
    )
    return f"""
        WITH cells AS (
            SELECT assessee, leaf, count(*) AS number, CAST(sum(mark) AS DOUBLE PRECISION) AS total,
                   min(mark) AS least_mark, max(mark) AS most_mark
            FROM {marks} GROUP BY assessee, leaf
        ), valued AS (
            SELECT assessee, leaf, {_MICRO.format("mean")} / 1000000 AS value
            FROM (SELECT assessee, leaf,
                    CASE WHEN number > {TRIM_ABOVE}
                    THEN (total - least_mark - most_mark) / ({UNIT} * (number - 2))
                    ELSE total / ({UNIT} * number) END AS mean FROM cells) means
        ), shares AS ({shares})
        SELECT assessee, leaf, CAST({_MICRO.format("share")} AS BIGINT) AS micro FROM shares"""


def totals_sql(points: str) -> str:
    """Select assessee, total in hundredths and rank from a table of micro-points."""
    return f"""
        SELECT assessee, total, rank() OVER (ORDER BY total DESC) AS place
        FROM (SELECT assessee, CAST(floor((CAST(sum(micro) AS DOUBLE PRECISION) + 5000) / 10000)
                AS BIGINT) AS total FROM {points} GROUP BY assessee) totals"""
