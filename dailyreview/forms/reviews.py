"""The form of one record in the batch: verdict, words, and a mark for each leaf."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dailyreview.models import ReviewStep
from dailyreview.selectors.reviewing import ReviewCard
from dailyreview.services.reviewing import Review


class ReviewForm(forms.Form):
    """What the reviewer says of one record; without a verdict the record is left for later."""

    verdict = forms.ChoiceField(
        label=_("verdict"),
        choices=[
            ("", _("later")),
            (ReviewStep.Verdict.FORWARD, pgettext_lazy("review", "pass on")),
            (ReviewStep.Verdict.RETURN, pgettext_lazy("review", "return")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=pgettext_lazy("review", "opinion"),
        max_length=500,
        required=False,
        help_text=_("Needed when it is returned."),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, card: ReviewCard) -> None:
        super().__init__(data, prefix=f"r{card.record.pk}")
        self.card = card
        ballot = card.ballot
        if ballot is None:
            return
        offered = ballot.offered
        for leaf in ballot.leaves:
            limits = ballot.fields[leaf.code]
            self.fields[f"mark-{leaf.code}"] = forms.DecimalField(
                label=leaf.name,
                min_value=Decimal(0),
                max_value=limits.scale,
                decimal_places=2,
                required=False,
                initial=offered.get(leaf.code),
                widget=forms.NumberInput(
                    attrs={"inputmode": "decimal", "data-leaf": leaf.code, "step": "0.5"}
                ),
            )

    @property
    def marks(self) -> Iterator[tuple[BoundField, Decimal | None]]:
        """Each mark with what this level gave last quarter."""
        for name in self.fields:
            if name.startswith("mark-"):
                yield self[name], self.card.earlier.get(name.removeprefix("mark-"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("verdict") == ReviewStep.Verdict.RETURN and not data.get("words"):
            self.add_error("words", _("Say what is to be changed."))
        if data.get("verdict") == ReviewStep.Verdict.FORWARD:
            for name in self.fields:
                if name.startswith("mark-") and name not in self.errors and data.get(name) is None:
                    self.add_error(name, _("Give a mark."))
        return data

    @property
    def review(self) -> Review | None:
        """What the service takes; None for a record left for later."""
        data = self.cleaned_data
        if not data["verdict"]:
            return None
        marks = {
            name.removeprefix("mark-"): mark
            for name, mark in data.items()
            if name.startswith("mark-")
        }
        return Review(self.card.record, data["verdict"], data["words"], marks)
