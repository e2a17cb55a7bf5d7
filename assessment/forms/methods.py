"""Form of a method document."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import MethodDocument
from organization.forms.units import date_input


class MethodForm(forms.ModelForm):
    """What a document is, since when it holds, what it is for, and its text."""

    upload = forms.FileField(
        label=_("File"), required=False, help_text=_("Empty: the file stays as it is.")
    )

    class Meta:
        model = MethodDocument
        fields = [
            "name",
            "number",
            "in_force_from",
            "in_force_until",
            "for_annual",
            "for_daily",
            "for_special",
            "for_term",
            "for_use",
        ]
        widgets = {"in_force_from": date_input(), "in_force_until": date_input()}
