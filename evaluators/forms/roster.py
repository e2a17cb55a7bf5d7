"""Which two rosters are compared."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organization.forms.units import date_input


class RosterForm(forms.Form):
    """A day and an earlier one; without them today and the end of last year."""

    day = forms.DateField(label=_("on the day"), required=False, widget=date_input())
    earlier = forms.DateField(label=_("compared with"), required=False, widget=date_input())

    def chosen(self) -> tuple[dt.date, dt.date]:
        """The two days asked for."""
        asked = self.cleaned_data if self.is_valid() else {}
        day: dt.date = asked.get("day") or timezone.localdate()
        earlier: dt.date = asked.get("earlier") or dt.date(max(day.year - 1, 1), 12, 31)
        return day, earlier
