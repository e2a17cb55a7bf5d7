"""Appointment forms: read in, looked at, confirmed; a cadre's own record is never touched."""

import hashlib
import json

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dailyreview.models import AppointmentForm
from dailyreview.rules.lrmx import Form, LrmxError, read_lrmx
from dailyreview.selectors.appointment_forms import cadre_of, differences_from_stored
from organization.models import User
from organization.services.audit import record_event

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE


@transaction.atomic
def offer_form(content: bytes, *, by: User) -> AppointmentForm:
    """Keep a file until somebody has looked at it and confirmed it.

    Raises:
        ValidationError: too large, no appointment form, or about nobody whom the account keeps.
    """
    if len(content) > LARGEST:
        message = _("At most %(most)d MB are accepted.") % {"most": LARGEST // MEGABYTE}
        raise ValidationError(message, code="size")
    offered = _read(content)
    cadre = cadre_of(offered, by)
    form, _created = AppointmentForm.objects.select_for_update(of=("self",)).get_or_create(
        cadre=cadre
    )
    form.offered, form.offered_by = offered.stored(), by
    form.save(update_fields=["offered", "offered_by"])
    # Values stay out of the trail: they tell of a family and of health.
    record_event("appointment_form_offered", form, by=by, after={"fields": len(offered.texts)})
    return form


@transaction.atomic
def confirm_form(form: AppointmentForm, *, digest: str, by: User) -> AppointmentForm:
    """Take the offered file as the form.

    Args:
        digest: of the file as the person saw it.

    Raises:
        ValidationError: nothing waits, or another file than the one that was seen (`stale`).
    """
    form = _waiting(form)
    if digest != digest_of(form):
        raise ValidationError(
            _("Another file was read in meanwhile: look at the differences again."), code="stale"
        )
    offered = form.offered_form
    changed = [one.tag for one in differences_from_stored(form.form, offered)]
    stored = offered.stored()
    form.texts, form.family = stored["texts"], stored["family"]
    form.attributes, form.offered, form.offered_by = stored["attributes"], None, None
    form.imported_by, form.imported_at = by, timezone.now()
    form.full_clean()
    form.save()
    record_event("appointment_form_imported", form, by=by, after={"changed": changed})
    return form


@transaction.atomic
def drop_form(form: AppointmentForm, *, by: User) -> None:
    """Throw the offered file away; a form that was never confirmed goes with it."""
    form = _waiting(form)
    record_event("appointment_form_dropped", form, by=by)
    if form.imported_at is None:
        form.delete()
        return
    form.offered, form.offered_by = None, None
    form.save(update_fields=["offered", "offered_by"])


def digest_of(form: AppointmentForm) -> str:
    """What the offered file says, as one short text."""
    said = json.dumps(form.offered, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _waiting(form: AppointmentForm) -> AppointmentForm:
    forms = AppointmentForm.objects.select_for_update(of=("self",)).waiting()
    found = forms.filter(pk=form.pk).first()
    if found is None:
        raise ValidationError(_("No file waits to be confirmed."), code="nothing")
    return found


def _read(content: bytes) -> Form:
    try:
        return read_lrmx(content)
    except LrmxError as error:
        raise ValidationError(_refusals()[str(error)], code=str(error)) from error


def _refusals() -> dict[str, str]:
    return {
        "doctype": _("The file declares a document type of its own; such files are refused."),
        "encoding": _("The characters of the file cannot be read; save it as UTF-8 or GB18030."),
        "root": _("This is XML, but no appointment form."),
        "xml": _("This is no .lrmx file, or it is damaged."),
    }
