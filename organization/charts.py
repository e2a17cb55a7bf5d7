"""What all charts have in common: ECharts options as pure JSON, one definition for every medium.

No functions and no formatters that only a browser could run: the server must draw what the page
draws. Colours are those of the style sheet.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

Option: TypeAlias = dict[str, Any]

INK, INK_2, LINE, ACCENT, LOST, CATEGORY, PAPER = (
    "#1f2430",
    "#5b6472",
    "#e3e6eb",
    "#1f4e8c",
    "#c2703d",
    "#a9b1bd",
    "#ffffff",
)
# Without quotes: ECharts writes the list into an attribute as it is.
FONTS = "PingFang SC,Microsoft YaHei,Noto Sans SC,Noto Sans CJK SC,sans-serif"


@dataclass(frozen=True)
class Chart:
    """An option, the height in pixels it wants, and in words what it shows."""

    option: Option
    height: int
    label: str


def base() -> Option:
    """What every chart begins with."""
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONTS, "fontSize": 12, "color": INK},
        # Rich text is drawn on the chart itself: an HTML tooltip would need inline styles.
        "tooltip": {"renderMode": "richText", "confine": True},
        "aria": {"enabled": True},
    }


def legend() -> Option:
    """A legend at the upper right, to read and not to press."""
    return {
        "top": 0,
        "right": 8,
        "itemGap": 16,
        "textStyle": {"color": INK_2},
        "selectedMode": False,
    }


def thin(name: str) -> Option:
    """A legend entry drawn as the thin line it stands for."""
    return {"name": name, "icon": "path://M6,0L8,0L8,14L6,14Z"}


def name_axis(names: list[str], *, width: int = 172) -> Option:
    """An axis of names from top to bottom, each on its hairline."""
    return {
        "type": "category",
        "data": names,
        "inverse": True,
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": {"color": INK, "width": width, "overflow": "break", "interval": 0},
        "splitLine": {"show": True, "lineStyle": {"color": LINE}},
    }


def period_axis(periods: list[str]) -> Option:
    """An axis of periods from left to right."""
    return {
        "type": "category",
        "data": periods,
        "axisLine": {"lineStyle": {"color": LINE}},
        "axisTick": {"show": False},
        "axisLabel": {"color": INK_2},
    }
