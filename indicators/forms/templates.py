"""Forms of library models: put one into a draft, keep a section as one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models import IndicatorSystem, LibraryModel, SystemNode
from organization.models import User


class SectionField(forms.ModelChoiceField):
    """Sections, each named with its system."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.system} · {obj.code} {obj.name}"


class ModelInsertForm(forms.Form):
    """Where a model goes, under which code, and with how many points."""

    section = SectionField(
        label=_("Below the section"),
        queryset=SystemNode.objects.none(),
        help_text=_("Sections of the drafts that your office is in charge of."),
    )
    code = forms.CharField(
        label=_("Code of the new section"),
        max_length=20,
        help_text=_("What stands below it takes it as the beginning of its code."),
    )
    weight = forms.DecimalField(
        label=_("Weight in points"),
        min_value=0,
        max_digits=9,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drafts = IndicatorSystem.objects.in_charge_of(user).drafts()
        sections = SystemNode.objects.filter(system__in=drafts, source="")
        self.fields["section"].queryset = sections.select_related("system").order_by(  # type: ignore[attr-defined]
            "system__name", "system", "position", "code"
        )


class ModelForm(forms.ModelForm):
    """Which section of a system is kept in the library, and how it is found there."""

    section = SectionField(label=_("Section"), queryset=SystemNode.objects.none())

    class Meta:
        model = LibraryModel
        fields = ["section", "code", "name", "purpose", "tags"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, system: IndicatorSystem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = system.nodes.filter(source="").select_related("system")
        self.fields["section"].queryset = sections.order_by("position", "code")  # type: ignore[attr-defined]
