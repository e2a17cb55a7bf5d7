"""Forms of the intake by file: the list, and a code of a department."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dailyreview.models import FactCode
from organization.models import Role, Unit, User


class FactUploadForm(forms.Form):
    """One file of one department."""

    source = forms.ModelChoiceField(label=_("department"), queryset=Unit.objects.none())
    file = forms.FileField(
        label=_("List of facts"),
        help_text=_("An .xlsx or .csv file of at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source: Any = self.fields["source"]
        source.queryset = Unit.objects.filter(pk__in=user.unit_keys([Role.DATA_REPORTER]))
        source.initial = source.queryset.first()


class FactCodeForm(forms.ModelForm):
    """What a department calls a kind."""

    class Meta:
        model = FactCode
        fields = ["source", "code", "kind"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source: Any = self.fields["source"]
        departments = Unit.objects.editable_by(user).exclude(level=Unit.Level.INTERNAL)
        source.queryset = departments.order_by("code")
