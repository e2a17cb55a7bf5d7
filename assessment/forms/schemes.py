"""Forms of a scheme: its own rules, with grades and rater classes as rows."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory, model_to_dict
from django.utils.translation import gettext_lazy as _

from assessment.models import RaterClass, Scheme, SchemeGrade, SchemeQuota
from assessment.services.schemes import save_scheme
from organization.forms.refusals import refusals_to
from organization.models import User


class SchemeForm(forms.ModelForm):
    """How totals are rounded and ranked, and what missing means."""

    class Meta:
        model = Scheme
        fields = [
            "code",
            "name",
            "year",
            "clause",
            "decimals",
            "tie_method",
            "missing_value",
            "missing_class",
            "neutral_share",
            "bonus_cap",
            "bonus_floor",
            "remark_below_share",
            "remark_above_share",
            "flat_different_min",
            "flat_width_min",
            "flat_field_min",
        ]


class SchemeGradeForm(forms.ModelForm):
    """One grade as a row."""

    class Meta:
        model = SchemeGrade
        fields = [
            "name",
            "code",
            "position",
            "min_score",
            "clause",
        ]


class SchemeQuotaForm(forms.ModelForm):
    """One quota as a row; its grade may stand in the same form, so it is named, not chosen."""

    grade = forms.SlugField(label=_("Grade code"), max_length=20)

    class Meta:
        model = SchemeQuota
        fields = [
            "scope",
            "level",
            "value",
            "share",
            "rounding",
            "tie_law",
            "pool_below",
            "is_strict",
            "clause",
        ]

    field_order = ["grade"]


class RaterClassForm(forms.ModelForm):
    """One class of raters as a row."""

    class Meta:
        model = RaterClass
        fields = ["name", "code", "weight", "aggregation", "trim_above", "trim_each_end", "roles"]


# Plain formsets, not inline ones: the service replaces all rows of a scheme together, so that two
# grades can change places without breaking a constraint on the way.
GradeFormSet = formset_factory(SchemeGradeForm, extra=1, can_delete=True)
QuotaFormSet = formset_factory(SchemeQuotaForm, extra=1, can_delete=True)
RaterClassFormSet = formset_factory(RaterClassForm, extra=1, can_delete=True)


class SchemeEditor:
    """The forms of one scheme that are shown, checked and stored together."""

    def __init__(self, data: Mapping[str, Any] | None, *, scheme: Scheme | None) -> None:
        self.scheme_pk = scheme.pk if scheme else None
        self.form = SchemeForm(data, instance=scheme)
        self.grades = GradeFormSet(data, prefix="grades", initial=_rows(scheme, "grades"))
        self.quotas = QuotaFormSet(data, prefix="quotas", initial=_quota_rows(scheme))
        self.rater_classes = RaterClassFormSet(
            data, prefix="raters", initial=_rows(scheme, "rater_classes")
        )

    def save(self, *, by: User) -> Scheme | None:
        """Store the scheme, or return None when something has to be put right first."""
        parts = (self.form, self.grades, self.quotas, self.rater_classes)
        # Every part is asked, so that all errors stand on the page at once.
        checked = [part.is_valid() for part in parts]
        if not all(checked):
            return None
        with refusals_to(self.form):
            return save_scheme(
                # Read again: checking the form has written into the instance it was made with.
                Scheme.objects.get(pk=self.scheme_pk) if self.scheme_pk else None,
                fields=self.form.cleaned_data,
                grades=_kept(self.grades),
                quotas=_kept(self.quotas),
                rater_classes=_kept(self.rater_classes),
                by=by,
            )
        return None


def _rows(scheme: Scheme | None, name: str) -> list[dict[str, Any]]:
    return [model_to_dict(row) for row in getattr(scheme, name).all()] if scheme else []


def _quota_rows(scheme: Scheme | None) -> list[dict[str, Any]]:
    quotas = SchemeQuota.objects.of_scheme(scheme) if scheme else []
    return [model_to_dict(quota) | {"grade": quota.grade.code} for quota in quotas]


def _kept(formset: "BaseFormSet[Any]") -> list[dict[str, Any]]:
    """Rows that are filled in and not marked for removal."""
    kept = []
    for row in formset.cleaned_data:
        removed = row.pop("DELETE", False)
        if row and not removed:
            kept.append(row)
    return kept
