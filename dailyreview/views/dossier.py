"""Dossiers: the search over all, one person's years, facts and rulings on them."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from assessment.forms.posting import posted
from collection.models import ConductNote
from dailyreview.forms.dossier import (
    EntryForm,
    IntakeForm,
    RulingForm,
    SavedSearchForm,
    SearchForm,
)
from dailyreview.models import DOSSIER_READERS, DossierBatch, DossierEntry, SavedSearch, Tagging
from dailyreview.models.dossier import people_below, people_kept
from dailyreview.selectors.dossier import (
    balance_of,
    dossiers_of,
    find_people,
    first_day,
    rows_of,
    totals_of,
    years_of,
)
from dailyreview.selectors.merits import people_of_points
from dailyreview.services.dossier import (
    archive_year,
    confirm_entry,
    receive_fact,
    record_entry,
    reject_entry,
    sign_year,
)
from dailyreview.views.results import grade_panels
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role
from organization.navigation import links_about
from organization.services.audit import delete_recorded, save_recorded

ROWS_A_PAGE = 50
LISTS_SHOWN = 3


@require_safe
@role_required(*DOSSIER_READERS)
@vary_on_headers("HX-Request")
def dossier_search(request: AuthenticatedRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    people = find_people(request.user, form.conditions)
    page = Paginator(people, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": rows_of(page),
        "totals": totals_of(people, form.conditions),
        "query": urlencode(form.conditions),
    }
    if request.htmx:
        return render(request, "dailyreview/dossier_search.html#table", context)
    context |= {
        "searches": SavedSearch.objects.visible_to(request.user),
        "lists": DossierBatch.objects.visible_to(request.user)[:LISTS_SHOWN],
        "save_form": SavedSearchForm(),
    }
    return render(request, "dailyreview/dossier_search.html", context)


@require_POST
@role_required(*DOSSIER_READERS)
def search_save(request: AuthenticatedRequest) -> HttpResponse:
    """Keep the conditions under a name."""
    conditions = SearchForm(request.POST).conditions
    search = SavedSearch(owner=request.user, query=urlencode(conditions))
    form = SavedSearchForm(request.POST, instance=search)
    if form.is_valid():
        with refusals_to(form):
            save_recorded(form.instance, by=request.user)
            messages.success(request, _("Saved."))
    for error in form.errors.get_json_data().values():
        messages.error(request, error[0]["message"])
    return redirect(reverse("dailyreview:dossier_search", query=conditions))


@require_POST
@login_required
def search_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    search = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=pk)
    delete_recorded(search, by=request.user)
    return redirect("dailyreview:dossier_search")


@require_safe
@login_required
def dossier_own(request: AuthenticatedRequest) -> HttpResponse:
    if request.user.cadre_id is None:
        raise Http404
    return dossier_detail(request, request.user.cadre_id)


@require_safe
@login_required
def dossier_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cadre = get_object_or_404(dossiers_of(request.user), pk=pk)
    is_own = cadre.pk == request.user.cadre_id
    is_kept = people_kept(request.user, [Role.OFFICE_STAFF]).filter(pk=pk).exists()
    context = {
        "cadre": cadre,
        "is_own": is_own,
        "years": years_of(cadre, request.user),
        "tags": Tagging.objects.visible_to(request.user)
        .standing()
        .filter(cadre=cadre)
        .select_related("tag"),
        "sees_points": people_of_points(request.user).filter(pk=pk).exists(),
        "grades": grade_panels(cadre, request.user),
        "notes": ConductNote.objects.visible_to(request.user)
        .filter(cadre=cadre)
        .select_related("cadre", "task", "written_by"),
        "may_record": is_own or is_kept,
        "may_sign": people_below(request.user).filter(pk=pk).exists(),
        "may_archive": is_kept and not is_own,
        "links": links_about("dossier", pk, request.user),
    }
    return render(request, "dailyreview/dossier_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def entry_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A fact of oneself, or one that the office records."""
    cadre = get_object_or_404(dossiers_of(request.user), pk=pk)
    kept = people_kept(request.user, [Role.OFFICE_STAFF])
    if cadre.pk != request.user.cadre_id and not kept.filter(pk=pk).exists():
        raise Http404
    form = EntryForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            record_entry(cadre, **form.cleaned_data, by=request.user)
            messages.success(request, _("Recorded; it counts once a second person confirms it."))
            return redirect("dailyreview:dossier_detail", pk)
    return render(request, "dailyreview/entry_create.html", {"form": form, "cadre": cadre})


@require_safe
@role_required(Role.OFFICE_STAFF, Role.UNIT_PRINCIPAL, Role.SUPERVISING_LEADER)
def entry_list(request: AuthenticatedRequest) -> HttpResponse:
    """What waits for the account to confirm."""
    entries = DossierEntry.objects.waiting_for(request.user).order_by("recorded_at", "pk")
    entries = entries.select_related("cadre", "unit", "source")
    page = Paginator(entries, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_keep_codes": request.user.has_role(Role.OFFICE_STAFF)}
    return render(request, "dailyreview/entry_list.html", context)


@sensitive_post_parameters("id_number")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def entry_confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The second person confirms or rejects."""
    entries = DossierEntry.objects.waiting_for(request.user)
    entry = get_object_or_404(entries.select_related("cadre", "unit", "source"), pk=pk)
    form = RulingForm(posted(request), entry=entry, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            if form.cleaned_data["verdict"] == "confirm":
                cadre = form.cleaned_data.get("id_number")
                confirm_entry(entry, cadre=cadre, by=request.user)
            else:
                reject_entry(entry, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("Saved."))
            return redirect("dailyreview:entry_list")
    return render(request, "dailyreview/entry_confirm.html", {"form": form, "entry": entry})


@require_POST
@login_required
def year_sign(request: AuthenticatedRequest, pk: int, year: int) -> HttpResponse:
    cadre = get_object_or_404(people_below(request.user), pk=pk)
    try:
        sign_year(cadre, year=year, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("dailyreview:dossier_detail", pk)


@require_POST
@role_required(Role.OFFICE_STAFF)
def year_archive(request: AuthenticatedRequest, pk: int, year: int) -> HttpResponse:
    kept = people_kept(request.user, [Role.OFFICE_STAFF]).exclude(pk=request.user.cadre_id or 0)
    cadre = get_object_or_404(kept, pk=pk)
    try:
        archive_year(cadre, year=year, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("dailyreview:dossier_detail", pk)


@sensitive_post_parameters("id_number", "name")
@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.DATA_REPORTER)
def intake_create(request: AuthenticatedRequest) -> HttpResponse:
    """A department writes and reads nothing back: the answer is the same whoever is meant."""
    form = IntakeForm(posted(request), user=request.user)
    if form.is_valid():
        with refusals_to(form):
            entry = receive_fact(**form.cleaned_data, by=request.user)
            receipt = {"receipt": entry.receipt}
            messages.success(request, _("Taken in. Receipt number: %(receipt)s") % receipt)
            return redirect("dailyreview:intake_create")
    return render(request, "dailyreview/intake_create.html", {"form": form})


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
def balance_list(request: AuthenticatedRequest) -> HttpResponse:
    today = timezone.localdate()
    page = Paginator(balance_of(request.user, today), ROWS_A_PAGE)
    context = {"page": page.get_page(request.GET.get("page")), "since": first_day(today)}
    return render(request, "dailyreview/balance_list.html", context)
