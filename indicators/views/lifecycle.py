"""The life of an indicator: copies of it and its status."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from indicators.forms.lifecycle import IndicatorCopyForm, StatusForm
from indicators.models import Indicator
from indicators.services.library import copy_indicator
from indicators.services.lifecycle import change_status
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def indicator_copy(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), pk=pk)
    form = IndicatorCopyForm(request.POST or None, initial={"name": indicator.name})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            return redirect(copy_indicator(indicator, **form.cleaned_data, by=request.user))
    context = {"form": form, "indicator": indicator}
    return render(request, "indicators/indicator_copy.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def status_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), pk=pk)
    form = StatusForm(request.POST or None, status=indicator.status)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            change_status(indicator, **form.cleaned_data, by=request.user)
            return redirect(indicator)
    context = {"form": form, "indicator": indicator}
    return render(request, "indicators/status_create.html", context)
