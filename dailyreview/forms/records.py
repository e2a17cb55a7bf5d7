"""The record of a quarter as typed: texts, and one row for each piece of work."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from dailyreview.models import QuarterRecord, WorkEntry
from dailyreview.services.records import MOST_ENTRIES, Work, save_record
from organization.forms.refusals import refusals_to
from organization.models import User


class RecordForm(forms.ModelForm):
    """The three texts of a record."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = QuarterRecord
        fields = ["summary", "best", "regret"]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 4}),
            "best": forms.Textarea(attrs={"rows": 2}),
            "regret": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "summary": _("A few sentences are enough; what stands below need not be repeated."),
        }


class WorkForm(forms.ModelForm):
    """One piece of work as a row."""

    key = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = WorkEntry
        fields = ["kind", "title", "standard", "due_on", "progress", "is_done"]
        widgets = {
            "progress": forms.Textarea(attrs={"rows": 2}),
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An empty row has no kind of its own to differ by, so that it stays an empty row.
        self.fields["kind"].initial = WorkEntry.Kind.KEY


WorkFormSet = formset_factory(
    WorkForm, extra=1, can_delete=True, max_num=MOST_ENTRIES, validate_max=True
)


class RecordEditor:
    """The form of a record and its rows, shown, checked and stored together."""

    def __init__(self, data: Mapping[str, Any] | None, *, record: QuarterRecord) -> None:
        self.record = record
        self.form = RecordForm(data, instance=record, initial={"revision": record.revision})
        # What was sent is compared with nothing: a row that equals the stored one is no empty row.
        self.work = WorkFormSet(data, prefix="work", initial=None if data else _rows(record))

    @property
    def is_valid(self) -> bool:
        """Whether everything typed can be stored."""
        # Both are asked, so that all errors stand on the page at once.
        checked = [self.form.is_valid(), self.work.is_valid()]
        return all(checked)

    def save(self, *, by: User) -> QuarterRecord | None:
        """Store the draft, or return None when something has to be put right first."""
        if not self.is_valid:
            return None
        texts = {name: self.form.cleaned_data[name] for name in ("summary", "best", "regret")}
        with refusals_to(self.form):
            return save_record(
                # Read again: checking the form has written into the instance it was made with.
                QuarterRecord.objects.get(pk=self.record.pk),
                revision=self.form.cleaned_data["revision"],
                **texts,
                work=list(self._pieces()),
                by=by,
            )
        return None

    def _pieces(self) -> list[Work]:
        names = ("key", "kind", "title", "standard", "due_on", "progress", "is_done")
        return [
            Work(**{name: row[name] for name in names})
            for row in self.work.cleaned_data
            if row.get("title") and not row.get("DELETE")
        ]


def _rows(record: QuarterRecord) -> list[dict[str, Any]]:
    names = ("kind", "title", "standard", "due_on", "progress", "is_done")
    return [
        {"key": entry.pk, **{name: getattr(entry, name) for name in names}}
        for entry in record.entries.all()
    ]
