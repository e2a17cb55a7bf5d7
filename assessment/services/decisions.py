"""Decisions and publication: people decide grades, a second person opens the results.

No other module writes a `GradeDecision` or a `Publication`; a run only proposes (L-19).
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import (
    Assessee,
    GradeDecision,
    Publication,
    Result,
    RunGroup,
    SchemeQuota,
    ScoreRun,
)
from assessment.selectors.decisions import open_proposals
from assessment.selectors.quotas import QuotaLine, quota_lines
from organization.models import User
from organization.services.audit import mention_rows, record_event


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
    old = _put_in_force([decision]).get(assessee.pk)
    _refuse_beyond_quotas(result.group, {grade})
    _record_decision(decision, old, by)
    return decision


@transaction.atomic
def accept_proposals(
    group: RunGroup,
    *,
    body: str,
    decided_on: dt.date,
    expected: int | None = None,
    by: User,
) -> list[GradeDecision]:
    """Record that a body accepted every open proposal of a group, a decision for each assessee.

    What needs a word of its own is left: see `open_proposals`. An earlier decision that says the
    same on another run is superseded.

    Args:
        expected: how many the person was shown; None when nobody was asked.

    Raises:
        ValidationError: the run is not complete, the group is published, it is not the number
            that was shown any more (`changed`), or somebody decided at the same moment (`raced`).
    """
    _refuse_undecidable(group)
    keys = open_proposals(group).acceptable
    if expected is not None and len(keys) != expected:
        message = _("Somebody has decided grades meanwhile: look at the numbers and accept again.")
        raise ValidationError(message, code="changed")
    results = group.results.filter(pk__in=keys).select_related("assessee").ranked()
    decisions = [
        GradeDecision(
            assessee=result.assessee,
            run=group.run,
            proposed_grade=result.proposed_grade,
            grade=result.proposed_grade,
            body=body,
            decided_on=decided_on,
            decided_by=by,
        )
        for result in results.defer("points", "full_marks")
    ]
    # All are alike but for assessee and grade, which a run has stored: one speaks for the others.
    for decision in decisions[:1]:
        decision.full_clean(validate_constraints=False)
    replaced = _put_in_force(decisions)
    _refuse_beyond_quotas(group, {decision.grade for decision in decisions})
    _record_acceptance(group, decisions, replaced, by)
    return decisions


@transaction.atomic
def publish_group(group: RunGroup, *, by: User) -> Publication:
    """Open the decided results of a group to the units concerned. Never taken back.

    Raises:
        ValidationError: published before (`published`), assessees with a total but no decision on
            this run (`undecided`, naming them), the publisher recorded one of the decisions
            (`same_person`), or a quota that refuses more is exceeded (`quota`).
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
    _refuse_beyond_quotas(group, {grade.code for grade in group.run.cycle.scheme.grades.all()})
    try:
        with transaction.atomic():
            publication = Publication.objects.create(group=group, published_by=by)
    except IntegrityError as error:
        raise ValidationError(_("The group is published already."), code="published") from error
    after = {
        "run": group.run_id,
        "decisions": decisions.count(),
        "digest": group.outcome_digest,
        "quotas": [_signed(line) for line in quota_lines(group)],
    }
    record_event("group_published", publication, by=by, after=after)
    return publication


def _decidable_result(assessee: Assessee, run: ScoreRun) -> Result:
    results = Result.objects.filter(group__run=run, assessee=assessee)
    result = results.select_related("group__run").first()
    if result is None:
        raise ValidationError(_("The run has no result for this assessee."), code="no_result")
    _refuse_undecidable(result.group)
    return result


def _refuse_undecidable(group: RunGroup) -> None:
    if group.run.state != ScoreRun.State.COMPLETE:
        raise ValidationError(_("Only a complete run can be decided on."), code="not_complete")
    if Publication.objects.filter(group=group).exists():
        raise ValidationError(
            _("The results are published; a correction needs a new run."), code="published"
        )


def _refuse_beyond_quotas(group: RunGroup, grades: Collection[str]) -> None:
    """Refuse what stands when a strict quota of one of the grades is exceeded by it."""
    strict = SchemeQuota.objects.of_scheme(group.run.cycle.scheme).filter(is_strict=True)
    if not strict.filter(grade__code__in=grades).exists():
        return
    # Two clerks deciding for different groups at one moment must not share the last place.
    ScoreRun.objects.select_for_update().get(pk=group.run_id)
    for line in quota_lines(group):
        if line.quota.is_strict and line.beyond and line.grade.code in grades:
            message = _(
                "%(grade)s, %(place)s: %(n)s × %(share)s = %(exact)s; allowed %(allowed)s, "
                "with this %(decided)s. %(clause)s"
            )
            arithmetic = {
                "grade": line.grade.name,
                "place": line.place or group.name,
                "n": line.n,
                "share": line.share,
                "exact": line.exact,
                "allowed": line.most,
                "decided": line.decided,
                "clause": line.quota.clause,
            }
            raise ValidationError((message % arithmetic).strip(), code="quota")


def _put_in_force(decisions: list[GradeDecision]) -> dict[int, GradeDecision]:
    """Insert decisions in the place of those in force; returns these by assessee."""
    assessees = [decision.assessee_id for decision in decisions]
    in_force = GradeDecision.objects.in_force().filter(assessee__in=assessees)
    replaced = {old.assessee_id: old for old in in_force}
    keys = [old.pk for old in replaced.values()]
    # One decision may be in force: for the moment between two writes the old ones name themselves.
    GradeDecision.objects.filter(pk__in=keys).update(superseded_by=F("pk"))
    try:
        with transaction.atomic():
            GradeDecision.objects.bulk_create(decisions, batch_size=500)
    except IntegrityError as error:
        message = _("Somebody decided one of these grades at the same moment. Load the page again.")
        raise ValidationError(message, code="raced") from error
    successor = GradeDecision.objects.in_force().filter(assessee=OuterRef("assessee"))
    GradeDecision.objects.filter(pk__in=keys).update(superseded_by=successor.values("pk"))
    return replaced


def _signed(line: QuotaLine) -> dict[str, Any]:
    """The arithmetic of a quota as it stood when the results were opened."""
    return {
        "grade": line.grade.code,
        "scope": line.quota.scope,
        "level": line.quota.level,
        "members": list(line.members),
        "n": line.n,
        "share": str(line.share),
        "allowed": line.allowed,
        "decided": line.decided,
    }


def _record_decision(decision: GradeDecision, old: GradeDecision | None, by: User) -> None:
    before = {"decision": old.pk, "grade": old.grade} if old else {}
    after = {
        "grade": decision.grade,
        "proposed": decision.proposed_grade,
        "run": decision.run_id,
        "body": decision.body,
        "decided_on": decision.decided_on,
        "departure_reason": decision.departure_reason,
    }
    record_event("grade_decided", decision, by=by, before=before, after=after)


def _record_acceptance(
    group: RunGroup,
    decisions: list[GradeDecision],
    replaced: Mapping[int, GradeDecision],
    by: User,
) -> None:
    """One event for what people did in one act; every decision finds it from its own history."""
    if not decisions:
        return
    after = {
        "run": group.run_id,
        "body": decisions[0].body,
        "decided_on": decisions[0].decided_on,
        "decisions": len(decisions),
        "grades": Counter(decision.grade for decision in decisions),
        "rows": {
            str(replaced[one.assessee_id].pk): {"superseded_by": one.pk}
            for one in decisions
            if one.assessee_id in replaced
        },
    }
    event = record_event("proposals_accepted", group, by=by, after=after)
    changed = {old.pk: str(old.pk) for old in replaced.values()}
    mention_rows(event, GradeDecision, created=[one.pk for one in decisions], changed=changed)


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
