"""The upload of an assessment workbook."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WorkbookUploadForm(forms.Form):
    """One .xlsx file; what is in it is judged by `assessment.imports`."""

    file = forms.FileField(
        label=_("Workbook"),
        help_text=_("An .xlsx file of at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
