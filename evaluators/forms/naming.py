"""One person of the pool, found while typing: a list of thousands is no list to choose from."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from evaluators.models import Evaluator
from evaluators.models.pool import EvaluatorQuerySet

OFFERED = 20


def named(evaluator: Evaluator) -> str:
    """The person as offered and as typed: name, where from, post."""
    return " · ".join(filter(None, (evaluator.name, evaluator.comes_from, evaluator.post)))


def offered(people: EvaluatorQuerySet, text: str) -> list[str]:
    """Who may be meant by what is typed so far.

    A browser shows of these only what holds the typed text: who fits by a tag alone would take
    the place of somebody it shows.
    """
    fitting = people.filter(
        Q(name__contains=text)
        | Q(post__contains=text)
        | Q(organisation__contains=text)
        | Q(home_unit__name__contains=text)
    )
    found = fitting.select_related("home_unit").order_by("name", "pk")
    return [named(one) for one in found[:OFFERED]]


class EvaluatorField(forms.ModelChoiceField):
    """Takes what `named` says; the name alone where nobody else bears it."""

    default_error_messages = {
        "nobody": _("Nobody in the pool is called this. Choose from what is offered."),
        "several": _("Several people fit. Choose one from what is offered."),
    }

    def __init__(self, **kwargs: Any) -> None:
        typing = {
            "list": "evaluator-options",
            "autocomplete": "off",
            "spellcheck": "false",
            "hx-get": reverse_lazy("evaluators:evaluator_options"),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": "#evaluator-options",
            "hx-swap": "outerHTML",
        }
        kwargs.setdefault("help_text", _("Type part of the name, the unit or the post."))
        super().__init__(Evaluator.objects.none(), widget=forms.TextInput(typing), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return named(value) if isinstance(value, Evaluator) else value

    def to_python(self, value: Any) -> Evaluator | None:
        text = str(value or "").replace("\x00", "").strip()
        if not text:
            return None
        pool: QuerySet[Evaluator] = self.queryset  # type: ignore[assignment]
        found = list(pool.filter(name=text.split(" · ")[0]).select_related("home_unit"))
        if " · " in text:
            found = [one for one in found if named(one) == text]
        if len(found) != 1:
            code = "several" if found else "nobody"
            raise ValidationError(self.error_messages[code], code=code)
        return found[0]
