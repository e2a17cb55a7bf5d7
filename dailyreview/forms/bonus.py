"""Forms of the bonus sheet: the switch with the largest gap, and one identity class."""

from django import forms

from dailyreview.models import BonusClass, DailyPlan


class BonusSwitchForm(forms.ModelForm):
    """Whether there is a sheet, and how far apart bonuses may lie."""

    class Meta:
        model = DailyPlan
        fields = ["has_bonus", "bonus_gap_max"]


class BonusClassForm(forms.ModelForm):
    """Pool, least and gap of an identity class."""

    class Meta:
        model = BonusClass
        fields = ["identity_class", "pool", "floor", "gap"]
