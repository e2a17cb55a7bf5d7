"""Forms of checklists: the instrument, and a sheet with a yes or no for every point."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from collection.forms.events import LONG, period_field
from collection.models import Checklist, ChecklistBand, ChecklistItem
from collection.services.checklists import Answer
from indicators.models import Indicator
from organization.models import Appointment, Cadre, Domain, Unit, User

AGAINST, REVERSED = "-", "!"
NAMED = [choice for choice in ChecklistBand.Consequence.choices if choice[0]]


class ChecklistForm(forms.ModelForm):
    """The instrument; its points and results are written one a line."""

    class Meta:
        model = Checklist
        fields = [
            "domain",
            "code",
            "name",
            "about",
            "indicator",
            "clause",
            "items",
            "bands",
            "is_active",
        ]

    # A code to type: a menu of four thousand indicators is none.
    indicator = forms.ModelChoiceField(
        label=gettext_lazy("indicator"),
        queryset=Indicator.objects.none(),
        to_field_name="code",
        widget=forms.TextInput,
        help_text=gettext_lazy(
            "Its code. Leaves with this indicator and the source “checklists” read the result."
        ),
        error_messages={"invalid_choice": gettext_lazy("No indicator has this code.")},
    )
    items = forms.CharField(
        label=pgettext_lazy("checklist", "points"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "One a line. With “-” in front it stands in the negative list, where no is good;"
            " with “!” in front no is good in the positive list."
        ),
    )
    bands = forms.CharField(
        label=gettext_lazy("results"),
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=gettext_lazy(
            "One a line: the word, the least good answers, and where it has one the consequence:"
            " “barred from the best grade” or “one grade lower”."
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        checklist = kwargs.get("instance")
        if checklist is not None and checklist.pk:
            kwargs["initial"] = {
                "indicator": checklist.indicator.code,
                "items": "\n".join(map(_item_line, checklist.items.all())),
                "bands": "\n".join(
                    f"{one.word} {one.least} {_consequence_of(one)}".strip()
                    for one in checklist.bands.all()
                ),
            }
        super().__init__(*args, **kwargs)
        domain: Any = self.fields["domain"]
        domain.queryset = Domain.objects.editable_by(user)
        domain.initial = domain.queryset.first()
        self.fields["indicator"].queryset = Indicator.objects.visible_to(user)  # type: ignore[attr-defined]

    def clean_items(self) -> list[ChecklistItem]:
        """The points in their order."""
        lines = filter(None, map(str.strip, self.cleaned_data["items"].splitlines()))
        return [_item(number, line) for number, line in enumerate(lines, 1)]

    def clean_bands(self) -> list[ChecklistBand]:
        """The results, each with what it means."""
        lines = map(str.strip, self.cleaned_data["bands"].splitlines())
        return [_band(line) for line in lines if line]


def _item(number: int, line: str) -> ChecklistItem:
    negative, reverse = line.startswith(AGAINST), line.startswith((AGAINST, REVERSED))
    side = ChecklistItem.Side.NEGATIVE if negative else ChecklistItem.Side.POSITIVE
    text = line[1:].strip() if reverse else line
    return ChecklistItem(number=number, text=text, side=side, is_reversed=reverse)


def _item_line(item: ChecklistItem) -> str:
    if item.side == ChecklistItem.Side.NEGATIVE:
        return f"{AGAINST}{item.text}"
    return f"{REVERSED}{item.text}" if item.is_reversed else item.text


def _band(line: str) -> ChecklistBand:
    word, least, consequence = [*line.split(maxsplit=2), "", ""][:3]
    known = {"": ""}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            known |= {str(label): value for value, label in NAMED}
    if not least.isdecimal() or consequence not in known:
        message = _("“%(line)s” is no word with a number and a consequence.")
        raise ValidationError(message, params={"line": line})
    return ChecklistBand(word=word, least=int(least), consequence=known[consequence])


def _consequence_of(band: ChecklistBand) -> str:
    return band.get_consequence_display() if band.consequence else ""


class CheckSheetForm(forms.Form):
    """Whom it is about, a yes or no with a remark for every point, the paper behind it."""

    period = period_field()
    unit = forms.CharField(
        label=gettext_lazy("unit"), max_length=120, help_text=gettext_lazy("Its name or code.")
    )
    name = forms.CharField(label=gettext_lazy("full name"), max_length=60)
    id_number = forms.CharField(
        label=gettext_lazy("ID number"),
        max_length=18,
        required=False,
        help_text=gettext_lazy("Needed where several people have the name."),
    )
    evidence = forms.FileField(
        label=gettext_lazy("evidence"),
        required=False,
        help_text=gettext_lazy("Needed as soon as one point is not met."),
    )

    def __init__(self, *args: Any, checklist: Checklist, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.checklist = user, checklist
        self.items = list(checklist.items.all())
        for item in self.items:
            self.fields[f"answer-{item.number}"] = forms.ChoiceField(
                label=str(item),
                choices=[
                    ("yes", pgettext_lazy("checklist", "yes")),
                    ("no", pgettext_lazy("checklist", "no")),
                ],
                widget=forms.RadioSelect,
            )
            self.fields[f"remark-{item.number}"] = forms.CharField(
                label=gettext_lazy("remark"), max_length=200, required=False
            )
        gone = ("unit",) if checklist.about == Checklist.About.CADRE else ("name", "id_number")
        for field in gone:
            del self.fields[field]

    @property
    def head(self) -> list[Any]:
        """The fields above the points."""
        return [
            self[name] for name in ("period", "unit", "name", "id_number") if name in self.fields
        ]

    @property
    def points(self) -> Iterator[tuple[ChecklistItem, Any, Any]]:
        """Each point with its two fields."""
        for item in self.items:
            yield item, self[f"answer-{item.number}"], self[f"remark-{item.number}"]

    def clean(self) -> None:
        """Find the one unit or person that is meant."""
        given = self.cleaned_data
        if "unit" in given:
            given["unit"], given["cadre"] = self._unit(given["unit"].strip()), None
        elif "name" in given and "id_number" in given:
            given["cadre"] = self._cadre(given["name"].strip(), given["id_number"].strip())
            posts = Appointment.objects.on(timezone.localdate()).filter(cadre=given["cadre"])
            post = posts.by_standing().select_related("unit").first()
            if post is None:
                raise ValidationError({"name": _("Give the person a post first.")})
            given["unit"] = post.unit

    def _unit(self, text: str) -> Unit:
        units = Unit.objects.editable_by(self.user).filter(
            is_active=True, domain=self.checklist.domain_id
        )
        for column in ("code", "name", "short_name"):
            found = list(units.filter(**{column: text})[:2])
            if len(found) == 1:
                return found[0]
        raise ValidationError({"unit": _("No unit that you keep has exactly this name or code.")})

    def _cadre(self, name: str, number: str) -> Cadre:
        people = Cadre.objects.visible_to(self.user).filter(name=name)
        if number:
            people = people.filter(id_number=number)
        found = list(people[:2])
        if not found:
            raise ValidationError({"name": _("No cadre that you see has this name and number.")})
        if len(found) > 1:
            message = _("Several people have this name: give the ID number.")
            raise ValidationError({"id_number": message})
        return found[0]

    @property
    def sheet(self) -> dict[str, Any]:
        """What the service takes."""
        given = self.cleaned_data
        answers = {
            item.number: Answer(
                given[f"answer-{item.number}"] == "yes", given[f"remark-{item.number}"]
            )
            for item in self.items
        }
        named = {name: given[name] for name in ("period", "unit", "cadre", "evidence")}
        return {**named, "answers": answers}
