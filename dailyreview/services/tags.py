"""Tags on people: put on with a reason, taken away by a recorded act."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dailyreview.models import CadreTag, Tagging
from dailyreview.models.dossier import people_kept
from organization.models import Cadre, Domain, Role, User
from organization.services.audit import mention_rows, record_event, save_recorded

STAFF = (Role.OFFICE_STAFF,)


@transaction.atomic
def create_tag(*, domain: Domain, code: str, name: str, description: str, by: User) -> CadreTag:
    """Make a tag of a domain; raises PermissionDenied, ValidationError when the code is taken."""
    if not Domain.objects.editable_by(by).filter(pk=domain.pk).exists():
        raise PermissionDenied
    tag = CadreTag(domain=domain, code=code, name=name, description=description)
    save_recorded(tag, by=by)
    return tag


@transaction.atomic
def put_tag(
    tag: CadreTag, *, people: Iterable[Cadre], since: dt.date, reason: str, by: User
) -> list[Tagging]:
    """Put a tag on people, each with the same reason; who has it already keeps what stands.

    Raises:
        PermissionDenied: somebody's dossier is not the account's to keep, or it is the own one.
        ValidationError: no reason, a day to come, or everybody has the tag already.
    """
    chosen = {one.pk: one for one in people}
    kept = people_kept(by, STAFF).filter(pk__in=chosen)
    if by.cadre_id in chosen or kept.count() != len(chosen) or not _may_use(tag, by):
        raise PermissionDenied
    if since > timezone.localdate():
        raise ValidationError({"since": _("This day has not come yet.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")}, code="reason")
    # One hand at a time: two that put on the same tag must not both find nobody has it.
    CadreTag.objects.select_for_update().get(pk=tag.pk)
    standing = Tagging.objects.standing().filter(tag=tag, cadre__in=chosen)
    for key in standing.values_list("cadre", flat=True):
        del chosen[key]
    if not chosen:
        raise ValidationError(_("Everybody here has this tag already."), code="tagged")
    put = Tagging.objects.bulk_create(
        Tagging(tag=tag, cadre=one, since=since, reason=reason, put_by=by)
        for one in chosen.values()
    )
    after = {"since": since, "reason": reason, "rows": len(put)}
    event = record_event("people_tagged", tag, by=by, after=after)
    mention_rows(event, Tagging, created=[one.pk for one in put])
    return put


@transaction.atomic
def remove_tag(tagging: Tagging, *, reason: str, by: User) -> None:
    """Take a tag away; that it was there stays on record.

    Raises:
        PermissionDenied: not the office that keeps the dossier, or the own one.
        ValidationError: no reason, or taken away already.
    """
    kept = people_kept(by, STAFF).filter(pk=tagging.cadre_id)
    if tagging.cadre_id == by.cadre_id or not kept.exists() or not _may_use(tagging.tag, by):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")}, code="reason")
    # The row count is the lock: of two clerks pressing the button, one gets 0.
    standing = Tagging.objects.standing().filter(pk=tagging.pk)
    if not standing.update(removed_by=by, removed_at=timezone.now(), removal_reason=reason):
        raise ValidationError(_("The tag was taken away already."), code="removed")
    record_event("cadre_tag_removed", tagging, by=by, after={"reason": reason})


@transaction.atomic
def record_tag_export(tag: CadreTag, *, rows: int, by: User) -> None:
    """Leave in the audit trail who took a list of people out."""
    record_event("tag_list_exported", tag, by=by, after={"rows": rows})


def _may_use(tag: CadreTag, by: User) -> bool:
    return CadreTag.objects.editable_by(by).filter(pk=tag.pk).exists()
