"""What every rule is made of: its parameters, what it sees of a leaf, and what it gives back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias

import numpy as np

from scoring.errors import ScoringError
from scoring.quantise import BoolArray, FloatArray, parse_number, plain

Language: TypeAlias = Literal["zh", "en"]
Text: TypeAlias = dict[Language, str]
Params: TypeAlias = Mapping[str, Any]


# Where a typesetter puts a space into Chinese: between a character and a figure or Latin letters,
# whichever comes first, and around signs of calculation; never next to full-width punctuation.
_HAN = "[\u3400-\u9fff]"
_GAPS = re.compile(
    rf"(?<={_HAN})(?=[±+−]?[0-9]|[A-Za-z])|(?<=[0-9A-Za-z%‰])(?={_HAN})"
    rf"|(?<=[{_HAN[1:-1]}0-9A-Za-z%])(?=[×÷])|(?<=[×÷])(?=[{_HAN[1:-1]}0-9A-Za-z])"
)


def both(zh: str, en: str) -> Text:
    """Pair a Chinese and an English text; the Chinese gets its spaces here.

    >>> both("得12.5分（满分15分），完成值÷目标值为80%。", "")["zh"]
    '得 12.5 分（满分 15 分），完成值 ÷ 目标值为 80%。'
    """
    return {"zh": _GAPS.sub(" ", zh), "en": en}


@dataclass(frozen=True)
class Parameter:
    """One parameter of a rule: enough to check it, to draw its form field and to document it.

    Attributes:
        kind: "number" (decimal text), "choice", "flag", "table" (rows of two cells), or "names"
            (a list of texts).
        default: the value when left out; `REQUIRED` when there is no sensible one. A number whose
            default is "" may stay empty.
        low, high: bounds of a number, both included.
        choices: of a choice, value to label.
        columns: of a table, the labels of its two columns; the first holds text if `named`.
        forms: the values of the parameter `form` under which this one matters; empty means all.
        in_points: whether the number, or the second column of the table, is points of the leaf and
            so changes with its full mark.
    """

    name: str
    kind: Literal["number", "choice", "flag", "table", "names"]
    label: Text
    default: Any = ""
    low: float | None = None
    high: float | None = None
    choices: Mapping[str, Text] = field(default_factory=dict)
    columns: tuple[Text, Text] | None = None
    named: bool = False
    forms: tuple[str, ...] = ()
    in_points: bool = False


REQUIRED = object()

DIRECTION = Parameter(
    "direction",
    "choice",
    both("方向", "Direction"),
    default="higher",
    choices={
        "higher": both("越高越好", "Higher is better"),
        "lower": both("越低越好", "Lower is better"),
    },
)


@dataclass(frozen=True)
class RuleError:
    """Why a parameter is refused: the parameter's name and the reason in both languages."""

    field: str
    message: Text


@dataclass(frozen=True, eq=False)
class Column:
    """One leaf as a rule sees it, for the N assessees of the comparison group.

    Attributes:
        values: (N,) raw values, NaN where missing or where the leaf does not apply.
        full: W, the leaf's full mark in the system, points.
        params: the rule's parameters with defaults filled in.
        read: gives another series of the same leaf as (N,), NaN where absent.
        neutral_share: share of full marks for everyone when the group cannot be compared.
        smallest_group: fewer members than this cannot be compared.
    """

    values: FloatArray
    full: float
    params: Params
    read: Callable[[str], FloatArray]
    neutral_share: float
    smallest_group: int

    def number(self, name: str) -> float:
        """Return a numeric parameter; NaN when it was left empty."""
        text = self.params[name]
        return float(parse_number(text)) if text != "" else float("nan")

    def number_or_series(self, name: str) -> FloatArray:
        """Return a parameter for each assessee: the stated number, or the series of that name."""
        if self.params[name] == "":
            return self.read(name)
        return np.full(len(self.values), self.number(name))

    def table(self, name: str) -> tuple[FloatArray, FloatArray]:
        """Return the two columns of a numeric table."""
        rows = [[float(parse_number(cell)) for cell in row] for row in self.params[name]]
        columns = np.array(rows, dtype=np.float64).reshape(-1, 2)
        return columns[:, 0], columns[:, 1]

    @property
    def lower_is_better(self) -> bool:
        """Whether the indicator is a reverse one (逆向指标)."""
        return bool(self.params.get("direction") == "lower")

    @cached_property
    def members(self) -> BoolArray:
        """(N,) who has a value, and so counts in comparisons inside the group."""
        return ~np.isnan(self.values)

    @cached_property
    def present(self) -> FloatArray:
        """The values of the members alone."""
        return self.values[self.members]

    @cached_property
    def comparable(self) -> bool:
        """Whether the group has members enough, and values that differ."""
        present = self.present
        return present.size >= self.smallest_group and bool(present.min() < present.max())

    def neutral(self) -> "Marked":
        """Give every member the declared neutral share: the group cannot be compared."""
        points = np.where(self.members, self.full * self.neutral_share, np.nan)
        return Marked(points, neutral=True)


@dataclass(frozen=True, eq=False)
class Marked:
    """What a rule gives back.

    Attributes:
        points: (N,) points out of W, NaN where they cannot be computed.
        neutral: the declared neutral share was given to every member.
        steps: named values on the way, (N,) or scalar, for the sentence that explains a line.
    """

    points: FloatArray
    neutral: bool = False
    steps: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """One kind of rule: data for forms and documents, and three functions.

    Attributes:
        kind, name: its key in `RULES`, and what people call it.
        parameters: its schema.
        series: the series of raw values it reads, required ones first.
        optional_series: those it can do without.
        relative: it compares members of the group, so tiny groups get the neutral share.
        mark: computes the points of a leaf.
        describe: says in one sentence what the rule is.
        tell: says in one clause what it did to one assessee's value; it gets the parameters, and
            the steps with "value" and "full" added, all scalars.
        check: finds errors that concern several parameters at once.
    """

    kind: str
    name: Text
    parameters: tuple[Parameter, ...]
    mark: Callable[[Column], Marked]
    describe: Callable[[Params], Text]
    tell: Callable[[Params, Mapping[str, Any]], Text]
    series: tuple[str, ...] = ("actual",)
    optional_series: tuple[str, ...] = ()
    relative: bool = False
    check: Callable[[Params], list[RuleError]] = lambda params: []

    def complete(self, params: Params) -> dict[str, Any]:
        """Fill the defaults. Raises ScoringError when a parameter without default is missing."""
        full = {}
        for parameter in self.parameters:
            value = params.get(parameter.name, parameter.default)
            if value is REQUIRED:
                raise ScoringError(f"Rule {self.kind} needs the parameter {parameter.name}")
            full[parameter.name] = value
        return full


def minus(number: str) -> str:
    """Write a number with the sign that people read as minus."""
    return number.replace("-", "−")


def percent(share: object) -> str:
    """Write a share for people as a percentage.

    >>> percent("0.8")
    '80%'
    """
    return minus(plain(parse_number(share) * 100, 2)) + "%"


def show(value: object) -> str:
    """Write a value of a step or a parameter for people."""
    return minus(plain(value, 4))


def turn(value: float, words: tuple[str, str]) -> Text:
    """Write a signed amount in words: Chinese says which way it went instead of a sign.

    >>> turn(-3.0, ("进步", "退步"))
    {'zh': '退步 3', 'en': '3 worse'}
    """
    size = show(abs(value))
    return both(words[int(value < 0)] + size, f"{size} {'worse' if value < 0 else 'better'}")
