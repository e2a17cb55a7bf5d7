"""The reviewers' side: passing records on with marks, or returning them with what is to change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import AssessmentCycle, ScoreSheet
from assessment.rules.marks import fits_scale
from assessment.selectors.marked_leaves import marked_fields
from assessment.services.sheets import store_sheet, withdraw_sheets
from dailyreview.models import ColleagueComment, QuarterRecord, ReviewStep
from dailyreview.rules.chain import next_role
from dailyreview.selectors.chain import Post, above, post_for, posts_of, staffed_roles
from dailyreview.selectors.colleagues import beside, plans_kept_by, serving
from dailyreview.services.records import chain_of
from organization.models import User
from organization.services.audit import record_event

Verdict = ReviewStep.Verdict


@dataclass(frozen=True)
class Review:
    """What a reviewer says of one record.

    Attributes:
        marks: leaf code to mark, as on any score sheet.
    """

    record: QuarterRecord
    verdict: str
    words: str = ""
    marks: Mapping[str, Decimal | None] = field(default_factory=dict)


@transaction.atomic
def review_records(reviews: Sequence[Review], *, by: User) -> list[ReviewStep]:
    """Take the next step of several records at once, all of them or none.

    Raises:
        PermissionDenied: a record that does not wait for the account.
        ValidationError: `params["record"]` tells which record; a mark or words are missing, or the
            cycle is closed.
    """
    posts = posts_of(by, timezone.localdate())
    steps = []
    for review in sorted(reviews, key=lambda one: one.record.pk):
        try:
            steps.append(_take_step(review, posts, by))
        except ValidationError as error:
            raise ValidationError(
                # Formatted once already: what is left of signs is text.
                error.messages[0].replace("%", "%%"),
                code=getattr(error, "code", None) or "refused",
                params={"record": review.record.pk},
            ) from error
    return steps


@transaction.atomic
def comment_on(
    record: QuarterRecord, *, words: str, kind: str, source: str = "", by: User
) -> ColleagueComment:
    """Leave a comment for the reviewers of somebody else's quarter.

    Colleagues comment where the unit asks for it. What people served have to say, other units say
    themselves where the unit asks; office and reviewers may take it down.

    Args:
        source: who said it, when somebody else takes it down.

    Raises:
        PermissionDenied: one's own record, or somebody who may not speak for this kind.
        ValidationError: no words, a second comment, or the office does not say who said it.
    """
    if record.state == QuarterRecord.State.REVIEWED:
        raise ValidationError(_("The review of this record is over."), code="over")
    if not _may_comment(record, kind, by):
        raise PermissionDenied
    if kind == ColleagueComment.Kind.USER and not source and _takes_down(record, by):
        raise ValidationError({"source": _("Say who said it.")})
    comment = ColleagueComment(record=record, kind=kind, words=words, source=source, written_by=by)
    comment.full_clean()
    comment.save()
    record_event("colleague_commented", comment, by=by)
    return comment


def _may_comment(record: QuarterRecord, kind: str, by: User) -> bool:
    if beside(by).filter(pk=record.pk).exists():
        return True
    if kind != ColleagueComment.Kind.USER:
        return False
    return above(record, by) or serving(by).filter(pk=record.pk).exists()


def _takes_down(record: QuarterRecord, by: User) -> bool:
    """Whether the office notes what it was told."""
    return plans_kept_by(by).filter(pk=record.quarter.plan_id).exists()


def _take_step(review: Review, posts: Sequence[Post], by: User) -> ReviewStep:
    # The row is the lock: of a reviewer and their stand-in at one moment, one finds it gone.
    record = (
        QuarterRecord.objects.select_for_update(of=("self",))
        .select_related("assessee__cycle", "assessee__system", "quarter__plan", "section")
        .get(pk=review.record.pk)
    )
    post = post_for(record, posts)
    is_own = QuarterRecord.objects.own_of(by).filter(pk=record.pk).exists()
    if post is None or is_own or record.state != QuarterRecord.State.IN_REVIEW:
        raise PermissionDenied
    if record.assessee.cycle.state != AssessmentCycle.State.OPEN:
        raise ValidationError(_("The quarter is closed."), code="closed")
    step = ReviewStep(
        record=record,
        role=post.role,
        reviewer=by,
        stood_in_for=None if post.holder == by else post.holder,
        verdict=review.verdict,
        words=review.words.strip(),
    )
    if review.verdict == Verdict.FORWARD:
        step.sheet = _mark(record, post, review.marks, by)
    step.full_clean()
    step.save()
    _move(record, post, review.verdict)
    after = {"verdict": step.verdict, "role": step.role, "awaits": record.awaits}
    record_event("record_reviewed", record, by=by, after=after)
    return step


def _mark(
    record: QuarterRecord, post: Post, marks: Mapping[str, Decimal | None], by: User
) -> ScoreSheet | None:
    """The reviewer's score sheet, where the scheme counts this level."""
    classes = record.assessee.cycle.scheme.rater_classes
    if not classes.filter(code=post.role).exists():
        return None
    fields = marked_fields(record.assessee.system)
    missing = [code for code in fields if marks.get(code) is None]
    if missing:
        raise ValidationError(
            _("Marks are still missing: %(codes)s.") % {"codes": ", ".join(missing)},
            code="incomplete",
        )
    for code, limits in fields.items():
        if not fits_scale(marks[code] or Decimal(0), limits.scale):
            raise ValidationError(
                _("%(code)s: a mark lies between 0 and %(highest)s, with at most two decimals.")
                % {"code": code, "highest": f"{limits.scale.normalize():f}"},
                code="mark",
            )
    return store_sheet(record.assessee, rater_class=post.role, marks=marks, by=by)


def _move(record: QuarterRecord, post: Post, verdict: str) -> None:
    states = QuarterRecord.State
    if verdict == Verdict.RETURN:
        record.state, record.awaits = states.RETURNED, ""
        withdraw_sheets(record.assessee, reason=_("The record was returned for change."))
    else:
        staffed = staffed_roles([record.section])[record.section_id]
        record.awaits = next_role(chain_of(record), staffed, after=post.role)
        record.state = states.IN_REVIEW if record.awaits else states.REVIEWED
    record.save(update_fields=["state", "awaits"])
