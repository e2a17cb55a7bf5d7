"""Forms of the indicator library."""

from typing import Any

from django import forms
from django.db.models import Q

from indicators.models import Indicator
from organization.models import Unit, User


class IndicatorForm(forms.ModelForm):
    """One indicator of the library."""

    class Meta:
        model = Indicator
        fields = [
            "code",
            "name",
            "unit_of_measure",
            "direction",
            "kind",
            "owner",
            "definition",
            "formula",
            "data_source",
            "standard",
            "tags",
        ]
        widgets = {
            "unit_of_measure": forms.TextInput(attrs={"list": "measures", "autocomplete": "off"}),
            "definition": forms.Textarea(attrs={"rows": 3}),
            "formula": forms.Textarea(attrs={"rows": 2}),
            "standard": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever answers for it now stays a choice, also when the account does not see that unit.
        units = Unit.objects.filter(
            Q(pk__in=Unit.objects.visible_to(user)) | Q(pk=self.instance.owner_id)
        )
        self.fields["owner"].queryset = units  # type: ignore[attr-defined]
