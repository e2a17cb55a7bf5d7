"""The judged leaves of a system as the rules of marks take them."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from assessment.models import Scheme, ScoreSheet
from assessment.rules.marks import Field, asks_for_reason, is_sentence
from assessment.selectors.trees import judged_leaves
from indicators.models import IndicatorSystem, SystemNode


def marked_fields(system: IndicatorSystem) -> dict[str, Field]:
    """Leaf code to what its marks obey, in the order of `ScoreSheet.marks`."""
    return {leaf.code: field_of(leaf) for leaf in judged_leaves(system)}


def field_of(leaf: SystemNode) -> Field:
    """Scale and weight of one leaf; a rule without a scale is marked out of 100."""
    try:
        scale = Decimal(str(leaf.params.get("scale", 100)))
    except InvalidOperation:
        scale = Decimal(100)
    return Field(
        leaf.code,
        min(scale, Decimal(ScoreSheet.HIGHEST_MARK)),
        leaf.weight,
        leaf.kind == SystemNode.Kind.BONUS,
    )


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
