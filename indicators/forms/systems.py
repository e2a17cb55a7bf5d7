"""Forms of a system as a whole."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models import IndicatorSystem
from organization.models import Category, Domain, Role, User

NUMBER = {"inputmode": "decimal"}


class SystemForm(forms.ModelForm):
    """Name and full marks: what may change while the system is a draft."""

    class Meta:
        model = IndicatorSystem
        fields = ["name", "full_marks"]
        widgets = {"full_marks": forms.TextInput(attrs=NUMBER)}


class SystemCreateForm(SystemForm):
    """A new system, for a category that the account's office is in charge of."""

    class Meta(SystemForm.Meta):
        fields = ["category", "assessee_kind", "year", "name", "full_marks"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = categories_of(user)  # type: ignore[attr-defined]


class SystemCopyForm(forms.Form):
    """The year for which a system is taken over."""

    year = forms.IntegerField(
        label=_("Year"),
        min_value=2000,
        max_value=2100,
        help_text=_("The same year makes the next version of it."),
    )


def categories_of(user: User) -> Any:
    """Categories of the domains whose assessment office the account belongs to."""
    office = user.role_assignments.current().filter(role=Role.OFFICE_STAFF)
    categories = Category.objects.select_related("domain")
    if office.filter(domain__isnull=True).exists():
        return categories
    return categories.filter(domain__in=Domain.objects.filter(pk__in=office.values("domain")))
