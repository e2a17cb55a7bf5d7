"""What two systems are compared by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models import IndicatorSystem
from indicators.models.systems import IndicatorSystemQuerySet
from indicators.selectors.differences import CHANGE_LABELS


class SystemChoiceField(forms.ModelChoiceField):
    """Systems with year and version: of one name there are several."""

    def label_from_instance(self, system: IndicatorSystem) -> str:
        return system.label


class ComparisonForm(forms.Form):
    """The earlier system, the kind of change, and whether unchanged rows show."""

    before = SystemChoiceField(IndicatorSystem.objects.none(), label=_("Compared with"))
    kind = forms.ChoiceField(label=_("Kind of change"), required=False)
    everything = forms.BooleanField(label=_("Unchanged ones as well"), required=False)

    def __init__(self, *args: Any, systems: IndicatorSystemQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["before"].queryset = systems  # type: ignore[attr-defined]
        kinds = [(change.value, label) for change, label in CHANGE_LABELS.items()]
        self.fields["kind"].choices = [("", _("All changes")), *kinds]  # type: ignore[attr-defined]
