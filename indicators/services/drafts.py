"""What every change of a system begins with: holding its draft."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from indicators.models import IndicatorSystem


def hold_draft(system: IndicatorSystem) -> None:
    """Lock a draft until the transaction ends, so that editing and publishing cannot cross.

    Raises:
        ValidationError: the system is published, frozen or gone.
    """
    drafts = IndicatorSystem.objects.select_for_update(of=("self",)).drafts()
    if not drafts.filter(pk=system.pk).exists():
        raise ValidationError(
            _("Only a draft may be changed. Make a new version of the system."), code="not_draft"
        )
