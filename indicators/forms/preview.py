"""Trying a rule out: what is typed beside its parameters, and what comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.forms.rules import RuleForm
from indicators.rules.curves import Drawing, draw
from indicators.rules.figures import FigureError, read_figure
from indicators.selectors.samples import SampleGroup
from indicators.selectors.trees import engine_language
from scoring import RULES, rule_sentence
from scoring.preview import Curve, compares, draw_curve, series_of, try_value

SERIES = {
    "target": gettext_lazy("Target of the one tried"),
    "previous": gettext_lazy("Its figure of the last period"),
    "benchmark": gettext_lazy("Benchmark"),
    "bad": gettext_lazy("Its unacceptable value"),
    "good": gettext_lazy("Its satisfactory value"),
    "minus": gettext_lazy("Its events that deduct"),
    "guard": gettext_lazy("Its guard value"),
}
USUAL = {"bad": "60", "minus": "0", "guard": "0"}


@dataclass(frozen=True)
class TryField:
    """One field beside the try-out: its name in the form, its label and what stands in it."""

    name: str
    label: str
    value: str


def try_fields(rule: str, data: Mapping[str, Any] | None, group: SampleGroup) -> list[TryField]:
    """The fields that a rule needs to be tried out: a value, its series, a group."""
    if rule not in RULES:
        return []
    typed = data or {}
    fields = [TryField("try-value", _("Try a value"), str(typed.get("try-value", "")))]
    for name in series_of(rule):
        value = str(typed.get(f"try-{name}", USUAL.get(name, "100")))
        fields.append(TryField(f"try-{name}", str(SERIES.get(name, name)), value))
    if compares(rule):
        fields.append(TryField("try-group", group.label, str(typed.get("try-group", group.text))))
    return fields


@dataclass(frozen=True)
class Preview:
    """What was typed, worked out: a sentence and a curve, or why there is none.

    Attributes:
        faults: parameter name to what is wrong with it, in the user's language; "" for the rest.
        tried: what was typed to be tried; got: its points, None without a basis.
    """

    rule_form: RuleForm
    faults: dict[str, list[str]]
    sentence: str = ""
    curve: Curve | None = None
    drawing: Drawing | None = None
    tried: Decimal | None = None
    got: Decimal | None = None
    full: Decimal = Decimal(0)


def preview_of(data: Mapping[str, Any], *, full_marks: Decimal) -> Preview:
    """Work out what stands in the form of a leaf.

    Args:
        full_marks: of the system; no leaf weighs more.
    """
    rule = str(data.get("rule", ""))
    form = RuleForm(rule, data=data)
    faults = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
    full, wrong = _read(data.get("weight", ""))
    if wrong or full is None or not 0 < full <= full_marks:
        faults["weight"] = [
            _("Type a weight above 0 and at most %(marks)s.") % {"marks": f"{full_marks:f}"}
        ]
    if rule not in RULES or faults or full is None:
        return Preview(form, faults)
    numbers, problems = _typed_numbers(rule, data)
    group, odd = _group(str(data.get("try-group", ""))) if compares(rule) else ([], "")
    for text in (*problems, odd):
        if text:
            faults.setdefault("", []).append(_("“%(text)s” is not a number.") % {"text": text})
    tried, odd = _read(data.get("try-value", ""))
    if odd:
        faults.setdefault("", []).append(_("“%(text)s” is not a number.") % {"text": odd})
    given = {"full": float(full), "group": group, "series": numbers}
    curve = draw_curve(rule, form.params, **given)  # type: ignore[arg-type]
    got = None
    if tried is not None:
        got = try_value(rule, form.params, float(tried), **given)  # type: ignore[arg-type]
    drawing = None
    if curve.line:
        dot = (float(tried), float(got)) if tried is not None and got is not None else None
        drawing = draw(curve.line, full=float(full), tried=dot)
    sentence = rule_sentence(rule, form.params, engine_language())
    return Preview(form, faults, sentence, curve, drawing, tried, got, full)


def _typed_numbers(rule: str, data: Mapping[str, Any]) -> tuple[dict[str, float], list[str]]:
    numbers, problems = {}, []
    for name in series_of(rule):
        number, odd = _read(data.get(f"try-{name}", ""))
        if odd:
            problems.append(odd)
        if number is not None:
            numbers[name] = float(number)
    return numbers, problems


def _group(text: str) -> tuple[Sequence[float], str]:
    """The figures of a typed group, and the first word that is none."""
    words = text.replace("，", " ").replace("、", " ").replace(",", " ").split()
    figures = []
    for word in words[:200]:
        number, odd = _read(word)
        if odd or number is None:
            return [], odd
        figures.append(float(number))
    return figures, ""


def _read(text: Any) -> tuple[Decimal | None, str]:
    """A number as typed, or the text that is none; nothing for nothing."""
    if not str(text).strip():
        return None, ""
    try:
        return read_figure(str(text)), ""
    except FigureError:
        return None, str(text)
