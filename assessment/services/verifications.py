"""Verification: a doubt is raised, looked into, proved with files, and concluded in words."""

import datetime as dt
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Assessee, Verification, VerificationFile, WorkLogEntry
from assessment.selectors.fieldwork import figures_of, leaves_of, workers_of
from assessment.services.fieldwork import check_may_work, write_log
from evaluators.models import AssessmentGroup
from indicators.models import ReportedValue, SystemNode
from organization.models import User
from organization.services.audit import record_event
from organization.services.uploads import check_upload

Kind = WorkLogEntry.Kind


@transaction.atomic
def raise_doubt(
    group: AssessmentGroup,
    *,
    assessee: Assessee,
    doubt: str,
    way: str,
    assigned_to: User,
    due_on: dt.date,
    node: SystemNode | None = None,
    figure: ReportedValue | None = None,
    by: User,
) -> Verification:
    """Order a look into a statement, a leaf or a reported figure of an assessee.

    Raises:
        ValidationError: the leaf or figure is not the assessee's, who shall look is no member, the
            task is closed, or the group does not go there.
        PermissionDenied: the account does not work in the group.
    """
    check_may_work(group, by, assessee=assessee)
    if node is not None and not leaves_of(assessee).filter(pk=node.pk).exists():
        raise ValidationError({"node": _("The assessee's system has no such indicator.")})
    if figure is not None and not figures_of(assessee).filter(pk=figure.pk).exists():
        raise ValidationError({"figure": _("This figure is not of the assessee's unit.")})
    if not workers_of(group).filter(pk=assigned_to.pk).exists():
        raise ValidationError({"assigned_to": _("Choose a member of the group.")})
    verification = Verification(
        group=group,
        assessee=assessee,
        doubt=doubt,
        way=way,
        assigned_to=assigned_to,
        due_on=due_on,
        node=node,
        figure=figure,
        raised_by=by,
    )
    verification.full_clean()
    verification.save()
    write_log(group, kind=Kind.DOUBT_RAISED, words=doubt, assessee=assessee, by=by)
    after = {"assessee": assessee, "doubt": doubt, "way": way, "assigned_to": assigned_to}
    record_event("doubt_raised", verification, by=by, after=after)
    return verification


@transaction.atomic
def attach_file(verification: Verification, file: "File[bytes]", *, by: User) -> VerificationFile:
    """Keep a file with a doubt that is not concluded yet.

    Raises:
        ValidationError: concluded, too large, empty, of a type not accepted, or the task is closed.
        PermissionDenied: the account does not work in the group.
    """
    check_may_work(verification.group, by, assessee=verification.assessee)
    # Somebody may have concluded it since it was read; from here on the group is locked.
    if not Verification.objects.filter(pk=verification.pk, conclusion="").exists():
        raise ValidationError(_("This doubt is concluded."), code="concluded")
    check_upload(file)
    name = PurePath(file.name or "").name
    kept = VerificationFile(verification=verification, name=name[-200:], attached_by=by)
    kept.file.save(name, file, save=False)
    kept.save()
    record_event("verification_file_attached", kept, by=by, after={"name": name})
    return kept


@transaction.atomic
def conclude_verification(
    verification: Verification, *, conclusion: str, findings: str, by: User
) -> Verification:
    """Say what came out of it, once: confirmed, corrected or rejected, with words (PRC-05).

    Raises:
        ValidationError: no such conclusion, no words, concluded before, or the task is closed.
        PermissionDenied: the account does not work in the group.
    """
    check_may_work(verification.group, by, assessee=verification.assessee)
    if conclusion not in Verification.Conclusion.values:
        raise ValidationError({"conclusion": _("Choose a conclusion.")})
    if not findings.strip():
        raise ValidationError({"findings": _("Say what was found.")})
    waiting = Verification.objects.filter(pk=verification.pk, conclusion="")
    after = {"conclusion": conclusion, "findings": findings}
    if not waiting.update(**after, concluded_by=by, concluded_at=timezone.now()):
        raise ValidationError(_("This doubt is concluded."), code="concluded")
    verification.refresh_from_db()
    words = f"{verification.get_conclusion_display()} · {findings}"[:1000]
    write_log(
        verification.group,
        kind=Kind.DOUBT_CONCLUDED,
        words=words,
        assessee=verification.assessee,
        by=by,
    )
    record_event("verification_concluded", verification, by=by, after=after)
    return verification
