"""Charts of the assessment pages as ECharts options (`organization/charts.py`)."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import count
from math import floor

from django.utils.translation import gettext as _

from organization.charts import CATEGORY, INK, LINE, Chart, base

# Below this many totals the list itself shows the gaps better than any chart.
FEWEST_TOTALS = 10
MOST_BARS = 12


def spread_chart(totals: Sequence[Decimal]) -> Chart | None:
    """How many assessees reached which points; None where there are too few to show a spread."""
    if len(totals) < FEWEST_TOTALS:
        return None
    span = max(totals) - min(totals)
    steps = (digit * 10**power for power in count() for digit in (1, 2, 5))
    step = next(step for step in steps if span / step <= MOST_BARS)
    bars = Counter(floor(total / step) * step for total in totals)
    starts = range(min(bars), max(bars) + step, step)
    option = {
        **base(),
        "grid": {"left": 32, "right": 8, "top": 24, "bottom": 24},
        "xAxis": {
            "type": "category",
            "data": [f"{start}–{start + step}" for start in starts],
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": INK}},
        },
        "yAxis": {
            "type": "value",
            "minInterval": 1,
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": [
            {
                "type": "bar",
                "data": [bars[start] for start in starts],
                "barCategoryGap": "8%",
                "itemStyle": {"color": CATEGORY},
                "label": {"show": True, "position": "top", "color": INK},
            }
        ],
    }
    return Chart(option, 224, _("Number of assessees by points"))
