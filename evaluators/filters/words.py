"""The field for words that every list of people has."""

import django_filters
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PERSON = _("Name, post, unit or tag")


def words_filter(placeholder: str | Promise = PERSON) -> django_filters.CharFilter:
    """A search field; the filter set says in `search` what is looked through."""
    return django_filters.CharFilter(
        label=_("Search"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": placeholder}),
    )
