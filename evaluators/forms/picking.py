"""Ticking many people: what was ticked on another page or in another search stays ticked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from evaluators.models import Evaluator

NAMES_A_PAGE = 60
# A longer key fits no column of the database.
KEY_DIGITS = 18
# Buttons that ask for other names instead of sending the form.
TURNING = frozenset({"pick", "page"})


class CarriedTicks(forms.CheckboxSelectMultiple):
    """Boxes of one page together with the ticks of all others.

    The page sends what was ticked so far (`-kept`) and whom it drew a box for (`-drawn`), each as
    one field: thousands of hidden fields would be refused. Who was drawn and comes back without
    a tick has been unticked.
    """

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        ticked = super().value_from_datadict(data, files, name) or []
        drawn = set(data.get(f"{name}-drawn", "").split(","))
        kept = (key for key in data.get(f"{name}-kept", "").split(",") if key not in drawn)
        return [key for key in (*kept, *ticked) if _is_key(key)]


class PeopleField(forms.ModelMultipleChoiceField):
    """People ticked over several pages; the page draws the boxes itself."""

    widget = CarriedTicks
    default_error_messages = {
        "required": _("Choose somebody."),
        "invalid_choice": _("Somebody ticked is no longer in the list. Look again, then send."),
    }

    def __init__(self) -> None:
        super().__init__(Evaluator.objects.none())


@dataclass(frozen=True)
class Picker:
    """One page of people with boxes.

    Attributes:
        words: what is searched for.
        ticked: keys of all who are ticked.
        elsewhere: who is ticked and not on this page, the first of them.
        more: how many ticked are neither on this page nor among `elsewhere`.
    """

    words: str
    page: Page[Evaluator]
    ticked: frozenset[int]
    elsewhere: list[Evaluator]
    more: int

    @property
    def kept(self) -> str:
        """All ticks as one field."""
        return _joined(self.ticked)

    @property
    def drawn(self) -> str:
        """Who has a box, as one field."""
        return _joined(one.pk for one in (*self.page, *self.elsewhere))


def picker_of(asked: Any, people: QuerySet[Evaluator], *, sent: bool) -> Picker:
    """The page of `people` that the query of an address or a sent form asks for."""
    words = asked.get("q", "").strip()
    found = people.search(words)  # type: ignore[attr-defined]
    ticked = _ticked(asked, people, found) if sent else frozenset()
    page = Paginator(found, NAMES_A_PAGE).get_page(asked.get("page"))
    others = ticked - {one.pk for one in page}
    elsewhere = list(people.filter(pk__in=others)[:NAMES_A_PAGE]) if others else []
    return Picker(words, page, ticked, elsewhere, len(others) - len(elsewhere))


def turns_page(asked: Any) -> bool:
    """Whether a sent form only asks for other names."""
    return not TURNING.isdisjoint(asked)


def _ticked(asked: Any, people: QuerySet[Evaluator], found: QuerySet[Evaluator]) -> frozenset[int]:
    """Keys that are ticked and stand in the list."""
    pick = asked.get("pick")
    if pick == "none":
        return frozenset()
    keys = CarriedTicks().value_from_datadict(asked, {}, "evaluators")
    ticked = frozenset(people.filter(pk__in=keys).values_list("pk", flat=True))
    return ticked.union(found.values_list("pk", flat=True)) if pick == "all" else ticked


def _joined(keys: Iterable[int]) -> str:
    return ",".join(map(str, sorted(keys)))


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= KEY_DIGITS
