"""Where a rule's curve stands on paper: plain SVG coordinates, drawn on the server."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT = 560, 260
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 14, 30
MOST_TICKS = 6
Point = tuple[float, float]


@dataclass(frozen=True)
class Tick:
    """A round figure on an axis and its place on the paper."""

    place: float
    figure: Decimal


@dataclass(frozen=True)
class Drawing:
    """A curve as SVG draws it.

    Attributes:
        line: the points of a polyline; dot: the place of the value that was tried, or None.
        across, up: ticks of the values and of the points.
    """

    line: str
    dot: Point | None
    across: list[Tick]
    up: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def draw(line: Sequence[Point], *, full: float, tried: Point | None = None) -> Drawing:
    """Put a curve on paper; the axis of points shows at least 0 and full marks.

    >>> drawing = draw([(0, 0), (10, 5)], full=5, tried=(5, 2.5))
    >>> drawing.line
    '48.0,230.0 544.0,14.0'
    >>> drawing.dot, [int(tick.figure) for tick in drawing.up]
    ((296.0, 122.0), [0, 1, 2, 3, 4, 5])
    """
    shown = [*line, tried] if tried else list(line)
    low, high = min(x for x, _y in shown), max(x for x, _y in shown)
    bottom = min(0.0, *(y for _x, y in shown))
    top = max(full, *(y for _x, y in shown))

    def place(point: Point) -> Point:
        across = (point[0] - low) / ((high - low) or 1)
        up = (point[1] - bottom) / ((top - bottom) or 1)
        return (
            round(LEFT + across * (WIDTH - LEFT - RIGHT), 1),
            round(HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM), 1),
        )

    return Drawing(
        line=" ".join(f"{x},{y}" for x, y in map(place, line)),
        dot=place(tried) if tried else None,
        across=[Tick(place((float(one), bottom))[0], one) for one in round_figures(low, high)],
        up=[Tick(place((low, float(one)))[1], one) for one in round_figures(bottom, top)],
    )


def round_figures(low: float, high: float) -> list[Decimal]:
    """About five round figures between two ends, such as 0, 20, 40.

    >>> [int(figure) for figure in round_figures(4.2, 9.8)]
    [5, 6, 7, 8, 9]
    """
    span = Decimal(str(high)) - Decimal(str(low))
    if span <= 0:
        return []
    step = Decimal(1).scaleb(span.adjusted() - 1)
    while span / step > MOST_TICKS:
        step *= Decimal("2.5") if step.as_tuple().digits[0] == 2 else 2
    first = math.ceil(Decimal(str(low)) / step)
    count = math.floor(Decimal(str(high)) / step) - first
    return [(first + number) * step for number in range(count + 1)]
