"""A person's advice beside the rule's."""

import unicodedata

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Result
from feedback.models import ReportAdvice
from organization.models import User
from organization.services.audit import record_event

MOST_CHARACTERS = 2000


@transaction.atomic
def write_advice(result: Result, *, text: str, by: User) -> ReportAdvice:
    """Put a person's advice into the report of a result, in place of what stood there.

    Raises:
        ValidationError: no text, or more than fits the page.
    """
    text = _written(text)
    if not text:
        raise ValidationError(_("Write the advice first."), code="empty")
    if len(text) > MOST_CHARACTERS:
        raise ValidationError(_("The advice is too long."), code="long")
    before = ReportAdvice.objects.filter(result=result).values("text", "written_by_id").first()
    advice, _created = ReportAdvice.objects.update_or_create(
        result=result, defaults={"text": text, "written_by": by}
    )
    record_event("advice_written", advice, by=by, before=before, after={"text": text})
    return advice


def _written(text: str) -> str:
    """Without the control characters that come with pasted text and that DOCX cannot hold."""
    lines = ("".join(filter(_is_written, line)) for line in text.replace("\t", " ").splitlines())
    return "\n".join(lines).strip()


def _is_written(character: str) -> bool:
    return unicodedata.category(character) != "Cc"
