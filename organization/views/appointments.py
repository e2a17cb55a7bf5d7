"""Posts: giving one to a cadre, correcting it, ending it."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organization.forms import AppointmentForm, EndForm
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Appointment, Cadre, Role
from organization.services.people import end_appointment, open_appointment, update_appointment


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def appointment_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cadre = get_object_or_404(Cadre.objects.editable_by(request.user), pk=pk)
    form = AppointmentForm(
        request.POST or None,
        instance=Appointment(cadre=cadre),
        # From the page of a unit its code comes along.
        initial={"unit": request.GET.get("unit")},
        user=request.user,
    )
    if form.is_valid():
        with refusals_to(form):
            open_appointment(form.instance, by=request.user)
            messages.success(request, _("Saved."))
            return redirect(cadre)
    return render(request, "organization/appointment_create.html", {"form": form, "cadre": cadre})


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def appointment_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    appointment = get_object_or_404(_kept_by(request), pk=pk)
    form = AppointmentForm(request.POST or None, instance=appointment, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            update_appointment(form.instance, by=request.user)
            messages.success(request, _("Saved."))
            return redirect(appointment.cadre)
    context = {"form": form, "cadre": appointment.cadre}
    return render(request, "organization/appointment_edit.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def appointment_end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    appointment = get_object_or_404(_kept_by(request), pk=pk)
    form = EndForm(request.POST or None)
    if form.is_valid():
        with refusals_to(form):
            end_appointment(appointment, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect(appointment.cadre)
    context = {"form": form, "appointment": appointment, "cadre": appointment.cadre}
    return render(request, "organization/appointment_end.html", context)


def _kept_by(request: AuthenticatedRequest) -> QuerySet[Appointment]:
    return Appointment.objects.editable_by(request.user).select_related("cadre", "unit")
