from organization.forms.accounts import (
    AccountAddForm,
    AccountChangeForm,
    GrantForm,
    LanguageForm,
)
from organization.forms.people import AppointmentForm, CadreForm, EndForm
from organization.forms.units import DayForm, MoveForm, UnitForm

__all__ = [
    "AccountAddForm",
    "AccountChangeForm",
    "AppointmentForm",
    "CadreForm",
    "DayForm",
    "EndForm",
    "GrantForm",
    "LanguageForm",
    "MoveForm",
    "UnitForm",
]
