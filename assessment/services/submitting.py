"""Handing score sheets in, once; marking that tells no units apart goes back with the reason."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Assessee, AssessmentCycle, Scheme, ScoreSheet, SheetDraft
from assessment.rules.marks import Field, total_of
from assessment.selectors.assignments import Assignment, assignments_of
from assessment.selectors.flat_fields import asks_for_spread, flat_words, spread_of
from assessment.selectors.marked_leaves import marked_fields, marks_of, reason_lacks
from assessment.services.drafts import read_marks, refusal
from assessment.services.returning import return_of_itself
from assessment.services.sheet_log import log_submission
from assessment.services.sheets import store_sheet
from organization.models import User


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
        of_field, reason = flat
        _return(of_field, reason, by)
        return Submission(None, returned=reason, assessees=[one.assessee for one in of_field])
    return Submission(_store(assignment, draft, key, digest, by), is_new=True)


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
    # Its own deadline stays: if all its field goes back, there must be time for this one too.
    draft.returned_reason, draft.returned_at = "", None
    draft.save(update_fields=["returned_reason", "returned_at"])
    log_submission(sheet, by=by)
    return sheet


def _flat_field(
    assignment: Assignment,
    mine: Sequence[Assignment],
    draft: SheetDraft,
    fields: dict[str, Field],
) -> tuple[Sequence[Assignment], str] | None:
    """The field that this sheet would complete, and why it is returned; None if it may stand."""
    scheme = assignment.cycle.scheme
    if not asks_for_spread(scheme):
        return None
    place = (assignment.assessee.group_key, assignment.assessee.system_id, assignment.cycle.pk)
    of_field = [
        one
        for one in mine
        if (one.assessee.group_key, one.assessee.system_id, one.cycle.pk) == place
    ]
    handed_in = [one.sheet.pk for one in of_field if one.sheet]
    if len(handed_in) + 1 < len(of_field):
        # Before the last sheet of the field nobody can say whether it is told apart; if the last
        # one never comes, the office judges what there is before it closes the marking.
        return None
    sheets = ScoreSheet.objects.filter(pk__in=handed_in)
    totals = [total_of(marks_of(sheet, fields), fields.values()) for sheet in sheets]
    totals.append(total_of(read_marks(draft), fields.values()))
    spread = spread_of(totals, scheme)
    return (of_field, flat_words(spread)) if spread.faults else None


def _return(of_field: Sequence[Assignment], reason: str, by: User) -> None:
    own = [one.draft.due_at for one in of_field if one.draft and one.draft.due_at]
    return_of_itself(
        of_field[0].cycle,
        [(one.assessee, one.sheet) for one in of_field],
        evaluator=by,
        reason=reason,
        due_at=max(own, default=None),
    )
