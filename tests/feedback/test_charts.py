"""Charts are pure JSON, say nothing they may not, and are drawn the same every time."""

import json
import os
import re
from decimal import Decimal

import pytest

from feedback.charts import overview_chart, report_charts, trend_chart
from feedback.drawing import _engines, draw_chart
from feedback.rules.health_check import TrendPoint
from tests.feedback.worlds import check_at, scored_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(category):
    return check_at(scored_group(category), 3)


def test_options_are_pure_json(check):
    for chart in report_charts(check).values():
        assert json.loads(json.dumps(chart.option)) == chart.option


def test_bars_carry_the_figures_of_the_report(check):
    bars = report_charts(check)["losses"].option["series"][0]["data"]
    assert [bar["label"]["formatter"] for bar in bars] == [
        str(check.shown(line.lost)) for line in check.losses
    ]


def test_the_category_is_dots_without_names(check):
    series = {
        one["name"]: one["data"] for one in report_charts(check)["positions"].option["series"]
    }
    category = next(iter(series.values()))
    assert all(isinstance(number, int | float) for dot in category for number in dot)
    assert len({row for _share, row in category}) == len(check.sections)


def test_a_drawing_is_the_same_to_the_byte_and_needs_no_inline_style(check):
    for chart in report_charts(check).values():
        svg = draw_chart(chart)
        assert svg == draw_chart(chart)
        assert not re.search(r"style|class=|<script", svg)


def test_a_radar_needs_three_to_eight_nodes_and_a_trend_two_years(check):
    assert len(check.sections) == 2
    assert overview_chart(check) is None
    assert set(report_charts(check)) == {"positions", "losses"}
    assert trend_chart(check.trend).option["xAxis"]["data"] == ["2023"]


def test_the_scale_of_a_trend_makes_no_cliff_of_a_tenth():
    trend = [
        TrendPoint("2022", Decimal("77.98"), Decimal(100), 72, 72),
        TrendPoint("2023", Decimal("78.63"), Decimal(100), 72, 72),
    ]
    option = trend_chart(trend).option
    assert (option["yAxis"]["min"], option["yAxis"]["max"]) == (70, 80)
    labels = [point["label"]["formatter"] for point in option["series"][0]["data"]]
    assert labels == ["78.0", "78.6"]


def test_the_engine_of_another_process_is_never_used(check, monkeypatch):
    """V8 hangs after a fork, so a process that finds its parent's engine makes its own."""
    chart = report_charts(check)["positions"]
    draw_chart(chart)
    inherited = _engines[os.getpid()]
    monkeypatch.setattr(os, "getpid", lambda: -1)
    draw_chart(chart)
    assert _engines[-1] is not inherited
