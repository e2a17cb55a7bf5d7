"""The upload of a list of the pool."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ListUploadForm(forms.Form):
    """One file; what is in it is judged by `evaluators.imports`."""

    file = forms.FileField(
        label=_("List"),
        help_text=_("An .xlsx or .csv file of at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
