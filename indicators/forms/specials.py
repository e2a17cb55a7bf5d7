"""A whole small system in one form: aspects, indicators, weights, sources, rules."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.forms.rows import RowsArea
from indicators.forms.systems import SystemCreateForm
from indicators.models import IndicatorSystem, SystemNode
from indicators.rules.figures import FigureError, read_figure
from indicators.selectors.trees import engine_language
from indicators.services.specials import Line
from scoring import RULES, validate_rule

CELLS = 5


def presets() -> dict[str, str]:
    """Rules that can run as they are, by the name people know them by."""
    language = engine_language()
    return {
        rule.name[language]: kind for kind, rule in RULES.items() if not validate_rule(kind, {})
    }


def two_measures() -> str:
    """The rows of an assessment by workload carried and completion rate."""
    names = {kind: name for name, kind in presets().items()}
    aspect = _("Tasks carried")
    source = SystemNode.Source.REPORTED.label
    rows = [
        (aspect, _("Workload carried"), "40", source, names["ratio_to_best"]),
        (aspect, _("Completion rate"), "60", source, names["linear"]),
    ]
    return "\n".join("\t".join(map(str, row)) for row in rows)


class SpecialForm(SystemCreateForm):
    """Name, category, year and the rows of a special assessment."""

    rows = forms.CharField(label=gettext_lazy("Aspects and indicators"), strip=False)

    class Meta(SystemCreateForm.Meta):
        model = IndicatorSystem

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [_("Aspect"), _("Indicator"), _("Weight"), _("Source"), _("Rule")]
        self.fields["rows"].widget = RowsArea(columns, tabs=True)
        self.fields["rows"].help_text = _(
            "One indicator a row, or a block from a spreadsheet; an empty aspect is that of the "
            "row above. Sources: %(sources)s. Rules: %(rules)s."
        ) % {"sources": _listed(SystemNode.Source.labels), "rules": _listed(list(presets()))}

    def clean_rows(self) -> list[Line]:
        """Read the rows; each wrong one is told by its number."""
        lines: list[Line] = []
        errors, above = [], ""
        texts = [text for text in self.cleaned_data["rows"].splitlines() if text.strip()]
        for number, text in enumerate(texts, 1):
            try:
                above = text.split("\t")[0].strip() or above
                lines.append(_line(text, aspect=above))
            except forms.ValidationError as error:
                told = {"number": number, "problem": " ".join(error.messages)}
                errors.append(_("Row %(number)d: %(problem)s") % told)
        if errors:
            raise forms.ValidationError(errors)
        return lines


def _line(text: str, *, aspect: str) -> Line:
    cells = [cell.strip() for cell in text.split("\t")]
    _aspect, name, weight, source, rule = (cells + [""] * CELLS)[:CELLS]
    if not aspect or not name:
        raise forms.ValidationError(_("name its aspect and its indicator."))
    try:
        points = read_figure(weight)
    except FigureError:
        raise forms.ValidationError(_("“%(text)s” is no weight.") % {"text": weight}) from None
    if points <= 0:
        raise forms.ValidationError(_("“%(text)s” is no weight.") % {"text": weight})
    sources = {str(label): value for value, label in SystemNode.Source.choices}
    known = presets()
    return Line(
        aspect=aspect,
        name=name,
        weight=Decimal(points),
        source=_pick(source, sources, SystemNode.Source.REPORTED),
        rule=_pick(rule, known, ""),
    )


def _pick(text: str, names: dict[str, str], otherwise: str) -> str:
    """A choice by its label or its value; the usual one for nothing."""
    if not text:
        return otherwise
    if text in names.values():
        return text
    if text not in names:
        raise forms.ValidationError(
            _("“%(text)s” is none of %(names)s.") % {"text": text, "names": _listed(list(names))}
        )
    return names[text]


def _listed(names: Sequence[Any]) -> str:
    return _(", ").join(map(str, names))
