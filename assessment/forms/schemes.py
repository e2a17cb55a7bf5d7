"""Forms of a scheme: its own rules, with grades and rater classes as rows."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory, model_to_dict

from assessment.models import RaterClass, Scheme, SchemeGrade
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
            "quota_share",
            "quota_rounding",
            "tie_law",
            "clause",
        ]


class RaterClassForm(forms.ModelForm):
    """One class of raters as a row."""

    class Meta:
        model = RaterClass
        fields = ["name", "code", "weight", "aggregation", "trim_above", "trim_each_end"]


# Plain formsets, not inline ones: the service replaces all rows of a scheme together, so that two
# grades can change places without breaking a constraint on the way.
GradeFormSet = formset_factory(SchemeGradeForm, extra=1, can_delete=True)
RaterClassFormSet = formset_factory(RaterClassForm, extra=1, can_delete=True)


class SchemeEditor:
    """The forms of one scheme that are shown, checked and stored together."""

    def __init__(self, data: Mapping[str, Any] | None, *, scheme: Scheme | None) -> None:
        self.scheme_pk = scheme.pk if scheme else None
        self.form = SchemeForm(data, instance=scheme)
        self.grades = GradeFormSet(data, prefix="grades", initial=_rows(scheme, "grades"))
        self.rater_classes = RaterClassFormSet(
            data, prefix="raters", initial=_rows(scheme, "rater_classes")
        )

    def save(self, *, by: User) -> Scheme | None:
        """Store the scheme, or return None when something has to be put right first."""
        checked = [self.form.is_valid(), self.grades.is_valid(), self.rater_classes.is_valid()]
        if not all(checked):
            return None
        with refusals_to(self.form):
            return save_scheme(
                # Read again: checking the form has written into the instance it was made with.
                Scheme.objects.get(pk=self.scheme_pk) if self.scheme_pk else None,
                fields=self.form.cleaned_data,
                grades=_kept(self.grades),
                rater_classes=_kept(self.rater_classes),
                by=by,
            )
        return None


def _rows(scheme: Scheme | None, name: str) -> list[dict[str, Any]]:
    return [model_to_dict(row) for row in getattr(scheme, name).all()] if scheme else []


def _kept(formset: "BaseFormSet[Any]") -> list[dict[str, Any]]:
    """Rows that are filled in and not marked for removal."""
    kept = []
    for row in formset.cleaned_data:
        removed = row.pop("DELETE", False)
        if row and not removed:
            kept.append(row)
    return kept
