"""Data-need forms: asked by an office or a department, answered or declined by the one asked."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collection.models import DataNeed
from indicators.models import Indicator
from organization.models import Role, Unit, User
from organization.services.audit import record_event

State = DataNeed.State


@transaction.atomic
def ask_for_data(
    asked: Unit,
    *,
    datum: str,
    purpose: str,
    due_on: dt.date,
    indicator: Indicator | None,
    by: User,
) -> DataNeed:
    """Ask a department for a datum: as the office, or as reporter for one's own department.

    Raises:
        PermissionDenied: neither office staff nor a reporter.
        ValidationError: the day has passed, or one's own department is asked.
    """
    if not by.has_role(Role.OFFICE_STAFF, Role.DATA_REPORTER):
        raise PermissionDenied
    asking = None if by.has_role(Role.OFFICE_STAFF) else by.unit
    if asking == asked:
        raise ValidationError({"asked": _("This is your own department.")})
    if due_on < timezone.localdate():
        raise ValidationError({"due_on": _("This day has passed.")})
    need = DataNeed(
        asking=asking,
        asked=asked,
        indicator=indicator,
        datum=datum,
        purpose=purpose,
        due_on=due_on,
        asked_by=by,
    )
    need.full_clean()
    need.save()
    record_event("dataneed_asked", need, by=by, after={"asked": asked.pk, "due_on": due_on})
    return need


@transaction.atomic
def answer_need(need: DataNeed, *, given: bool, answer: str, by: User) -> None:
    """Say where the datum is, or why it is declined; once.

    Raises:
        PermissionDenied: the account does not report for the department asked.
        ValidationError: no words, or answered before.
    """
    if need.asked_id not in by.unit_keys([Role.DATA_REPORTER]):
        raise PermissionDenied
    if not answer.strip():
        raise ValidationError({"answer": _("Say where the datum is, or why it is declined.")})
    state = State.ANSWERED if given else State.DECLINED
    # The row count is the lock: of two that answer, one gets 0.
    values = {"answer": answer, "answered_by": by, "answered_at": timezone.now()}
    if not DataNeed.objects.open().filter(pk=need.pk).update(state=state, **values):
        raise ValidationError(_("This form is answered already."), code="settled")
    need.refresh_from_db()
    record_event("dataneed_answered", need, by=by, after={"state": state, "answer": answer})
