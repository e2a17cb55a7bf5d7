"""The judged leaves of a system as the rules of marks take them."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Any

from assessment.models import Scheme, ScoreSheet
from assessment.rules.marks import Entry, Field, asks_for_reason, is_sentence
from assessment.selectors.trees import judged_leaves
from indicators.models import IndicatorSystem, SystemNode
from scoring import RULES

HIGHEST = Decimal(ScoreSheet.HIGHEST_MARK)
# A rule without a scale of its own is marked out of this.
USUAL_SCALE = Decimal(100)


def marked_fields(system: IndicatorSystem) -> dict[str, Field]:
    """Leaf code to what its marks obey, in the order of `ScoreSheet.marks`."""
    return {leaf.code: field_of(leaf) for leaf in judged_leaves(system)}


def field_of(leaf: SystemNode) -> Field:
    """Scale, weight and way of typing of one leaf, as its rule takes what is typed."""
    params = RULES[leaf.rule].complete(leaf.params)
    is_bonus = leaf.kind == SystemNode.Kind.BONUS
    if leaf.rule == "count":
        return _counted(leaf, params, is_bonus)
    scale = Decimal(str(params.get("items") or params.get("scale") or USUAL_SCALE))
    entry = Entry.MARK_LESS if params.get("deducts") else Entry.MARK
    return Field(leaf.code, min(scale, HIGHEST), leaf.weight, is_bonus, entry)


def _counted(leaf: SystemNode, params: Mapping[str, Any], is_bonus: bool) -> Field:
    """A leaf that goes up or down with every one that is typed, as far as its rule lets it."""
    if params["effect"] == "both":
        return Field(leaf.code, USUAL_SCALE, leaf.weight, is_bonus)
    deducts = params["effect"] == "deduct"
    side, end = ("deduct", "floor") if deducts else ("add", "ceiling")
    start, each = Decimal(str(params["base"])), Decimal(str(params[f"{side}_each"]))
    ends = [abs(Decimal(str(params[end])) - start)] if params[end] != "" else []
    ends += [Decimal(str(params[f"{side}_cap"]))] if params[f"{side}_cap"] != "" else []
    most = min(ends) / each if ends and each else USUAL_SCALE
    scale = min(most.quantize(Decimal("0.01"), ROUND_CEILING) or USUAL_SCALE, HIGHEST)
    entry = Entry.DEDUCTION if deducts else Entry.MARK
    return Field(leaf.code, scale, leaf.weight, is_bonus, entry, start, each)


def marks_of(sheet: ScoreSheet, fields: Mapping[str, Field]) -> dict[str, Decimal]:
    """The marks of a sheet by leaf code, without those not given."""
    return {
        code: Decimal(mark) / ScoreSheet.MARK_SCALE
        for code, mark in zip(fields, sheet.marks.tolist(), strict=True)
        if mark != ScoreSheet.NOT_GIVEN
    }


def reason_lacks(
    marks: Mapping[str, Decimal],
    remarks: Mapping[str, str],
    fields: Mapping[str, Field],
    scheme: Scheme,
) -> list[str]:
    """Codes of the leaves whose mark asks for a reason that nobody has written."""
    shares = {"below": scheme.remark_below_share, "above": scheme.remark_above_share}
    return [
        code
        for code, field in fields.items()
        if code in marks
        and asks_for_reason(marks[code], field, **shares)
        and not is_sentence(remarks.get(code, ""))
    ]
