"""The record of a sheet (全程纪实): all its versions, and what changed from one to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessment.models import ScoreSheet
from assessment.selectors.marked_leaves import field_of, marks_of
from assessment.selectors.trees import judged_leaves
from organization.models import User


@dataclass(frozen=True)
class MarkChange:
    """One mark that differs from the version before; empty text where none was given."""

    leaf: str
    before: str
    after: str
    remark: str


@dataclass(frozen=True)
class SheetVersion:
    """One sheet as it was handed in.

    Attributes:
        changes: against the version before; None while marks are blind to the account.
    """

    number: int
    sheet: ScoreSheet
    changes: list[MarkChange] | None = field(default=None)


def sheet_versions(sheet: ScoreSheet, *, user: User) -> list[SheetVersion]:
    """All versions of the sheet of one evaluator for one assessee, oldest first."""
    sheets = list(
        ScoreSheet.objects.filter(assessee=sheet.assessee_id, evaluator=sheet.evaluator_id)
        .select_related("evaluator", "withdrawn_by")
        .order_by("pk")
    )
    if user.pk != sheet.evaluator_id and not marks_are_open(sheet):
        return [SheetVersion(number, one) for number, one in enumerate(sheets, 1)]
    leaves = judged_leaves(sheet.assessee.system)
    fields = {leaf.code: field_of(leaf) for leaf in leaves}
    names = {leaf.code: leaf.name for leaf in leaves}
    versions, before = [], dict[str, str]()
    for number, one in enumerate(sheets, 1):
        marks = {code: f"{mark.normalize():f}" for code, mark in marks_of(one, fields).items()}
        versions.append(SheetVersion(number, one, _changes(before, marks, one.remarks, names)))
        before = marks
    return versions


def marks_are_open(sheet: ScoreSheet) -> bool:
    """Whether others may read its marks: not before the marking of the cycle is closed."""
    return not sheet.assessee.cycle.is_marking


def _changes(
    before: Mapping[str, str],
    after: Mapping[str, str],
    remarks: Mapping[str, str],
    names: Mapping[str, str],
) -> list[MarkChange]:
    return [
        MarkChange(name, before.get(code, ""), after.get(code, ""), remarks.get(code, ""))
        for code, name in names.items()
        if before.get(code) != after.get(code)
    ]
