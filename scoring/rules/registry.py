"""All rules by kind, and what can be asked of a rule before it runs."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np

from scoring.errors import ScoringError
from scoring.quantise import FloatArray, parse_number
from scoring.rules.answers import CHECKLIST, LINKED, MARKS, OPTIONS
from scoring.rules.bands import BANDS
from scoring.rules.base import REQUIRED, Column, Language, Parameter, Params, Rule, RuleError, both
from scoring.rules.baselines import BENCHMARK, GROWTH
from scoring.rules.efficacy import EFFICACY
from scoring.rules.events import COUNT
from scoring.rules.scales import LINEAR, STANDARDISED
from scoring.rules.standings import RANK, RATIO_TO_BEST
from scoring.rules.targets import TARGET

RULES: Mapping[str, Rule] = {
    rule.kind: rule
    for rule in (
        TARGET,
        BANDS,
        RANK,
        RATIO_TO_BEST,
        BENCHMARK,
        GROWTH,
        COUNT,
        LINEAR,
        EFFICACY,
        STANDARDISED,
        OPTIONS,
        MARKS,
        CHECKLIST,
        LINKED,
    )
}


def find_rule(kind: str) -> Rule:
    """Return a rule by its kind. Raises ScoringError when there is none."""
    if kind not in RULES:
        raise ScoringError(f"Unknown rule: {kind!r}")
    return RULES[kind]


def validate_rule(kind: str, params: Params) -> list[RuleError]:
    """Check the parameters of a rule against its schema, before they are saved.

    Returns:
        one error for each fault, empty when the rule can run.

    >>> [error.field for error in validate_rule("growth", {"base_share": "1.2", "setp": "5"})]
    ['setp', 'base_share']
    """
    if kind not in RULES:
        return [RuleError("kind", both("未知的计分方法", "Unknown scoring rule"))]
    rule = RULES[kind]
    names = {parameter.name for parameter in rule.parameters}
    unknown = both("该计分方法没有此参数", "The rule has no such parameter")
    errors = [RuleError(name, unknown) for name in sorted(set(params) - names)]
    for parameter in rule.parameters:
        errors += _check_parameter(parameter, params.get(parameter.name, parameter.default))
    return errors or rule.check(rule.complete(params))


def rule_sentence(kind: str, params: Params, lang: Language) -> str:
    """Say in one sentence what a rule does, for the line under an indicator's name.

    >>> rule_sentence("marks", {}, "zh")
    '直接评分，100 分制，按比例折算。'
    """
    rule = find_rule(kind)
    return rule.describe(rule.complete(params))[lang]


def scale_points(kind: str, params: Params, factor: Decimal) -> dict[str, Any]:
    """Parameters of the same rule for a leaf whose full mark is `factor` times as large.

    Points in them grow with it, shares and raw values stay; defaults that are points are written
    out. Rounded half up to six decimals, as points are everywhere.

    Raises:
        ScoringError: a parameter without default is missing.

    >>> scale_points("bands", {"bands": [["60", "6"], ["90", "10"]], "below": "0"}, Decimal("1.5"))
    {'bands': [['60', '9'], ['90', '15']], 'below': '0'}
    >>> scale_points("growth", {"step": "5"}, Decimal(2))
    {'step': '5', 'points_per_step': '2'}
    """
    scaled = dict(params)
    if factor == 1:
        return scaled
    rule = find_rule(kind)
    complete = rule.complete(params)
    chosen = {complete[one.name] for one in rule.parameters if one.kind == "choice"}
    for parameter in rule.parameters:
        value = params.get(parameter.name, parameter.default)
        matters = parameter.in_points and (not parameter.forms or chosen & {*parameter.forms})
        if not matters or value in ("", ()):
            continue
        if parameter.kind == "table":
            scaled[parameter.name] = [[first, _scaled(last, factor)] for first, last in value]
        else:
            scaled[parameter.name] = _scaled(value, factor)
    return scaled


def _scaled(points: object, factor: Decimal) -> str:
    number = parse_number(points) * factor
    return f"{number.quantize(Decimal('0.000001'), ROUND_HALF_UP).normalize():f}"


def mark_values(
    kind: str,
    values: Sequence[float] | FloatArray,
    *,
    full: float,
    params: Params | None = None,
    neutral_share: float = 0.8,
    smallest_group: int = 3,
    **series: Sequence[float],
) -> FloatArray:
    """Try a rule on a few values, as a form's preview, a notebook or a test does.

    Args:
        values: (N,) raw values of one group; full: W; series: other series by name.
    Returns:
        (N,) points before they are quantised.

    >>> mark_values("marks", [50], full=10).tolist()
    [5.0]
    """
    rule = find_rule(kind)
    raw = np.asarray(values, dtype=np.float64)
    absent = np.full(raw.shape, np.nan)
    column = Column(
        values=raw,
        full=full,
        params=rule.complete(params or {}),
        read=lambda name: np.asarray(series.get(name, absent), dtype=np.float64),
        neutral_share=neutral_share,
        smallest_group=smallest_group,
    )
    return rule.mark(column).points


def _check_parameter(parameter: Parameter, value: Any) -> list[RuleError]:
    if value is REQUIRED or value is None:
        return [RuleError(parameter.name, both("此项必填", "This field is required"))]
    message = _FAULTS[parameter.kind](parameter, value)
    return [RuleError(parameter.name, message)] if message else []


def _number_fault(parameter: Parameter, value: Any) -> dict[Language, str] | None:
    if value == "" and parameter.default == "":
        return None
    number = _number(value)
    if number is None:
        return both("须填写数字", "Enter a number")
    if parameter.low is not None and number < Decimal(str(parameter.low)):
        return both(f"不得小于{parameter.low}", f"Must be at least {parameter.low}")
    if parameter.high is not None and number > Decimal(str(parameter.high)):
        return both(f"不得大于{parameter.high}", f"Must be at most {parameter.high}")
    return None


def _choice_fault(parameter: Parameter, value: Any) -> dict[Language, str] | None:
    return None if value in parameter.choices else both("请从选项中选取", "Pick one of the choices")


def _flag_fault(parameter: Parameter, value: Any) -> dict[Language, str] | None:
    return None if isinstance(value, bool) else both("须为是或否", "Must be yes or no")


def _table_fault(parameter: Parameter, value: Any) -> dict[Language, str] | None:
    fault = both("每行须有两格，数字须可读", "Each row needs two cells with readable numbers")
    if not isinstance(value, list | tuple):
        return fault
    for row in value:
        if not isinstance(row, list | tuple) or len(row) != 2:
            return fault
        numbers = row[1:] if parameter.named else row
        if any(_number(cell) is None for cell in numbers):
            return fault
        if parameter.named and not (isinstance(row[0], str) and row[0]):
            return fault
    return None


def _names_fault(parameter: Parameter, value: Any) -> dict[Language, str] | None:
    if isinstance(value, list | tuple) and all(isinstance(name, str) for name in value):
        return None
    return both("须为名称列表", "Must be a list of names")


_FAULTS = {
    "number": _number_fault,
    "choice": _choice_fault,
    "flag": _flag_fault,
    "table": _table_fault,
    "names": _names_fault,
}


def _number(value: object) -> Decimal | None:
    try:
        return parse_number(value)
    except ScoringError:
        return None
