"""What the list of reports can be narrowed to."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import Result, RunGroup
from feedback.selectors.reports import groups_with_reports


class ReportFilter(django_filters.FilterSet):
    """Search by name and narrow to one comparison group."""

    q = django_filters.CharFilter(
        label=_("Search by name"),
        field_name="assessee__name",
        lookup_expr="icontains",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 60}),
    )
    group = django_filters.ModelChoiceFilter(
        label=_("Category"), queryset=RunGroup.objects.none(), empty_label=_("all categories")
    )

    class Meta:
        model = Result
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = groups_with_reports(self.request.user)
        self.filters["group"].queryset = groups
        self.filters["group"].field.label_from_instance = lambda group: (
            f"{group.run.cycle} · {group.name}"
        )
