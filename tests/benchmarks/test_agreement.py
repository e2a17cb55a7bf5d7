"""Small cases of the benchmarks: every way at hand finds what Hengjian finds."""

import numpy as np
import pytest

from benchmarks.alternatives import differences, python_loop, records_of
from benchmarks.engine import COMPILED, DUCKDB, LOOP, PANDAS, POLARS, engine_scores, measure
from benchmarks.registry import OURS
from benchmarks.workload import Workload


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(Workload(13, 14, 7), id="trimmed"),
        pytest.param(Workload(13, 14, 2), id="too few to trim"),
        pytest.param(Workload(40, 6, 1), id="one evaluator"),
    ],
)
def test_every_installed_way_agrees_or_is_left_out_by_name(work):
    report = measure(work, repeats=1)
    assert report.failures == []
    found = {row.way for row in report.rows}
    assert {OURS, LOOP, PANDAS} <= found
    left_out = {text.partition(":")[0] for text in report.left_out}
    assert {POLARS, DUCKDB} <= found | left_out
    assert COMPILED in found or "compiled (numba)" in left_out


def test_a_part_of_the_loop_is_compared_with_the_engine_on_that_part():
    report = measure(Workload(30, 6, 2), repeats=1, loop_part=10)
    assert report.failures == []
    loop = next(row for row in report.rows if row.way == LOOP)
    assert loop.note == "scaled from 10 assessees"


def test_a_single_micro_point_is_a_difference():
    work = Workload(9, 6, 2)
    points, totals, ranks = python_loop(work, records_of(work.long_table()))
    ours = engine_scores(work)
    assert differences(ours, (points, totals, ranks)) == []
    points = points.copy()
    points[0, 0] += 1
    assert differences(ours, (points, totals, ranks)) == ["1 different points"]
    assert differences(ours, (points[:5], totals, np.roll(ranks, 1)))[0] == "54 different points"
