"""Putting published results up to be read, and taking them down again."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import AssessmentCycle
from feedback.models import Posting
from feedback.selectors.postings import published_decisions
from organization.models import Domain, User
from organization.services.audit import record_event


@transaction.atomic
def post_results(
    cycle: AssessmentCycle,
    *,
    title: str,
    domain: Domain,
    scope: str,
    shows_unit: bool,
    shows_post: bool,
    shows_grade: bool,
    grades: Collection[str],
    starts_on: dt.date,
    ends_on: dt.date,
    objections: str,
    by: User,
) -> Posting:
    """Put the published grades of a domain up between two days.

    Raises:
        ValidationError: nothing of the domain is published in the cycle (`not_published`), a grade
            that the scheme does not have, no grade at all, or days in the wrong order.
    """
    known = set(cycle.scheme.grades.values_list("code", flat=True))
    if not grades or not known.issuperset(grades):
        raise ValidationError({"grades": _("Choose grades of the scheme.")})
    if not published_decisions(cycle).filter(assessee__unit__domain=domain).exists():
        raise ValidationError(
            _("Nothing of this domain is published in this cycle yet."), code="not_published"
        )
    posting = Posting(
        cycle=cycle,
        title=title,
        domain=domain,
        scope=scope,
        shows_unit=shows_unit,
        shows_post=shows_post,
        shows_grade=shows_grade,
        grades=sorted(grades),
        starts_on=starts_on,
        ends_on=ends_on,
        objections=objections,
        posted_by=by,
    )
    posting.full_clean()
    posting.save()
    names = ("cycle", "scope", "shows_unit", "shows_post", "shows_grade", "grades")
    after = {name: getattr(posting, name) for name in (*names, "starts_on", "ends_on")}
    record_event("results_posted", posting, by=by, after=after)
    return posting


@transaction.atomic
def withdraw_posting(posting: Posting, *, reason: str, by: User) -> None:
    """Take a posting down before its time; it stays on record with the reason.

    Raises:
        ValidationError: withdrawn before (`withdrawn`), or no reason is given.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is withdrawn.")})
    standing = Posting.objects.filter(pk=posting.pk, withdrawn_at__isnull=True)
    changed = standing.update(
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawal=reason.strip()
    )
    if not changed:
        raise ValidationError(_("This posting is withdrawn already."), code="withdrawn")
    record_event("posting_withdrawn", posting, by=by, after={"reason": reason.strip()})
