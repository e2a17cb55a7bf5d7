"""Surveys: the list, one survey by theme and unit, and its way to verification."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from collection.charts import median_chart, theme_chart
from collection.forms.surveys import ReopenForm, SendForm, SurveyForm, ThemeForm
from collection.imports.survey_uploading import survey_template
from collection.imports.surveys import SURVEY_RESULTS
from collection.models import Survey
from collection.selectors.surveys import last_scores, sheet_counts, theme_figures
from collection.services.survey_sheets import send_sheets
from collection.services.surveys import (
    create_survey,
    reopen_survey,
    update_survey,
    verify_survey,
)
from organization.exports import workbook_response
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import DOMAIN_ROLES, Role

ROWS_A_PAGE = 50


@require_safe
@role_required(*DOMAIN_ROLES)
def survey_list(request: AuthenticatedRequest) -> HttpResponse:
    seen = Survey.objects.visible_to(request.user).select_related("domain", "verified_by")
    # Counting groups the rows, which loses the order of the model.
    counted = seen.annotate(units=Count("results__unit", distinct=True)).order_by("-to_on", "-pk")
    page = Paginator(counted, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_change": request.user.has_role(Role.OFFICE_STAFF)}
    return render(request, "collection/survey_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def survey_create(request: AuthenticatedRequest) -> HttpResponse:
    form = SurveyForm(_posted(request), user=request.user)
    if form.is_valid():
        with refusals_to(form):
            return redirect(create_survey(**form.cleaned_data, by=request.user))
    return render(request, "collection/survey_create.html", {"form": form})


@require_safe
@role_required(*DOMAIN_ROLES)
@vary_on_headers("HX-Request")
def survey_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    surveys = Survey.objects.visible_to(request.user)
    survey = get_object_or_404(
        surveys.select_related("domain", "registered_by", "verified_by"), pk=pk
    )
    context = {"survey": survey, **_results(request, survey)}
    template = "collection/survey_detail.html"
    if request.htmx and request.htmx.target == "survey-results":
        return render(request, template + "#results", context)
    figures = theme_figures(survey)
    medians = next((one.before for one in figures if one.theme == context["theme"]), {})
    context |= {
        "figures": figures,
        "chart": theme_chart(figures) if figures else None,
        "trend": median_chart(medians),
        "medians": medians.items(),
        "sheets": sheet_counts(survey),
        "send_form": SendForm(),
        "may_change": Survey.objects.editable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def survey_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    survey = _editable(request, pk)
    form = SurveyForm(_posted(request), user=request.user, instance=survey)
    if form.is_valid():
        with refusals_to(form):
            update_survey(survey, **form.cleaned_data, by=request.user)
            return redirect(survey)
    return render(request, "collection/survey_edit.html", {"form": form, "survey": survey})


@require_POST
@role_required(Role.OFFICE_STAFF)
def survey_verify(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    survey = _editable(request, pk)
    try:
        verify_survey(survey, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(survey)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def survey_reopen(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    survey = _editable(request, pk)
    form = ReopenForm(_posted(request))
    if form.is_valid():
        with refusals_to(form):
            reopen_survey(survey, **form.cleaned_data, by=request.user)
            return redirect(survey)
    return render(request, "collection/survey_reopen.html", {"form": form, "survey": survey})


@require_POST
@role_required(Role.OFFICE_STAFF)
def survey_send(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    survey = _editable(request, pk)
    form = SendForm(request.POST)
    if form.is_valid():
        with refusals_to(form):
            sent = send_sheets(survey, **form.cleaned_data, by=request.user)
            told = ngettext("%(count)s unit was told.", "%(count)s units were told.", sent)
            messages.success(request, told % {"count": sent})
    for errors in form.errors.values():
        messages.error(request, " ".join(map(str, errors)))
    return redirect(survey)


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def survey_form(request: AuthenticatedRequest) -> FileResponse:
    """The empty list of results to fill in."""
    content = survey_template(language=get_language() or "zh-hans")
    return workbook_response(content, file_name=f"{SURVEY_RESULTS.title}.xlsx")


def _editable(request: AuthenticatedRequest, pk: int) -> Survey:
    return get_object_or_404(Survey.objects.editable_by(request.user), pk=pk)


def _results(request: AuthenticatedRequest, survey: Survey) -> dict[str, Any]:
    """The units of the chosen theme, a page of them, with what each had in the survey before."""
    form = ThemeForm(request.GET, survey=survey)
    theme = form.chosen
    rows = survey.results.filter(theme=theme).select_related("unit", "survey")
    page = Paginator(rows.order_by("unit__code"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    before = last_scores(survey, page.object_list)
    lines = [(one, one.score - before[one.pk] if one.pk in before else None) for one in page]
    return {"theme": theme, "themes": form.themes, "page": page, "lines": lines}


def _posted(request: AuthenticatedRequest) -> Any:
    return request.POST if request.method == "POST" else None
