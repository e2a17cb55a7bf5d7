"""What pages with one form share, and the year that a page is about."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluators.selectors.ledgers import newest_year
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest

YEARS = range(2000, 2101)


def form_page(
    request: AuthenticatedRequest,
    form: forms.BaseForm,
    save: Callable[[], object],
    *,
    template: str,
    done: Any,
    context: dict[str, object] | None = None,
) -> HttpResponse:
    """Show a form; once a service has taken it, go to `done`."""
    if form.is_valid():
        with refusals_to(form):
            save()
            messages.success(request, _("Saved."))
            return redirect(done)
    return render(request, template, {"form": form, "back": done, **(context or {})})


def year_of(request: AuthenticatedRequest) -> int:
    """The year asked for, else the newest that the ledger of points tells of."""
    asked = request.GET.get("year", "")
    if asked.isascii() and asked.isdigit() and int(asked) in YEARS:
        return int(asked)
    return newest_year(timezone.localdate())


def check_year(year: int) -> None:
    """Raise 404 for a year of an address that no calendar of ours has."""
    if year not in YEARS:
        raise Http404
