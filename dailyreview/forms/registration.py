"""Which forms are wanted as one ZIP, and the file of an appointment form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dailyreview.models import DailyPlan, FormBatch, Quarter
from dailyreview.selectors.choices import units_taking_part
from dailyreview.services.appointment_forms import LARGEST, MEGABYTE
from organization.models import Unit, User


class FormBatchForm(forms.Form):
    """A quarter or the year, a unit or all, and the format."""

    quarter = forms.ModelChoiceField(
        label=gettext_lazy("quarter"),
        queryset=Quarter.objects.none(),
        required=False,
        empty_label=gettext_lazy("the year: forms of the annual assessment"),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=gettext_lazy("all units"),
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=FormBatch.Format.choices,
        initial=FormBatch.Format.DOCX,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, plan: DailyPlan, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quarters: Any = self.fields["quarter"]
        quarters.queryset = plan.quarters.select_related("cycle")
        units: Any = self.fields["unit"]
        units.queryset = units_taking_part(plan, user)


class LrmxForm(forms.Form):
    """A `.lrmx` file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "The .lrmx file of one person; you see what it says before it counts."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".lrmx"}),
    )

    def clean_file(self) -> Any:
        """Refuse a large file before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            message = _("At most %(most)d MB are accepted.") % {"most": LARGEST // MEGABYTE}
            raise ValidationError(message, code="size")
        return file
