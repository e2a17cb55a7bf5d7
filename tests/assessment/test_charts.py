import json
from decimal import Decimal

import pytest

from assessment.charts import FEWEST_TOTALS, MOST_BARS, spread_chart


def test_spread_counts_every_total_once():
    totals = [Decimal(text) for text in ("81.5", "82", "82.99", *range(83, 89), "90.00")]
    chart = spread_chart(totals).option
    assert chart["xAxis"]["data"][:3] == ["81–82", "82–83", "83–84"]
    assert chart["series"][0]["data"] == [1, 2, 1, 1, 1, 1, 1, 1, 0, 1]


@pytest.mark.parametrize("scale", [Decimal("0.001"), 1, 10, 37, 1000], ids=str)
def test_spread_has_few_bars_on_any_scale(scale):
    totals = [scale * number for number in range(-5, 95)]
    chart = spread_chart(totals).option
    assert len(chart["xAxis"]["data"]) <= MOST_BARS + 1
    assert sum(chart["series"][0]["data"]) == len(totals)


def test_spread_of_equal_totals_is_one_bar():
    assert spread_chart([Decimal(80)] * FEWEST_TOTALS).option["series"][0]["data"] == [
        FEWEST_TOTALS
    ]


def test_spread_of_few_totals_is_not_drawn():
    assert spread_chart([Decimal(80)] * (FEWEST_TOTALS - 1)) is None


def test_spread_is_pure_json():
    assert json.dumps(spread_chart([Decimal(80)] * FEWEST_TOTALS).option)
