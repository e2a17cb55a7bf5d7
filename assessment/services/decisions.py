"""Decisions and publication: people decide grades, a second person opens the results.

No other module writes a `GradeDecision` or a `Publication`; a run only proposes (L-19).
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import Assessee, GradeDecision, Publication, Result, RunGroup, ScoreRun
from organization.models import User
from organization.services.audit import record_event


@transaction.atomic
def decide_grade(
    assessee: Assessee,
    *,
    run: ScoreRun,
    grade: str,
    body: str,
    decided_on: dt.date,
    departure_reason: str = "",
    by: User,
) -> GradeDecision:
    """Record the grade a body decided for an assessee; an earlier decision stays, superseded.

    Raises:
        ValidationError: the run is not complete or does not hold the assessee, the scheme has no
            such grade, a departure from the proposal has no reason, or the group is published.
    """
    result = _decidable_result(assessee, run)
    if not run.cycle.scheme.grades.filter(code=grade).exists():
        message = _("The scheme has no such grade.")
        raise ValidationError({"grade": ValidationError(message, code="grade")})
    departs = grade != result.proposed_grade
    if departs and not departure_reason.strip():
        message = _("Say why the grade departs from the proposal.")
        raise ValidationError({"departure_reason": ValidationError(message, code="departure")})
    decision = GradeDecision(
        assessee=assessee,
        run=run,
        proposed_grade=result.proposed_grade,
        grade=grade,
        body=body,
        decided_on=decided_on,
        decided_by=by,
        departure_reason=departure_reason.strip() if departs else "",
    )
    # Uniqueness is for the database to say, once the earlier decision has made room.
    decision.full_clean(validate_constraints=False)
    return _put_in_force(decision, by)


@transaction.atomic
def accept_proposals(
    group: RunGroup, *, body: str, decided_on: dt.date, by: User
) -> list[GradeDecision]:
    """Record, one by one, that a body accepted the proposals of a group where none is decided yet.

    Ties that were left to the people who decide are not accepted in bulk: each needs its own word.
    """
    decided = GradeDecision.objects.in_force().values("assessee")
    proposals = group.results.exclude(proposed_grade="").exclude(assessee__in=decided)
    return [
        decide_grade(
            result.assessee,
            run=group.run,
            grade=result.proposed_grade,
            body=body,
            decided_on=decided_on,
            by=by,
        )
        for result in proposals.select_related("assessee").ranked()
        if not result.grade_reason.get("is_open")
    ]


@transaction.atomic
def publish_group(group: RunGroup, *, by: User) -> Publication:
    """Open the decided results of a group to the units concerned. Never taken back.

    Raises:
        ValidationError: published before (`published`), assessees with a total but no decision on
            this run (`undecided`, naming them), or the publisher recorded one of the decisions
            (`same_person`).
    """
    if group.state != RunGroup.State.DONE or group.run.state != ScoreRun.State.COMPLETE:
        raise ValidationError(_("Only a complete run can be published."), code="not_complete")
    decisions = GradeDecision.objects.in_force().filter(
        run=group.run_id, assessee__results__group=group
    )
    # Who has no total is published with what is missing; everybody else needs a decision.
    undecided = group.results.filter(total__isnull=False).exclude(
        assessee__in=decisions.values("assessee")
    )
    _refuse_undecided(list(undecided.values_list("assessee__name", flat=True)))
    if decisions.filter(decided_by=by).exists():
        raise ValidationError(
            _("Who recorded a decision cannot publish it; a second person has to."),
            code="same_person",
        )
    try:
        with transaction.atomic():
            publication = Publication.objects.create(group=group, published_by=by)
    except IntegrityError as error:
        raise ValidationError(_("The group is published already."), code="published") from error
    after = {"run": group.run_id, "decisions": decisions.count(), "digest": group.outcome_digest}
    record_event("group_published", publication, by=by, after=after)
    return publication


def _decidable_result(assessee: Assessee, run: ScoreRun) -> Result:
    if run.state != ScoreRun.State.COMPLETE:
        raise ValidationError(_("Only a complete run can be decided on."), code="not_complete")
    result = (
        Result.objects.filter(group__run=run, assessee=assessee).select_related("group").first()
    )
    if result is None:
        raise ValidationError(_("The run has no result for this assessee."), code="no_result")
    if Publication.objects.filter(group=result.group_id).exists():
        raise ValidationError(
            _("The results are published; a correction needs a new run."), code="published"
        )
    return result


def _put_in_force(decision: GradeDecision, by: User) -> GradeDecision:
    in_force = GradeDecision.objects.in_force().filter(assessee=decision.assessee_id).first()
    before = {}
    if in_force:
        before = {"decision": in_force.pk, "grade": in_force.grade}
        # One decision may be in force: for the moment between two writes the old one names itself.
        GradeDecision.objects.filter(pk=in_force.pk).update(superseded_by=in_force.pk)
    decision.save()
    if in_force:
        GradeDecision.objects.filter(pk=in_force.pk).update(superseded_by=decision.pk)
    after = {
        "grade": decision.grade,
        "proposed": decision.proposed_grade,
        "run": decision.run_id,
        "body": decision.body,
        "decided_on": decision.decided_on,
        "departure_reason": decision.departure_reason,
    }
    record_event("grade_decided", decision, by=by, before=before, after=after)
    return decision


def _refuse_undecided(names: list[str]) -> None:
    if not names:
        return
    shown = ", ".join(names[:5])
    message = ngettext(
        "%(count)s assessee is not decided: %(names)s.",
        "%(count)s assessees are not decided: %(names)s.",
        len(names),
    )
    raise ValidationError(message % {"count": len(names), "names": shown}, code="undecided")
