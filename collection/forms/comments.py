"""Forms of the public comment page and of the office's side of it."""

import secrets
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from collection.models import CommentDesk, CommentPoint, Opinion, SurveyTheme
from collection.rules.comments import (
    ALPHABET,
    MOST_LINKS,
    NUMBER_LENGTH,
    count_links,
    read_number,
    tidy_text,
)
from organization.forms.units import date_input
from organization.models import Unit, User

A_DAY = 24 * 3600
SALT = "collection.comment"


def new_ticket(point: CommentPoint) -> str:
    """What a page is sent with: the number of the one comment that it can bring, signed."""
    number = "".join(secrets.choice(ALPHABET) for _place in range(NUMBER_LENGTH))
    return signing.dumps([point.pk, number], salt=SALT)


def number_of(ticket: str, point: CommentPoint) -> str:
    """The number of a ticket; empty for a forged, old or foreign one."""
    try:
        key, number = signing.loads(ticket, salt=SALT, max_age=A_DAY)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(number) if key == point.pk else ""


class CommentForm(forms.Form):
    """A comment of the public: nothing is asked that says who writes."""

    template_name = "collection/partials/public_form.html"

    attitude = forms.TypedChoiceField(
        label=_("How satisfied are you?"),
        choices=Opinion.Attitude.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
    theme = forms.ModelChoiceField(
        SurveyTheme.objects.filter(is_active=True),
        label=_("What is it about?"),
        required=False,
        empty_label=_("something else"),
    )
    text = forms.CharField(
        label=_("What do you want to say?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 500}),
        help_text=_("At most 500 characters. Name no private persons."),
    )
    contact = forms.CharField(
        label=_("How can you be reached?"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("You need not. Only the assessment office sees it, for some months at most."),
    )
    # People do not see this field; programs fill in whatever they find.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))
    ticket = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, point: CommentPoint) -> None:
        super().__init__(data)
        self.point = point
        self.fields["ticket"].initial = new_ticket(point)

    def clean_text(self) -> str:
        text = tidy_text(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(_("Write a few words."))
        if count_links(text) > MOST_LINKS:
            raise forms.ValidationError(_("Please leave out the addresses of websites."))
        return text

    def clean_contact(self) -> str:
        return tidy_text(self.cleaned_data["contact"]).replace("\n", " ")

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("website"):
            raise forms.ValidationError(_("Please leave the hidden field empty."))
        number = number_of(self.cleaned_data.get("ticket") or "", self.point)
        if not number:
            self.data = {**self.data.dict(), "ticket": new_ticket(self.point)}  # type: ignore[attr-defined]
            raise forms.ValidationError(_("The page was open for too long. Please send it again."))
        return {**self.cleaned_data, "number": number}

    @property
    def comment(self) -> dict[str, Any]:
        """What is kept of a valid form."""
        kept = ("number", "theme", "attitude", "text", "contact")
        return {name: self.cleaned_data[name] for name in kept}


class LookupForm(forms.Form):
    """The number that was told when the comment was sent."""

    number = forms.CharField(
        label=_("Number of your comment"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_number(self) -> str:
        return read_number(self.cleaned_data["number"])


class DeskForm(forms.ModelForm):
    """Who takes the comments of a domain, and whether at all."""

    class Meta:
        model = CommentDesk
        fields = [
            "is_open",
            "contacts",
            "public_address",
            "per_sender",
            "per_point",
            "contact_days",
        ]
        widgets = {"contacts": forms.Textarea(attrs={"rows": 4})}


class PointForm(forms.ModelForm):
    """An address for comments; its key never changes."""

    class Meta:
        model = CommentPoint
        fields = ["place", "valid_from", "valid_to", "is_active"]
        widgets = {"valid_from": date_input(), "valid_to": date_input()}


class PointCreateForm(PointForm):
    """A new address, of a unit that the account keeps."""

    # A code to type: a menu of three thousand units is none.
    unit = forms.ModelChoiceField(
        label=_("unit"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        widget=forms.TextInput,
        help_text=_("Code of the unit."),
        error_messages={"invalid_choice": _("No unit has this code.")},
    )

    class Meta(PointForm.Meta):
        fields = ["unit", *PointForm.Meta.fields]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.editable_by(user)  # type: ignore[attr-defined]
