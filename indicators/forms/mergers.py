"""Forms of the register of merged assessments."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.forms.comparisons import SystemChoiceField
from indicators.models import Indicator, IndicatorSystem, MergedAssessment, MergedDatum
from indicators.models.systems import IndicatorSystemQuerySet
from organization.models import Domain, Unit, User

SEPARATOR = re.compile(r"[\t|｜]")
COLUMNS = ("code", "name", "unit_of_measure", "indicator", "definition")


class RegisterForm(forms.Form):
    """The composite system beside which the register is laid, and what of it is shown."""

    system = SystemChoiceField(
        IndicatorSystem.objects.none(), label=_("Composite system"), empty_label=None
    )
    repeated = forms.BooleanField(label=_("Only what is asked for twice"), required=False)

    def __init__(self, *args: Any, systems: IndicatorSystemQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["system"].queryset = systems  # type: ignore[attr-defined]


class MergerForm(forms.ModelForm):
    """One assessment, and what it asks for: a line each, as copied from a spreadsheet."""

    lines = forms.CharField(
        label=_("What it asks for"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "One datum a line: code, name, unit of measure, code of the indicator in the library "
            "(empty: not asked for any more), definition. Copied from a spreadsheet or parted by |."
        ),
    )

    class Meta:
        model = MergedAssessment
        fields = ["name", "department", "level", "domain", "year", "basis"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["lines"] = "\n".join(_line(one) for one in _data_of(self.instance))
        self.fields["department"].queryset = Unit.objects.visible_to(user).filter(  # type: ignore[attr-defined]
            is_active=True
        )
        self.fields["domain"].queryset = Domain.objects.editable_by(user)  # type: ignore[attr-defined]

    def clean_lines(self) -> list[dict[str, Any]]:
        """The lines as data; every line that cannot be read is named with its number."""
        text = self.cleaned_data["lines"]
        lines = [
            (number, [cell.strip() for cell in SEPARATOR.split(line)])
            for number, line in enumerate(text.splitlines(), start=1)
            if line.strip()
        ]
        codes = {cells[3] for _number, cells in lines if len(cells) > 3 and cells[3]}
        library = Indicator.objects.in_bulk(codes, field_name="code")
        faults = [
            gettext("Line %(number)s: %(fault)s") % {"number": number, "fault": fault}
            for number, cells in lines
            if (fault := _fault(cells, library))
        ]
        if faults:
            raise ValidationError(faults)
        return [_facts(cells, library) for _number, cells in lines]


def _fault(cells: list[str], library: dict[str, Indicator]) -> str:
    if len(cells) < 2 or not cells[0] or not cells[1]:
        return gettext("code and name are missing.")
    if len(cells) > len(COLUMNS):
        return gettext("more than five columns.")
    if len(cells) > 3 and cells[3] and cells[3] not in library:
        return gettext("the library has no indicator %(code)s.") % {"code": cells[3]}
    return ""


def _facts(cells: list[str], library: dict[str, Indicator]) -> dict[str, Any]:
    facts: dict[str, Any] = dict(zip(COLUMNS, cells, strict=False))
    facts["indicator"] = library.get(facts.get("indicator", ""))
    return facts


def _data_of(merger: MergedAssessment) -> Any:
    return MergedDatum.objects.filter(assessment=merger).select_related("indicator")


def _line(datum: MergedDatum) -> str:
    code = datum.indicator.code if datum.indicator else ""
    cells = (datum.code, datum.name, datum.unit_of_measure, code, datum.definition)
    return " | ".join(" ".join(cell.split()) for cell in cells).rstrip(" |")
