"""The rules that turn raw values into points, one function each, by kind in `RULES`."""

from scoring.rules.base import Column, Language, Marked, Parameter, Rule, RuleError, Text
from scoring.rules.registry import (
    RULES,
    find_rule,
    mark_values,
    rule_sentence,
    scale_points,
    validate_rule,
)

__all__ = [
    "RULES",
    "Column",
    "Language",
    "Marked",
    "Parameter",
    "Rule",
    "RuleError",
    "Text",
    "find_rule",
    "mark_values",
    "rule_sentence",
    "scale_points",
    "validate_rule",
]
