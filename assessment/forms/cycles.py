"""Forms of a cycle and its runs."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessment.models import AssessmentCycle, ScoreRun
from indicators.models import IndicatorSystem
from organization.models import User


class SystemsField(forms.ModelMultipleChoiceField):
    """Systems with year and version: of one name there may be several."""

    def label_from_instance(self, system: IndicatorSystem) -> str:
        return system.label


class CycleForm(forms.ModelForm):
    """What a cycle assesses, in which period, by which scheme."""

    systems = SystemsField(
        IndicatorSystem.objects.none(),
        label=_("Indicator systems"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only published systems can be chosen."),
    )

    class Meta:
        model = AssessmentCycle
        fields = ["name", "kind", "period", "scheme", "systems"]
        help_texts = {"period": _("For example 2023, 2023H1, 2023Q1 or 2023-01.")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [system.pk for system in self.initial.get("systems", [])]
        # A ModelMultipleChoiceField refuses what its queryset does not hold: also a foreign pk.
        self.fields["systems"].queryset = (  # type: ignore[attr-defined]
            IndicatorSystem.objects.visible_to(user)
            .in_force()
            .filter(Q(in_force_until__isnull=True) | Q(pk__in=chosen))
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
