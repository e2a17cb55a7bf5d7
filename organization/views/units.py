"""Units: the list, one unit with its people and its past, and what the office changes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from organization.filters import UnitFilter
from organization.forms import DayForm, MoveForm, UnitForm
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role, Unit
from organization.navigation import links_about
from organization.selectors import posts_in_unit, superiors
from organization.services.units import (
    create_unit,
    deactivate_unit,
    move_to_category,
    reactivate_unit,
    update_unit,
)
from organization.tables import UnitTable

PAGE_SIZE = 50


@require_safe
@login_required
@vary_on_headers("HX-Request")
def unit_list(request: AuthenticatedRequest) -> HttpResponse:
    visible = Unit.objects.visible_to(request.user)
    units = visible.with_category_on(timezone.localdate()).select_related("domain", "parent")
    filtered = UnitFilter(request.GET, queryset=units, request=request)
    table = UnitTable(filtered.qs)
    RequestConfig(request, paginate={"per_page": PAGE_SIZE}).configure(table)
    context = {"filter": filtered, "table": table}
    if request.htmx:
        return render(request, "organization/unit_list.html#table", context)
    counts = visible.filter(is_active=True).aggregate(
        assessed=Count("pk", filter=Q(monitored_only=False)),
        monitored=Count("pk", filter=Q(monitored_only=True)),
    )
    may_add = request.user.has_role(Role.OFFICE_STAFF)
    return render(
        request, "organization/unit_list.html", context | {"counts": counts, "may_add": may_add}
    )


@require_safe
@login_required
@vary_on_headers("HX-Request")
def unit_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(
        Unit.objects.visible_to(request.user).select_related("domain", "team"), pk=pk
    )
    day_form = DayForm(request.GET if "day" in request.GET else None)
    people_visible = Unit.objects.with_people_visible_to(request.user).filter(pk=pk).exists()
    posts = posts_in_unit(unit, day=day_form.chosen_day, user=request.user)
    context = {
        "unit": unit,
        "day_form": day_form,
        "day": day_form.chosen_day,
        "posts": posts,
        "people_visible": people_visible,
        "may_edit": _may_edit(request, unit),
        "links": links_about("unit", pk, request.user) if people_visible else [],
    }
    if request.htmx and request.htmx.target == "unit-posts":
        return render(request, "organization/unit_detail.html#posts", context)
    below = UnitTable(
        Unit.objects.visible_to(request.user)
        .filter(parent=unit)
        .with_category_on(timezone.localdate())
        .select_related("domain", "parent"),
        prefix="below-",
        exclude=["parent"],
    )
    RequestConfig(request, paginate={"per_page": PAGE_SIZE}).configure(below)
    context["below"] = below
    if request.htmx:
        return render(request, "organization/unit_detail.html#below", context)
    context |= {
        "superiors": superiors(unit, user=request.user),
        "memberships": unit.memberships.select_related("category").order_by("-valid_from"),
    }
    return render(request, "organization/unit_detail.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def unit_create(request: AuthenticatedRequest) -> HttpResponse:
    form = UnitForm(request.POST or None, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            unit = create_unit(form.instance, team_name=form.team_name, by=request.user)
            messages.success(request, _("The unit is on record. Give it a category."))
            return redirect("organization:unit_move", unit.pk)
    return render(request, "organization/unit_create.html", {"form": form})


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def unit_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.editable_by(request.user), pk=pk)
    form = UnitForm(request.POST or None, instance=unit, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            update_unit(form.instance, team_name=form.team_name, by=request.user)
            messages.success(request, _("Saved."))
            return redirect(unit)
    return render(request, "organization/unit_edit.html", {"form": form, "unit": unit})


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def unit_move(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.editable_by(request.user), pk=pk)
    form = MoveForm(request.POST or None, unit=unit)
    if form.is_valid():
        with refusals_to(form):
            move_to_category(unit, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect(unit)
    return render(request, "organization/unit_move.html", {"form": form, "unit": unit})


@require_POST
@role_required(Role.OFFICE_STAFF)
def unit_deactivate(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.editable_by(request.user), pk=pk)
    try:
        deactivate_unit(unit, by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect(unit)


@require_POST
@role_required(Role.OFFICE_STAFF)
def unit_reactivate(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.editable_by(request.user), pk=pk)
    try:
        reactivate_unit(unit, by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect(unit)


def _may_edit(request: AuthenticatedRequest, unit: Unit) -> bool:
    return (
        request.user.has_role(Role.OFFICE_STAFF)
        and Unit.objects.editable_by(request.user).filter(pk=unit.pk).exists()
    )
