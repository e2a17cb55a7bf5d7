"""Renewing certificates of many people."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluators.forms.picking import PeopleField
from evaluators.models import Evaluator
from organization.forms.units import date_input


class RenewalForm(forms.Form):
    """Who gets a new certificate, and how long it is valid; the people stand in the table."""

    evaluators = PeopleField()
    issued_on = forms.DateField(
        label=_("issued on"), initial=timezone.localdate, widget=date_input()
    )
    expires_on = forms.DateField(label=_("valid until"), widget=date_input())

    def __init__(self, *args: Any, people: QuerySet[Evaluator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evaluators"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, dt.date] = super().clean() or {}
        issued_on, expires_on = cleaned.get("issued_on"), cleaned.get("expires_on")
        if issued_on and expires_on and expires_on < issued_on:
            self.add_error("expires_on", _("The last day lies before the first."))
        return cleaned
