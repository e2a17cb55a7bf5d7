"""The form of one step of the process score."""

from django import forms

from dailyreview.models import ProcessStep


class ProcessStepForm(forms.ModelForm):
    """From which score on, from which quarter on, how much."""

    class Meta:
        model = ProcessStep
        fields = ["from_quarter", "min_score", "change", "clause"]
