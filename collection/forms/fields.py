"""Fields that take codes and names as people type them, and files."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from collection.rules.task_cells import Step, read_codes, read_steps
from organization.models import Unit


class OneUnitField(forms.CharField):
    """The code of exactly one unit; two codes are refused with a word of where the others go."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queryset: QuerySet[Unit] = Unit.objects.none()

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Unit) else value

    def clean(self, value: Any) -> Unit | None:
        codes = read_codes(super().clean(value))
        if len(codes) > 1:
            raise ValidationError(
                _("A task has exactly one lead unit; the others stand among the other units."),
                code="second",
            )
        if not codes:
            return None
        unit = self.queryset.filter(code=codes[0]).first()
        if unit is None:
            raise ValidationError(_("No unit has this code."), code="unknown")
        return unit


class CodesField(forms.CharField):
    """Several rows by their codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=False, **kwargs)
        self.queryset: QuerySet[Any] = Unit.objects.none()

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        return "、".join(row.code for row in value)

    def clean(self, value: Any) -> list[Any]:
        codes = read_codes(super().clean(value))
        found = {row.code: row for row in self.queryset.filter(code__in=codes)}
        unknown = [code for code in codes if code not in found]
        if unknown:
            raise ValidationError(
                _("Nothing has the code %(code)s."), code="unknown", params={"code": unknown[0]}
            )
        return [found[code] for code in codes]


class StepsField(forms.CharField):
    """Milestones, one a line: its day and its name."""

    widget = forms.Textarea

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        return "\n".join(f"{step.due_on:%Y-%m-%d} {step.title}" for step in value)

    def clean(self, value: Any) -> list[Step]:
        try:
            return read_steps(super().clean(value))
        except ValueError as error:
            raise ValidationError(
                _("Write a milestone as 2026-03-31 and its name; “%(text)s” is not."),
                params={"text": str(error)[:40]},
            ) from error
