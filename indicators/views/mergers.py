"""The register of assessments merged into the composite one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.forms.mergers import MergerForm, RegisterForm
from indicators.models import IndicatorSystem, MergedAssessment
from indicators.selectors.mergers import data_of, register_of
from indicators.services.mergers import delete_merger, save_merger
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
def merger_list(request: AuthenticatedRequest) -> HttpResponse:
    systems = IndicatorSystem.objects.visible_to(request.user).select_related("category__domain")
    of_units = systems.in_force().filter(assessee_kind=IndicatorSystem.AssesseeKind.UNIT)
    registered = MergedAssessment.objects.filter(
        domain=OuterRef("category__domain"), year=OuterRef("year")
    )
    first = of_units.filter(Exists(registered)).first() or of_units.first() or systems.first()
    chosen = request.GET if "system" in request.GET or first is None else {"system": first.pk}
    form = RegisterForm(chosen, systems=systems)
    context: dict[str, Any] = {"form": form, "may_change": request.user.has_role(Role.OFFICE_STAFF)}
    if form.is_valid():
        register = register_of(form.cleaned_data["system"], seen_by=request.user)
        only = form.cleaned_data["repeated"]
        rows = [row for row in register.rows if row.repeated or not only]
        context |= {
            "register": register,
            "page": Paginator(rows, 50).get_page(request.GET.get("page")),
        }
    return render(request, "indicators/merger_list.html", context)


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
def merger_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    seen = MergedAssessment.objects.visible_to(request.user).select_related("department", "domain")
    merger = get_object_or_404(seen, pk=pk)
    in_charge = MergedAssessment.objects.in_charge_of(request.user).filter(pk=pk).exists()
    context = {
        "merger": merger,
        "data": data_of(merger, seen_by=request.user),
        "may_change": in_charge and request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "indicators/merger_detail.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def merger_create(request: AuthenticatedRequest) -> HttpResponse:
    return _merger_form(request, None, "indicators/merger_create.html")


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def merger_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    merger = get_object_or_404(MergedAssessment.objects.in_charge_of(request.user), pk=pk)
    return _merger_form(request, merger, "indicators/merger_edit.html")


@require_POST
@role_required(Role.OFFICE_STAFF)
def merger_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    merger = get_object_or_404(MergedAssessment.objects.in_charge_of(request.user), pk=pk)
    delete_merger(merger, by=request.user)
    messages.success(request, _("“%(merger)s” is taken out of the register.") % {"merger": merger})
    return redirect("indicators:merger_list")


def _merger_form(
    request: AuthenticatedRequest, merger: MergedAssessment | None, template: str
) -> HttpResponse:
    form = MergerForm(request.POST or None, instance=merger, user=request.user)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            fields = dict(form.cleaned_data)
            data = fields.pop("lines")
            return redirect(save_merger(merger, data=data, by=request.user, **fields))
    return render(request, template, {"form": form, "merger": merger})
