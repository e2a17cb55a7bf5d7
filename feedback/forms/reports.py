"""Forms of the feedback pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.models import ReportAdvice, ReportBatch


class AdviceForm(forms.ModelForm):
    """What a person adds to a report."""

    class Meta:
        model = ReportAdvice
        fields = ["text"]
        labels = {"text": _("Advice of the assessment office")}
        help_texts = {"text": _("It stands in the report below the advice by rule.")}
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}


class BatchForm(forms.Form):
    """In which form the reports of a category are wanted."""

    format = forms.ChoiceField(
        label=_("Format"),
        choices=ReportBatch.Format.choices,
        initial=ReportBatch.Format.PDF,
        widget=forms.RadioSelect,
        help_text=_("PDF to hand out, DOCX in the official layout to edit."),
    )
