"""Score sheets: what an evaluator gave one assessee, stored once and never changed."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Assessee, AssessmentCycle, ScoreSheet
from assessment.selectors.trees import judged_leaves
from organization.models import User
from organization.services.audit import record_event


@transaction.atomic
def submit_sheet(
    assessee: Assessee, *, rater_class: str, marks: Mapping[str, Decimal | None], by: User
) -> ScoreSheet:
    """Store a sheet that was filled without a draft; a leaf left open is not given, never zero.

    Args:
        rater_class: code of a rater class of the scheme.
        marks: leaf code to mark, 0 to `ScoreSheet.HIGHEST_MARK` with at most two decimals.

    Raises:
        ValidationError: the cycle is not open, a strange class, leaf or mark, a second sheet.
    """
    cycle = assessee.cycle
    if cycle.state != AssessmentCycle.State.OPEN:
        raise ValidationError(_("The cycle is not open."), code="not_open")
    if not cycle.scheme.rater_classes.filter(code=rater_class).exists():
        raise ValidationError(_("The scheme has no such rater class."), code="rater_class")
    return store_sheet(assessee, rater_class=rater_class, marks=marks, by=by)


@transaction.atomic
def store_sheet(
    assessee: Assessee,
    *,
    rater_class: str,
    marks: Mapping[str, Decimal | None],
    remarks: Mapping[str, str] | None = None,
    advice: str = "",
    submission_key: UUID | None = None,
    body_digest: str = "",
    by: User,
) -> ScoreSheet:
    """Write a sheet that the caller has allowed; marks are packed in the order of the leaves.

    The event says who, for whom and as which class, but no mark: those are blind.

    Raises:
        ValidationError: a strange leaf or mark, or a second sheet.
    """
    codes = [leaf.code for leaf in judged_leaves(assessee.system)]
    strangers = sorted(set(marks) - set(codes))
    if strangers:
        raise ValidationError(
            _("No judged leaf has the code %(code)s."), params={"code": strangers[0]}
        )
    sheet = ScoreSheet(
        assessee=assessee,
        evaluator=by,
        rater_class=rater_class,
        marks=[_packed(marks.get(code)) for code in codes],
        remarks=dict(remarks or {}),
        advice=advice,
        submission_key=submission_key,
        body_digest=body_digest,
    )
    # The marks are checked above; a field's own checks do not know arrays.
    sheet.full_clean(exclude=["marks"])
    sheet.save()
    record_event("sheet_submitted", sheet, by=by, after={"rater_class": rater_class})
    return sheet


def withdraw_sheets(assessee: Assessee, *, reason: str) -> int:
    """Take all standing sheets of an assessee back, in the transaction of the act that does it."""
    return (
        ScoreSheet.objects.standing()
        .filter(assessee=assessee)
        .update(withdrawn_at=timezone.now(), withdrawn_reason=reason)
    )


def _packed(mark: Decimal | None) -> int:
    if mark is None:
        return ScoreSheet.NOT_GIVEN
    scaled = mark * ScoreSheet.MARK_SCALE
    if not 0 <= mark <= ScoreSheet.HIGHEST_MARK or scaled != scaled.to_integral_value():
        raise ValidationError(
            _("A mark lies between 0 and %(highest)s and has at most two decimals."),
            code="mark",
            params={"highest": ScoreSheet.HIGHEST_MARK},
        )
    return int(scaled)
