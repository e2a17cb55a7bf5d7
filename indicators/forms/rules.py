"""The form of a rule's parameters, made from the schema that the engine declares."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from indicators.forms.rows import RowsArea
from indicators.rules.figures import FigureError, read_figure
from indicators.selectors.trees import engine_language
from scoring import RULES, validate_rule
from scoring.rules import Parameter
from scoring.rules.base import REQUIRED


class RuleForm(forms.Form):
    """One field for each parameter that matters under the chosen form of a rule.

    Args:
        rule: kind of the rule; without one there are no fields.
        params: parameters as they are stored, for the first look.
        data: what was filled in; also while the rule or its form is still being chosen.
    """

    prefix = "params"

    def __init__(
        self,
        rule: str,
        *,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        checked: bool = True,
    ) -> None:
        super().__init__(data=data if checked else None)
        self.rule = rule
        parameters = RULES[rule].parameters if rule in RULES else ()
        written = {p.name: _written(p, (params or {}).get(p.name, p.default)) for p in parameters}
        if data is not None:
            written = {p.name: self._filled(p, data, written[p.name]) for p in parameters}
        chosen = written.get(_switch(parameters), "")
        self.parameters = [p for p in parameters if not p.forms or chosen in p.forms]
        for parameter in self.parameters:
            self.fields[parameter.name] = _field(parameter)
            self.initial[parameter.name] = written[parameter.name]

    def _filled(self, parameter: Parameter, data: Mapping[str, Any], otherwise: Any) -> Any:
        """What was filled in for a parameter, also under the rule that was chosen before."""
        name = self.add_prefix(parameter.name)
        # An unticked box is not sent: it is "no" only if the box was there to be ticked.
        if parameter.kind == "flag" and data.get(self.add_prefix("of")) == self.rule:
            return name in data
        typed = data.get(name, otherwise)
        # Another rule may call a parameter of its own by the same name.
        if parameter.kind == "choice" and data.get(self.add_prefix("of"), self.rule) != self.rule:
            return typed if typed in parameter.choices else otherwise
        return typed

    @property
    def params(self) -> dict[str, Any]:
        """The parameters as the engine stores them, once the form is valid."""
        return {p.name: self.cleaned_data[p.name] for p in self.parameters}

    def clean(self) -> dict[str, Any]:
        for parameter in self.parameters:
            text = self.cleaned_data.get(parameter.name, "")
            self.cleaned_data[parameter.name] = _read(parameter, text)
        language = engine_language()
        for error in validate_rule(self.rule, self.params) if self.rule in RULES else ():
            name = error.field if error.field in self.fields else None
            self.add_error(name, error.message[language])
        return self.cleaned_data


def _switch(parameters: Sequence[Parameter]) -> str:
    """Name of the choice on which it depends which other parameters matter; empty without one."""
    forms_named = {form for parameter in parameters for form in parameter.forms}
    for parameter in parameters:
        if forms_named and forms_named <= set(parameter.choices):
            return parameter.name
    return ""


def _field(parameter: Parameter) -> forms.Field:
    language = engine_language()
    label = parameter.label[language]
    if parameter.kind == "choice":
        choices = [(value, text[language]) for value, text in parameter.choices.items()]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    if parameter.kind == "flag":
        return forms.BooleanField(label=label, required=False)
    field = forms.CharField(label=label, required=False)
    if parameter.kind == "number":
        field.widget.attrs["inputmode"] = "decimal"
    elif parameter.kind == "table" and parameter.columns:
        first, second = (column[language] for column in parameter.columns)
        field.widget = RowsArea([first, second])
        field.help_text = _("One row a line: %(first)s, a blank, %(second)s.") % {
            "first": first,
            "second": second,
        }
    else:
        field.help_text = _("Separate them by blanks.")
    return field


def _written(parameter: Parameter, value: Any) -> Any:
    """A stored parameter as it stands in its field."""
    if value is REQUIRED:
        return ""
    if parameter.kind == "table":
        return "\n".join(" ".join(map(str, row)) for row in value)
    if parameter.kind == "names":
        return " ".join(value)
    return value


def _read(parameter: Parameter, value: Any) -> Any:
    """What stands in a field, as the engine stores it; what cannot be read is left to its check."""
    if parameter.kind == "number":
        return _number(value)
    if parameter.kind == "table":
        rows = [line.replace("\t", " ").rsplit(" ", 1) for line in value.strip().splitlines()]
        return [_cells(parameter, row) for row in rows]
    if parameter.kind == "names":
        return value.replace("、", " ").replace("，", " ").replace(",", " ").split()
    return value


def _cells(parameter: Parameter, row: list[str]) -> list[str]:
    first, *rest = (cell.strip() for cell in row)
    return [first if parameter.named else _number(first), *map(_number, rest)]


def _number(text: str) -> str:
    try:
        return str(read_figure(text)) if text else ""
    except FigureError:
        return text
