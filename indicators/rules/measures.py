"""Units of measure and exact conversion between those of one dimension."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Measure:
    """A unit of measure: its dimension and how many base units it holds."""

    symbol: str
    dimension: str
    factor: Decimal


def _family(dimension: str, **factors: str) -> dict[str, Measure]:
    return {
        symbol: Measure(symbol, dimension, Decimal(factor)) for symbol, factor in factors.items()
    }


# Powers of ten throughout, so that every conversion is exact.
MEASURES: dict[str, Measure] = {
    **_family("money", 元="1", 万元="1e4", 亿元="1e8"),
    **_family("share", **{"%": "1", "‰": "0.1", "百分点": "1"}),
    **_family("people", 人="1", 万人="1e4", 百万人="1e6"),
    **_family("household", 户="1", 万户="1e4"),
    **_family("piece", 个="1", 件="1", 项="1", 家="1", 张="1", 次="1", 所="1", 辆="1", 万件="1e4"),
    **_family("book", 册="1", 万册="1e4"),
    **_family("mass", 微克="1e-12", 毫克="1e-9", 克="1e-6", 公斤="1e-3", 吨="1", 万吨="1e4"),
    **_family("volume", 立方米="1", 万立方米="1e4", 亿立方米="1e8"),
    **_family("energy", 千瓦时="1", 万千瓦时="1e4", 亿千瓦时="1e8"),
    **_family("coal", 吨标准煤="1", 万吨标准煤="1e4"),
    **_family("length", 米="1", 公里="1e3"),
    **_family("area", 平方米="1", 公顷="1e4", 平方公里="1e6"),
    **_family("index", 指数="1"),
    **_family("points", 分="1"),
    **_family("day", 天="1"),
}

# Quotients that departments often report; any other quotient of two measures works as well.
QUOTIENTS = (
    "元/人",
    "册/人",
    "平方米/人",
    "个/万人",
    "件/万人",
    "人/万人",
    "张/万人",
    "个/百万人",
    "吨/亿元",
    "吨标准煤/万元",
    "微克/立方米",
    "毫克/立方米",
)
SUGGESTED = (*MEASURES, *QUOTIENTS)


class MeasureError(ValueError):
    """An unknown unit of measure, or two that cannot be converted into each other."""


def find_measure(symbol: str) -> Measure:
    """A unit of measure by its symbol; "a/b" is the quotient of two known ones.

    Raises:
        MeasureError: an unknown symbol.

    >>> find_measure("吨/亿元").dimension, find_measure("个/百万人").factor
    ('mass/money', Decimal('0.000001'))
    """
    if symbol in MEASURES:
        return MEASURES[symbol]
    upper, _, lower = symbol.partition("/")
    if upper not in MEASURES or lower not in MEASURES:
        raise MeasureError(f"unknown unit of measure {symbol!r}")
    a, b = MEASURES[upper], MEASURES[lower]
    return Measure(symbol, f"{a.dimension}/{b.dimension}", a.factor / b.factor)


def same_dimension(first: str, second: str) -> bool:
    """Whether a value in one unit of measure can be written in the other.

    >>> same_dimension("万元", "亿元"), same_dimension("万元", "吨"), same_dimension("万元", "两")
    (True, False, False)
    """
    try:
        return find_measure(first).dimension == find_measure(second).dimension
    except MeasureError:
        return False


# Figures of these dimensions are compared as they are; all others add up from part to whole.
RATES = frozenset({"share", "index", "points", "day"})


def adds_up(symbol: str) -> bool:
    """Whether figures of parts add up to the figure of the whole.

    >>> adds_up("亿元"), adds_up("%"), adds_up("元/人"), adds_up("")
    (True, False, False, False)
    """
    try:
        dimension = find_measure(symbol).dimension
    except MeasureError:
        return False
    return "/" not in dimension and dimension not in RATES


def convert(value: Decimal, source: str, target: str) -> Decimal:
    """The value in another unit of measure of the same dimension, exactly.

    Raises:
        MeasureError: an unknown unit of measure, or two of different dimensions.

    >>> convert(Decimal("123456"), "万元", "亿元")
    Decimal('12.3456')
    """
    if source == target:
        return value
    a, b = find_measure(source), find_measure(target)
    if a.dimension != b.dimension:
        raise MeasureError(f"{source} is no measure of {b.dimension}, as {target} is")
    result = (value * a.factor / b.factor).normalize()
    return result.quantize(Decimal(1)) if result == result.to_integral_value() else result
