"""Points for the office: the ledger of a person, stars of a year, candidates for exit."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from evaluators.exports.appraisal import appraisal_docx as build_appraisal
from evaluators.filters import ExitForm, StarsFilter
from evaluators.forms.points import PointsForm, ReasonForm, StarsForm
from evaluators.models import POOL_ROLES, Evaluator, PointsEntry, YearStars
from evaluators.selectors.appraisals import appraisal_of
from evaluators.selectors.ledgers import exit_candidates, ledger_of, version_of_year
from evaluators.services import points
from evaluators.services.conduct import binding_letter
from evaluators.tables import ExitTable, StarsTable
from evaluators.views.listing import list_page, without_step
from evaluators.views.saving import check_year, form_page, year_of
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@role_required(*POOL_ROLES)
def points_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    evaluator = get_object_or_404(Evaluator.objects.visible_to(request.user), pk=pk)
    year = year_of(request)
    ledger = ledger_of(evaluator, year)
    context = {
        "evaluator": evaluator,
        "ledger": ledger,
        "stars": evaluator.stars.filter(year=year).first(),
        "breaches": evaluator.breaches.select_related("letter", "noted_by"),
        "letter": binding_letter(evaluator, dt.date(year, 12, 31)),
        "recommendations": evaluator.recommendations.all(),
        "outcomes": evaluator.outcomes.all(),
        "may_edit": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "evaluators/points_detail.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def points_enter(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    evaluator = get_object_or_404(Evaluator.objects.visible_to(request.user), pk=pk)
    form = PointsForm(request.POST or None, request.FILES or None, user=request.user)
    return form_page(
        request,
        form,
        lambda: points.enter_points(evaluator, **form.cleaned_data, by=request.user),
        template="evaluators/points_enter.html",
        done=reverse("evaluators:points_detail", args=[pk]),
        context={"evaluator": evaluator},
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def points_reverse(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    visible = PointsEntry.objects.visible_to(request.user).standing()
    entry = get_object_or_404(visible.select_related("evaluator", "item"), pk=pk)
    form = ReasonForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: points.reverse_entry(entry, **form.cleaned_data, by=request.user),
        template="evaluators/points_reverse.html",
        done=_ledger_address(entry),
        context={"entry": entry},
    )


@require_safe
@never_cache
@role_required(*POOL_ROLES)
def points_file(request: AuthenticatedRequest, pk: int) -> FileResponse:
    entry = get_object_or_404(PointsEntry.objects.visible_to(request.user), pk=pk)
    if not entry.file:
        raise Http404
    return FileResponse(entry.file.open("rb"), as_attachment=True)


@require_safe
@role_required(*POOL_ROLES)
@vary_on_headers("HX-Request")
def stars_list(request: AuthenticatedRequest) -> HttpResponse:
    year = year_of(request)
    may_edit = request.user.has_role(Role.OFFICE_STAFF)
    rows = YearStars.objects.visible_to(request.user).filter(year=year)
    stars = rows.select_related("evaluator", "version", "confirmed_by")
    filtered = StarsFilter(request.GET, queryset=stars, request=request)
    context = {
        "filter": filtered,
        "year": year,
        "waiting": rows.unconfirmed().count(),
        "version": version_of_year(year),
        "may_edit": may_edit,
    }
    table = StarsTable(filtered.qs, exclude=without_step(may_edit))
    return list_page(request, table, "evaluators/stars_list.html", context)


@require_POST
@role_required(Role.OFFICE_STAFF)
def stars_propose(request: AuthenticatedRequest, year: int) -> HttpResponse:
    check_year(year)
    try:
        count = points.propose_year_stars(year, by=request.user)
        messages.success(request, _("%(count)s proposals wait.") % {"count": count})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(_stars_address(year))


@require_POST
@role_required(Role.OFFICE_STAFF)
def stars_accept(request: AuthenticatedRequest, year: int) -> HttpResponse:
    check_year(year)
    expected = request.POST.get("expected", "")
    try:
        points.accept_year_stars(
            year, expected=int(expected) if expected.isdecimal() else 0, by=request.user
        )
        messages.success(request, _("Saved."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(_stars_address(year))


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def stars_confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    visible = YearStars.objects.visible_to(request.user).unconfirmed()
    stars = get_object_or_404(visible.select_related("evaluator"), pk=pk)
    form = StarsForm(request.POST or None, initial={"confirmed": stars.proposed})
    return form_page(
        request,
        form,
        lambda: points.confirm_stars(stars, **form.cleaned_data, by=request.user),
        template="evaluators/stars_confirm.html",
        done=_stars_address(stars.year),
        context={"stars": stars},
    )


@require_safe
@role_required(*POOL_ROLES)
@vary_on_headers("HX-Request")
def exit_list(request: AuthenticatedRequest) -> HttpResponse:
    year = year_of(request)
    candidates = exit_candidates(year)
    form = ExitForm(request.GET)
    may_edit = request.user.has_role(Role.OFFICE_STAFF)
    table = ExitTable(form.narrow(candidates), year=year, exclude=without_step(may_edit))
    context = {
        "form": form,
        "year": year,
        "version": version_of_year(year),
        "count": len(candidates),
    }
    return list_page(request, table, "evaluators/exit_list.html", context)


@require_safe
@never_cache
@role_required(*POOL_ROLES)
def appraisal_docx(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    visible = Evaluator.objects.visible_to(request.user).select_related("home_unit")
    evaluator = get_object_or_404(visible, pk=pk)
    year = year_of(request)
    appraisal = appraisal_of(evaluator, year, reader=request.user)
    response = HttpResponse(build_appraisal(appraisal), content_type=DOCX)
    name = _("Appraisal %(name)s %(year)s") % {"name": evaluator.name, "year": year}
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.docx")
    response["Content-Disposition"] = disposition or "attachment"
    return response


def _ledger_address(entry: PointsEntry) -> str:
    page = reverse("evaluators:points_detail", args=[entry.evaluator_id])
    return f"{page}?year={entry.happened_on.year}"


def _stars_address(year: int) -> str:
    return f"{reverse('evaluators:stars_list')}?year={year}"
