"""Handing score sheets in once, returning flat marking, and reopening by a recorded act."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Assessee, AssessmentCycle, Scheme, ScoreSheet, SheetDraft
from assessment.rules.marks import Field, is_sentence, total_of
from assessment.selectors.assignments import Assignment, SheetState, assignments_of
from assessment.selectors.marked_leaves import marked_fields, marks_of, reason_lacks
from assessment.services.drafts import read_marks, refusal
from assessment.services.sheets import store_sheet
from evaluators.rules.spread import Spread, SpreadRule, judge_spread
from organization.models import Role, User
from organization.services.audit import record_event


@dataclass(frozen=True)
class Submission:
    """What became of a sheet.

    Attributes:
        sheet: the standing sheet; None when the marking was returned as flat.
        is_new: whether this call has stored it, or an earlier one with the same key.
        returned: why the marking was returned; assessees: whose sheets that concerns.
    """

    sheet: ScoreSheet | None
    is_new: bool = False
    returned: str = ""
    assessees: list[Assessee] = field(default_factory=list)


@transaction.atomic
def submit_draft(assessee: int, *, key: UUID, revision: int, by: User) -> Submission:
    """Hand a draft in. The same key with the same body gives the same answer, stored once (T32).

    The last sheet of a comparison group is taken only if the evaluator's sheets of it tell the
    units apart as the scheme asks; else all of them are returned with the reason (ORG-07).

    Args:
        key: chosen by the sender for this one wish to hand in.
        revision: of the draft as the sender sees it.

    Raises:
        Assessee.DoesNotExist: the account does not judge this assessee.
        ValidationError: `other_body` the key was used for something else, `stale` the draft has
            changed, `incomplete` marks or reasons are missing (`params` has the codes), or a
            `SheetState` in which nothing is handed in.
    """
    digest = _digest(assessee, revision, by)
    # One at a time in a cycle: who closes it or moves its deadline waits, and so does a second tab.
    list(AssessmentCycle.objects.select_for_update(no_key=True).filter(assessees=assessee))
    earlier = ScoreSheet.objects.filter(submission_key=key, evaluator=by).first()
    if earlier:
        if earlier.body_digest != digest:
            raise ValidationError(_("This key was used for another submission."), code="other_body")
        return Submission(earlier)
    mine = assignments_of(by, timezone.now())
    assignment = next((one for one in mine if one.assessee.pk == assessee), None)
    if assignment is None:
        raise Assessee.DoesNotExist
    if not assignment.is_editable:
        raise refusal(assignment.state)
    draft = _draft(assignment, revision, by)
    fields = marked_fields(assignment.assessee.system)
    _check_complete(draft, fields, assignment.cycle.scheme)
    flat = _flat_field(assignment, mine, draft, fields)
    if flat:
        return _return_flat(flat, by)
    return Submission(_store(assignment, draft, key, digest, by), is_new=True)


@transaction.atomic
def reopen_sheet(sheet: ScoreSheet, *, reason: str, by: User) -> None:
    """Give a sheet back to its evaluator, who may change it until it is handed in again.

    Raises:
        PermissionDenied: not the office, or one's own sheet: that takes two people.
        ValidationError: no reason, reopened already, or the marking is closed.
    """
    if not by.has_role(Role.OFFICE_STAFF) or sheet.evaluator_id == by.pk:
        raise PermissionDenied
    if not is_sentence(reason):
        raise ValidationError({"reason": _("Give the reason in a sentence.")})
    cycle = AssessmentCycle.objects.select_for_update(no_key=True).get(pk=sheet.assessee.cycle_id)
    if cycle.state != AssessmentCycle.State.OPEN or not cycle.is_marking:
        raise refusal(SheetState.CLOSED)
    now = timezone.now()
    if not _withdraw([sheet.pk], reason, now, by):
        raise ValidationError(_("This sheet is reopened already."), code="reopened")
    _give_back(ScoreSheet.objects.get(pk=sheet.pk), reason, now)
    record_event("sheet_reopened", sheet, by=by, after={"reason": reason})


def _digest(assessee: int, revision: int, by: User) -> str:
    return hashlib.sha256(f"{assessee} {revision} {by.pk}".encode()).hexdigest()


def _draft(assignment: Assignment, revision: int, by: User) -> SheetDraft:
    drafts = SheetDraft.objects.select_for_update().filter(
        assessee=assignment.assessee, evaluator=by
    )
    draft = drafts.first() or SheetDraft(assessee=assignment.assessee, evaluator=by)
    if draft.revision != revision:
        raise ValidationError(
            _("The sheet has changed meanwhile, perhaps in another window: look at it again."),
            code="stale",
            params={"revision": draft.revision},
        )
    return draft


def _check_complete(draft: SheetDraft, fields: dict[str, Field], scheme: Scheme) -> None:
    marks = read_marks(draft)
    missing = [code for code in fields if code not in marks]
    due = reason_lacks(marks, draft.remarks, fields, scheme)
    if missing or due:
        raise ValidationError(
            _("Marks or reasons are still missing."),
            code="incomplete",
            params={"missing": missing, "due": due},
        )


def _store(
    assignment: Assignment, draft: SheetDraft, key: UUID, digest: str, by: User
) -> ScoreSheet:
    assert assignment.rater_class is not None
    sheet = store_sheet(
        assignment.assessee,
        rater_class=assignment.rater_class.code,
        marks=read_marks(draft),
        remarks=draft.remarks,
        advice=draft.advice,
        submission_key=key,
        body_digest=digest,
        by=by,
    )
    draft.returned_reason, draft.returned_at = "", None
    draft.save(update_fields=["returned_reason", "returned_at"])
    return sheet


@dataclass(frozen=True)
class _FlatField:
    """All sheets of an evaluator in one comparison group, which do not tell it apart."""

    assignments: Sequence[Assignment]
    spread: Spread

    @property
    def reason(self) -> str:
        return _(
            "No differentiation: %(times)s of %(count)s sheets come to the same total, "
            "or all totals lie close together. Compare the units once more."
        ) % {"times": self.spread.commonest_count, "count": self.spread.count}


def _flat_field(
    assignment: Assignment,
    mine: Sequence[Assignment],
    draft: SheetDraft,
    fields: dict[str, Field],
) -> _FlatField | None:
    scheme = assignment.cycle.scheme
    if scheme.flat_different_min is None and scheme.flat_width_min is None:
        return None
    place = (assignment.assessee.group_key, assignment.assessee.system_id, assignment.cycle.pk)
    of_field = [
        one
        for one in mine
        if (one.assessee.group_key, one.assessee.system_id, one.cycle.pk) == place
    ]
    handed_in = [one.sheet.pk for one in of_field if one.sheet]
    if len(handed_in) + 1 < len(of_field):
        # Before the last sheet of the field nobody can say whether it is told apart.
        return None
    sheets = ScoreSheet.objects.filter(pk__in=handed_in)
    totals = [total_of(marks_of(sheet, fields), fields.values()) for sheet in sheets]
    totals.append(total_of(read_marks(draft), fields.values()))
    rule = SpreadRule(
        different_min=scheme.flat_different_min or Decimal(0),
        width_min=scheme.flat_width_min or Decimal(0),
        smallest_field=scheme.flat_field_min,
    )
    spread = judge_spread(totals, rule)
    return _FlatField(of_field, spread) if spread.faults else None


def _return_flat(flat: _FlatField, by: User) -> Submission:
    """Give every sheet of the field back, also the one that was to be the last."""
    now, reason = timezone.now(), flat.reason
    sheets = [one.sheet for one in flat.assignments if one.sheet]
    _withdraw([sheet.pk for sheet in sheets], reason[:200], now, None)
    for one in flat.assignments:
        SheetDraft.objects.filter(assessee=one.assessee, evaluator=by).update(
            returned_reason=reason[:300], returned_at=now
        )
        record_event("sheet_returned", one.sheet or one.assessee, by=None, after={"reason": reason})
    return Submission(None, returned=reason, assessees=[one.assessee for one in flat.assignments])


def _withdraw(sheets: Sequence[int], reason: str, now: dt.datetime, by: User | None) -> int:
    return (
        ScoreSheet.objects.standing()
        .filter(pk__in=sheets)
        .update(withdrawn_at=now, withdrawn_by=by, withdrawn_reason=reason)
    )


def _give_back(sheet: ScoreSheet, reason: str, now: dt.datetime) -> None:
    """Open the draft again; a sheet that came without one gets it from its marks."""
    marks = marks_of(sheet, marked_fields(sheet.assessee.system))
    draft, _is_new = SheetDraft.objects.get_or_create(
        assessee=sheet.assessee,
        evaluator=sheet.evaluator,
        defaults={
            "marks": {code: f"{mark.normalize():f}" for code, mark in marks.items()},
            "remarks": sheet.remarks,
            "advice": sheet.advice,
            "revision": 1,
        },
    )
    SheetDraft.objects.filter(pk=draft.pk).update(returned_reason=reason, returned_at=now)
