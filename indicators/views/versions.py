"""Versions of a system: their line of time, a change from a day on, its day and reason."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.forms.versions import VersionForm
from indicators.models import IndicatorSystem
from indicators.selectors.versions import DAYS, version_rows
from indicators.services.systems import change_system
from indicators.services.versions import date_version
from indicators.views.systems import system_in_charge
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@login_required
def version_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    systems = IndicatorSystem.objects.visible_to(request.user)
    system = get_object_or_404(systems.select_related("category", "copied_from"), pk=pk)
    in_charge = IndicatorSystem.objects.in_charge_of(request.user).filter(pk=pk).exists()
    context = {
        "system": system,
        "rows": version_rows(system, seen_by=request.user),
        "days": DAYS,
        "may_change": in_charge and request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "indicators/version_list.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def version_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    system = system_in_charge(request, pk)
    form = VersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            version = change_system(system, **form.cleaned_data, by=request.user)
            messages.success(request, _("The draft holds the whole tree. Change it, then publish."))
            return redirect(version)
    return render(request, "indicators/version_create.html", {"form": form, "system": system})


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def version_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    system = system_in_charge(request, pk)
    initial = {"since": system.in_force_from, "reason": system.change_reason}
    form = VersionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            date_version(system, **form.cleaned_data, by=request.user)
            return redirect("indicators:version_list", system.pk)
    return render(request, "indicators/version_edit.html", {"form": form, "system": system})
