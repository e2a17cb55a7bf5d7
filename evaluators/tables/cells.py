"""Cells that several tables of the pool share."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from evaluators.models import Evaluator

DAY = {"cell": {"class": "hj-nowrap"}}
WIDE = {"cell": {"class": "hj-wide"}}
NUMBER = {"cell": {"class": "hj-num"}, "th": {"class": "hj-num"}}
LEAD = {"cell": {"class": "hj-num hj-lead"}, "th": {"class": "hj-num"}}
STEP = {"cell": {"class": "hj-actions-cell hj-no-print"}, "th": {"class": "hj-no-print"}}


def points_link(evaluator: Evaluator, year: int) -> SafeString:
    """The name, leading to the ledger of the year."""
    address = reverse("evaluators:points_detail", args=[evaluator.pk])
    return format_html('<a href="{}?year={}">{}</a>', address, year, evaluator.name)


def word(look: str, label: str | Promise) -> SafeString:
    """A word in its thin frame."""
    return format_html('<span class="hj-word {}">{}</span>', look, label)


def with_small(first: object, *small: object) -> SafeString:
    """A text with what belongs to it in small grey."""
    rest = " ".join(str(part) for part in small if part)
    return format_html('<span>{} <small class="hj-muted">{}</small></span>', first, rest)


def button(view: str, key: int, label: str) -> SafeString:
    """The next step of a row."""
    address = reverse(f"evaluators:{view}", args=[key])
    return format_html('<a class="btn btn-sm" href="{}">{}</a>', address, label)
