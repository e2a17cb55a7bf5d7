"""Drafts of score sheets: saved as they are typed, merged field by field."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Assessee, ScoreSheet, SheetDraft
from assessment.rules.drafts import Merged, merge_changes
from assessment.rules.marks import Field, fits_scale, read_mark
from assessment.selectors.assignments import Assignment, SheetState, assignment_of
from assessment.selectors.marked_leaves import marked_fields, reason_lacks
from organization.models import User

REMARK_LENGTH = 500
ADVICE_LENGTH = 2000

REFUSALS: dict[SheetState, str | Promise] = {
    SheetState.LETTERS: gettext_lazy("Sign the letters first."),
    SheetState.BARRED: gettext_lazy("You are not fit for duty: ask the assessment office."),
    SheetState.READ_ONLY: gettext_lazy("Your role in the group reads and reports only."),
    SheetState.SUBMITTED: gettext_lazy("This sheet is handed in; only the office reopens it."),
    SheetState.CLOSED: gettext_lazy("The marking of this cycle is closed."),
    SheetState.OVERDUE: gettext_lazy(
        "The deadline has passed: ask the assessment office for more time."
    ),
}


@dataclass(frozen=True)
class SavedDraft:
    """What a save has left.

    Attributes:
        missing: codes of leaves without a mark; due: codes of marks that lack their reason.
        conflicts: by part ("marks", "remarks") and code what another tab has put there, and so not
            overwritten; "advice" has no code.
        errors: what was refused, in the same order; everything else is saved all the same.
    """

    revision: int
    saved_at: dt.datetime
    missing: list[str]
    due: list[str]
    conflicts: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def save_draft(assessee: int, *, base: int, changes: Mapping[str, Any], by: User) -> SavedDraft:
    """Take the changes of one tab over into the draft; an unchanged draft stays as it is.

    No event is recorded: a draft is no score and is seen by nobody else.

    Args:
        assessee: key of the assessee.
        base: the revision that the tab has seen.
        changes: {"marks": {code: text or None}, "remarks": {code: text}, "advice": text}.

    Raises:
        Assessee.DoesNotExist: the account does not judge this assessee.
        ValidationError: the sheet cannot be changed; the code is a `SheetState`, or `base` for a
            revision that never was.
    """
    assignment = editable_assignment(assessee, by)
    SheetDraft.objects.get_or_create(assessee=assignment.assessee, evaluator=by)
    draft = SheetDraft.objects.select_for_update().get(assessee=assessee, evaluator=by)
    # Asked once more behind the lock: another tab may have handed the sheet in meanwhile.
    if ScoreSheet.objects.standing().filter(assessee=assessee, evaluator=by).exists():
        raise refusal(SheetState.SUBMITTED)
    if not 0 <= base <= draft.revision:
        raise ValidationError(_("This revision of the sheet is unknown."), code="base")
    fields = marked_fields(assignment.assessee.system)
    checked = _Checked.of(changes, fields)
    merged = merge_changes(
        flat(draft), draft.stamps, draft.revision, base=base, changes=checked.values
    )
    if merged.revision != draft.revision:
        _store(draft, merged)
    marks = read_marks(draft)
    return SavedDraft(
        revision=draft.revision,
        saved_at=draft.saved_at,
        missing=[code for code in fields if code not in marks],
        due=reason_lacks(marks, draft.remarks, fields, assignment.cycle.scheme),
        conflicts=nested(merged.conflicts),
        errors=nested(checked.errors),
    )


def editable_assignment(assessee: int, by: User) -> Assignment:
    """The sheet of an account that can be typed into now.

    Raises:
        Assessee.DoesNotExist: the account does not judge this assessee.
        ValidationError: it cannot be changed; the code is a `SheetState`.
    """
    assignment = assignment_of(by, assessee, timezone.now())
    if assignment is None:
        raise Assessee.DoesNotExist
    if not assignment.is_editable:
        raise refusal(assignment.state)
    return assignment


def refusal(state: SheetState) -> ValidationError:
    """Why a sheet in a state cannot be changed."""
    return ValidationError(str(REFUSALS[state]), code=state.value)


def read_marks(draft: SheetDraft) -> dict[str, Decimal]:
    """The marks of a draft as numbers."""
    return {code: Decimal(text) for code, text in draft.marks.items()}


def flat(draft: SheetDraft) -> dict[str, Any]:
    """The fields of a draft under one name each, as `marks.B12`."""
    marks = {f"marks.{code}": text for code, text in draft.marks.items()}
    remarks = {f"remarks.{code}": text for code, text in draft.remarks.items()}
    return {**marks, **remarks, **({"advice": draft.advice} if draft.advice else {})}


def nested(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The reverse of `flat`.

    >>> nested({"marks.B12": "85", "advice": "再接再厉"})
    {'marks': {'B12': '85'}, 'advice': '再接再厉'}
    """
    parts: dict[str, Any] = {}
    for name, value in fields.items():
        part, dot, code = name.partition(".")
        if dot:
            parts.setdefault(part, {})[code] = value
        else:
            parts[part] = value
    return parts


def _store(draft: SheetDraft, merged: Merged) -> None:
    parts = nested(merged.values)
    draft.marks = parts.get("marks", {})
    draft.remarks = parts.get("remarks", {})
    draft.advice = parts.get("advice", "")
    draft.stamps, draft.revision = merged.stamps, merged.revision
    draft.save()


@dataclass(frozen=True)
class _Checked:
    """Changes as they may be stored, and what was refused."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, changes: Mapping[str, Any], fields: Mapping[str, Field]) -> "_Checked":
        checked = cls()
        for name, raw in _named(changes):
            try:
                checked.values[name] = _read(name, raw, fields)
            except ValidationError as error:
                checked.errors[name] = error.messages[0]
        return checked


def _named(changes: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for part in ("marks", "remarks"):
        entries = changes.get(part) or {}
        if not isinstance(entries, Mapping):
            raise ValidationError(_("This is no score sheet."), code="malformed")
        for code, raw in entries.items():
            yield f"{part}.{code}", raw
    if "advice" in changes:
        yield "advice", changes["advice"]


def _read(name: str, raw: Any, fields: Mapping[str, Field]) -> str | None:
    if raw is not None and not (isinstance(raw, str) and _is_storable(raw)):
        raise ValidationError(_("This is no text."))
    text = (raw or "").strip()
    if name == "advice":
        return _limited(text, ADVICE_LENGTH)
    part, _dot, code = name.partition(".")
    if code not in fields:
        raise ValidationError(_("The sheet has no such indicator."))
    return _mark(text, fields[code]) if part == "marks" else _limited(text, REMARK_LENGTH)


def _is_storable(text: str) -> bool:
    """Neither zero bytes nor halves of surrogate pairs, which no database keeps."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _limited(text: str, length: int) -> str | None:
    if len(text) > length:
        raise ValidationError(_("At most %(length)s characters."), params={"length": length})
    return text or None


def _mark(text: str, leaf: Field) -> str | None:
    if not text:
        return None
    mark = read_mark(text)
    if mark is None or not fits_scale(mark, leaf.scale):
        raise ValidationError(
            _("A mark lies between 0 and %(highest)s and has at most two decimals."),
            params={"highest": f"{leaf.scale.normalize():f}"},
        )
    return f"{mark.normalize():f}"
