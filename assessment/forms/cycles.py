"""Forms of a cycle and its runs."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessment.models import AssessmentCycle, ScoreRun
from indicators.models import IndicatorSystem
from organization.models import User


class CycleForm(forms.ModelForm):
    """What a cycle assesses, in which period, by which scheme."""

    class Meta:
        model = AssessmentCycle
        fields = ["name", "kind", "period", "scheme", "systems"]
        widgets = {"systems": forms.CheckboxSelectMultiple}
        help_texts = {
            "period": _("For example 2023, 2023H1, 2023Q1 or 2023-01."),
            "systems": _("Only published systems can be chosen."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A ModelMultipleChoiceField refuses what its queryset does not hold: also a foreign pk.
        self.fields["systems"].queryset = IndicatorSystem.objects.visible_to(user).filter(  # type: ignore[attr-defined]
            state__in=IndicatorSystem.IN_FORCE
        )


class CycleOpenForm(forms.Form):
    """The day whose categories, teams and posts count."""

    day = forms.DateField(
        label=_("Day that counts"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Category, team and post are frozen as they were on this day."),
    )


class RunStartForm(forms.Form):
    """Why a run is started: what tells it from the others later."""

    note = forms.CharField(
        label=_("Note"),
        max_length=200,
        required=False,
        help_text=_("For example: after the figures of Nantong were corrected."),
    )


class RunChoiceField(forms.ModelChoiceField):
    """Runs of one cycle, by number and moment."""

    def label_from_instance(self, run: ScoreRun) -> str:
        moment = timezone.localtime(run.requested_at)
        return gettext("Run %(number)s, %(moment)s") % {
            "number": run.number,
            "moment": f"{moment:%Y-%m-%d %H:%M}",
        }


class RunCompareForm(forms.Form):
    """Two complete runs of one cycle: the earlier as the base."""

    base = RunChoiceField(ScoreRun.objects.none(), label=_("Base"), empty_label=None)
    other = RunChoiceField(ScoreRun.objects.none(), label=_("Compared run"), empty_label=None)

    def __init__(self, *args: Any, cycle: AssessmentCycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        runs = cycle.runs.filter(state=ScoreRun.State.COMPLETE)
        for name in ("base", "other"):
            self.fields[name].queryset = runs  # type: ignore[attr-defined]
