"""Rule parameters as people write them in one cell: `方向=越低越好；下端=20；上端=60`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from organization.imports.cells import NO, YES, normalised
from scoring import RULES, Rule, validate_rule
from scoring.rules.base import Parameter

_REMARK = re.compile(r"[（(].*?[)）]")


@dataclass(frozen=True)
class StatedParams:
    """Parameters of a rule as a cell holds them: equal when they mean the same.

    Attributes:
        text: the parameters in Chinese, whatever language a page speaks; what is compared.
    """

    text: str
    rule: str = field(compare=False)
    params: Mapping[str, Any] = field(compare=False)

    def __str__(self) -> str:
        return format_params(self.rule, self.params, get_language() or "zh-hans")


def stated(rule: str, params: Mapping[str, Any]) -> StatedParams | None:
    """The parameters for comparing; None when all of them are the defaults."""
    text = format_params(rule, params)
    return StatedParams(text, rule, params) if text else None


def format_params(kind: str, params: Mapping[str, Any], language: str = "zh-hans") -> str:
    """The parameters that differ from their defaults, in the words of the rule.

    >>> format_params("rank", {"direction": "lower", "step": "0.05"})
    '方向=越低越好；每名递减=0.05'
    >>> format_params("bands", {"bands": [["60", "6"], ["90", "10"]], "below": "0"}, "en")
    'Bands=60:6, 90:10; Points below=0'
    """
    if kind not in RULES:
        return ""
    separator = "；" if _side(language) == "zh" else "; "
    parts = [
        f"{_label(parameter, language)}={_write(parameter, params[parameter.name], language)}"
        for parameter in RULES[kind].parameters
        if parameter.name in params and not _is_default(parameter, params[parameter.name])
    ]
    return separator.join(parts)


def parse_params(kind: str, text: str) -> dict[str, Any]:
    """The parameters that a cell states, checked by the engine itself.

    Raises:
        ValidationError: every part that is unknown, unreadable or refused by the rule.

    >>> parse_params("linear", "方向=越低越好；下端=２０;High end=60")
    {'direction': 'lower', 'low': '20', 'high': '60'}
    """
    rule = RULES[kind]
    names = {
        _name_key(name): parameter for parameter in rule.parameters for name in _names(parameter)
    }
    params: dict[str, Any] = {}
    faults: list[str] = []
    for part in filter(str.strip, re.split(r"[;；\n]", text)):
        name, sign, value = re.sub("[＝]", "=", part).partition("=")
        parameter = names.get(_name_key(name))
        if not sign or parameter is None:
            faults.append(_unknown(part, rule))
            continue
        try:
            params[parameter.name] = _read(parameter, value.strip())
        except (ValueError, ArithmeticError):
            faults.append(_("“%(part)s” cannot be read.") % {"part": part.strip()})
    if not faults:
        faults = [error.message[_side()] for error in validate_rule(kind, params)]
    if faults:
        raise ValidationError(faults)
    return params


def _names(parameter: Parameter) -> tuple[str, ...]:
    return (parameter.name, _label(parameter, "zh"), _label(parameter, "en"))


def _side(language: str | None = None) -> Literal["zh", "en"]:
    return "en" if (language or get_language() or "zh").startswith("en") else "zh"


def _label(parameter: Parameter, language: str) -> str:
    text = parameter.label[_side(language)]
    return _REMARK.sub("", text).strip()


def _name_key(name: str) -> str:
    return normalised(_REMARK.sub("", name)).casefold()


def _is_default(parameter: Parameter, value: Any) -> bool:
    return value == parameter.default or str(value) == str(parameter.default)


def _write(parameter: Parameter, value: Any, language: str) -> str:
    side = _side(language)
    if parameter.kind == "choice":
        return parameter.choices[value][side] if value in parameter.choices else str(value)
    if parameter.kind == "flag":
        return {"zh": "是" if value else "否", "en": "yes" if value else "no"}[side]
    comma = ", " if side == "en" else "，"
    if parameter.kind == "table":
        return comma.join(f"{first}:{second}" for first, second in value)
    return comma.join(value) if parameter.kind == "names" else str(value)


def _read(parameter: Parameter, text: str) -> Any:
    if parameter.kind == "choice":
        for value, label in parameter.choices.items():
            if normalised(text).casefold() in (
                normalised(name).casefold() for name in (value, *label.values())
            ):
                return value
        raise ValueError(text)
    if parameter.kind == "flag":
        if normalised(text).lower() not in YES | NO:
            raise ValueError(text)
        return normalised(text).lower() in YES
    if parameter.kind == "number":
        return _number(parameter, text)
    parts = [part.strip() for part in re.split("[,，、]", text) if part.strip()]
    return parts if parameter.kind == "names" else _rows(parameter, parts)


def _rows(parameter: Parameter, parts: list[str]) -> list[list[str]]:
    rows = []
    for part in parts:
        first, second = re.split("[:：]", part)
        rows.append([first.strip() if parameter.named else normalised(first), normalised(second)])
    return rows


def _number(parameter: Parameter, text: str) -> str:
    """A share may be written in percent; any other number stands as it is."""
    text = normalised(text)
    if text.endswith("%") and parameter.high is not None:
        return f"{Decimal(text[:-1]) / 100:f}"
    return text


def _unknown(part: str, rule: Rule) -> str:
    known = "、".join(_label(parameter, _side()) for parameter in rule.parameters)
    return _("“%(part)s” is no parameter of this rule. It knows: %(known)s.") % {
        "part": part.strip(),
        "known": known,
    }
