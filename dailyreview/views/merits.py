"""Achievement points: the organiser's own tool, for office and committee alone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from assessment.forms.posting import posted
from dailyreview.forms.merits import MeritSearchForm, MeritVersionForm
from dailyreview.models import MeritVersion
from dailyreview.selectors.merits import (
    merit_account,
    merit_rows,
    newest_year,
    people_of_points,
    people_with_points,
)
from dailyreview.services.merits import make_version, remove_version
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import DOMAIN_ROLES, Role

ROWS_A_PAGE = 50


@require_safe
@role_required(*DOMAIN_ROLES)
@vary_on_headers("HX-Request")
def merit_list(request: AuthenticatedRequest) -> HttpResponse:
    form = MeritSearchForm(request.GET)
    asked = form.conditions
    year = asked.pop("year", None) or newest_year(request.user, timezone.localdate())
    people = people_with_points(request.user, year, asked)
    page = Paginator(people, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": merit_rows(page, year),
        "year": year,
        "may_tag": request.user.has_role(Role.OFFICE_STAFF),
    }
    template = "dailyreview/merit_list.html"
    return render(request, f"{template}#table" if request.htmx else template, context)


@require_safe
@role_required(*DOMAIN_ROLES)
def merit_detail(request: AuthenticatedRequest, pk: int, year: int) -> HttpResponse:
    """Every line of one person's total."""
    cadre = get_object_or_404(people_of_points(request.user), pk=pk)
    account = merit_account(cadre, year, request.user)
    context = {"cadre": cadre, "year": year, "account": account}
    return render(request, "dailyreview/merit_detail.html", context)


@require_safe
@role_required(*DOMAIN_ROLES)
def meritversion_list(request: AuthenticatedRequest) -> HttpResponse:
    versions = MeritVersion.objects.visible_to(request.user).select_related("domain")
    page = Paginator(versions.prefetch_related("rules"), ROWS_A_PAGE)
    context = {
        "page": page.get_page(request.GET.get("page")),
        "may_change": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "dailyreview/meritversion_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def meritversion_create(request: AuthenticatedRequest) -> HttpResponse:
    form = MeritVersionForm(posted(request), user=request.user)
    if form.is_valid():
        with refusals_to(form):
            make_version(**form.version, by=request.user)
            messages.success(request, _("Saved; the facts since that day are being valued."))
            return redirect("dailyreview:meritversion_list")
    return render(request, "dailyreview/meritversion_create.html", {"form": form})


@require_POST
@role_required(Role.OFFICE_STAFF)
def meritversion_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(MeritVersion.objects.editable_by(request.user), pk=pk)
    try:
        remove_version(version, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("dailyreview:meritversion_list")
