"""Models and processes of the library."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from indicators.filters import ModelFilter, ProcessFilter
from indicators.forms.templates import ModelForm, ModelInsertForm
from indicators.models import AssessmentProcess, IndicatorSystem, LibraryModel
from indicators.models.templates import BUILDERS
from indicators.selectors.templates import insertions_of, model_rows
from indicators.services.templates import insert_model, save_model
from indicators.tables import ModelTable, ProcessTable
from indicators.views.systems import system_in_charge
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@role_required(*BUILDERS)
@vary_on_headers("HX-Request")
def model_list(request: AuthenticatedRequest) -> HttpResponse:
    models = LibraryModel.objects.visible_to(request.user).with_counts().order_by("code")
    found = ModelFilter(request.GET, queryset=models)
    table = ModelTable(found.qs)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    template = "indicators/model_list.html" + ("#table" if request.htmx else "")
    return render(request, template, {"filter": found, "table": table})


@require_safe
@role_required(*BUILDERS)
def model_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    model = get_object_or_404(LibraryModel.objects.visible_to(request.user), pk=pk)
    origin = IndicatorSystem.objects.visible_to(request.user).filter(saved_models=model).first()
    context = {
        "model": model,
        "rows": model_rows(model),
        "origin": origin,
        "insertions": insertions_of(model, request.user),
    }
    return render(request, "indicators/model_detail.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def model_insert(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    model = get_object_or_404(LibraryModel.objects.visible_to(request.user), pk=pk)
    form = ModelInsertForm(request.POST or None, user=request.user, initial={"code": model.code})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            top = insert_model(model, **form.cleaned_data, by=request.user)
            messages.success(request, _("“%(model)s” is inserted.") % {"model": model})
            return redirect(f"{top.system.get_absolute_url()}#node-{top.pk}")
    return render(request, "indicators/model_insert.html", {"form": form, "model": model})


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def model_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    system = system_in_charge(request, pk)
    form = ModelForm(request.POST or None, system=system)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            return redirect(save_model(**form.cleaned_data, by=request.user))
    return render(request, "indicators/model_create.html", {"form": form, "system": system})


@require_safe
@role_required(*BUILDERS)
@vary_on_headers("HX-Request")
def process_list(request: AuthenticatedRequest) -> HttpResponse:
    processes = AssessmentProcess.objects.visible_to(request.user).with_counts().order_by("code")
    found = ProcessFilter(request.GET, queryset=processes)
    table = ProcessTable(found.qs)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    template = "indicators/process_list.html" + ("#table" if request.htmx else "")
    return render(request, template, {"filter": found, "table": table})


@require_safe
@role_required(*BUILDERS)
def process_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    processes = AssessmentProcess.objects.visible_to(request.user).with_counts()
    process = get_object_or_404(processes, pk=pk)
    context = {"process": process, "steps": process.steps.all()}
    return render(request, "indicators/process_detail.html", context)
