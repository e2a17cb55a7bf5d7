"""The marking of a cycle: which plan's groups fill the sheets, until when, and its end."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessment.models import AssessmentCycle, SheetDraft
from assessment.selectors.flat_fields import FlatField, flat_fields
from evaluators.models import FieldPlan
from organization.models import User
from organization.services.audit import record_event


@transaction.atomic
def set_marking(
    cycle: AssessmentCycle, *, field_plan: FieldPlan, sheets_due_at: dt.datetime | None, by: User
) -> None:
    """Say whose groups mark and until when; a later moment is how a deadline is extended.

    Raises:
        ValidationError: the cycle or its marking is closed, another plan after work has begun, or
            a deadline after the plan's last day.
    """
    cycle = AssessmentCycle.objects.select_for_update().get(pk=cycle.pk)
    if cycle.state == AssessmentCycle.State.CLOSED or cycle.marking_closed_at:
        raise ValidationError(_("The marking of this cycle is closed."), code="closed")
    last = field_plan.ends_on
    if sheets_due_at is not None and timezone.localdate(sheets_due_at) > last:
        # With the plan its seats end, and with them every sheet.
        raise ValidationError(
            {"sheets_due_at": _("The field plan ends on %(day)s.") % {"day": last.isoformat()}}
        )
    begun = SheetDraft.objects.filter(assessee__cycle=cycle).exists()
    if begun and cycle.field_plan_id != field_plan.pk:
        raise ValidationError(
            {"field_plan": _("Sheets are begun already: the plan stays.")}, code="begun"
        )
    before = {"field_plan": cycle.field_plan_id, "sheets_due_at": cycle.sheets_due_at}
    cycle.field_plan, cycle.sheets_due_at = field_plan, sheets_due_at
    cycle.save(update_fields=["field_plan", "sheets_due_at"])
    after = {"field_plan": field_plan.pk, "sheets_due_at": sheets_due_at}
    record_event("cycle_marking_set", cycle, by=by, before=before, after=after)


@transaction.atomic
def close_marking(cycle: AssessmentCycle, *, by: User) -> None:
    """End the marking: from now on no sheet changes, and what was marked may be seen and scored.

    Raises:
        ValidationError: the cycle is not open or has no field plan, it was closed before, or flat
            marking is neither returned nor accepted (`flat`).
    """
    now = timezone.now()
    marking = AssessmentCycle.objects.filter(
        pk=cycle.pk,
        state=AssessmentCycle.State.OPEN,
        field_plan__isnull=False,
        marking_closed_at=None,
    )
    # The row count is the lock; who is handing a sheet in holds the row, so this waits for them.
    if not marking.update(marking_closed_at=now):
        raise ValidationError(_("No marking of this cycle is open."), code="not_marking")
    cycle.refresh_from_db()
    # Who never handed in the last sheet of a comparison group has not been judged before.
    flat = flat_fields(cycle)
    if flat:
        raise ValidationError(
            _("Flat marking of %(names)s: return it or accept it first."),
            code="flat",
            params={"names": pgettext("list", ", ").join(_named(flat))},
        )
    record_event("cycle_marking_closed", cycle, by=by, after={"marking_closed_at": now})


def _named(flat: list[FlatField]) -> list[str]:
    return sorted({str(field.evaluator) for field in flat})
