"""From when a version of a system is in force, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organization.forms.units import date_input


class VersionForm(forms.Form):
    """The day from which a version counts, and the reason of the change."""

    since = forms.DateField(
        label=_("In force from"),
        widget=date_input(),
        help_text=_("The version before ends on the day before."),
    )
    reason = forms.CharField(
        label=_("Reason of the change"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example the document that adds or takes out indicators."),
    )
