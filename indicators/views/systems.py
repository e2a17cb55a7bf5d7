"""Indicator systems: the list, the tree, the way from draft to publication."""

from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from indicators.filters import SystemFilter
from indicators.forms.specials import SpecialForm, two_measures
from indicators.forms.systems import SystemCopyForm, SystemCreateForm, SystemForm
from indicators.models import IndicatorSystem, TreeStep
from indicators.selectors import system_faults, system_tree
from indicators.selectors.burden import burden_of
from indicators.services.specials import create_special
from indicators.services.systems import (
    copy_system,
    create_system,
    delete_system,
    edit_system,
    publish_system,
)
from indicators.tables import SystemTable
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role, User


def may_edit(system: IndicatorSystem, user: User) -> bool:
    """Whether the account's office is in charge of the system and it is still a draft."""
    office = IndicatorSystem.objects.in_charge_of(user).drafts()
    return user.has_role(Role.OFFICE_STAFF) and office.filter(pk=system.pk).exists()


def system_in_charge(request: AuthenticatedRequest, pk: int) -> IndicatorSystem:
    """A system of the domains whose office the account belongs to, or 404."""
    systems = IndicatorSystem.objects.in_charge_of(request.user).select_related("category")
    return get_object_or_404(systems, pk=pk)


def last_steps(system: IndicatorSystem) -> dict[str, TreeStep | None]:
    """The step that can be taken back and the one that can be done again."""
    steps = system.steps.select_related("made_by")
    return {"undo": steps.standing().first(), "redo": steps.undone().first()}


@require_safe
@login_required
@vary_on_headers("HX-Request")
def system_list(request: AuthenticatedRequest) -> HttpResponse:
    systems = IndicatorSystem.objects.visible_to(request.user).select_related("category")
    found = SystemFilter(request.GET, queryset=systems.with_leaf_count(), request=request)
    table = SystemTable(found.qs)
    RequestConfig(request, paginate={"per_page": 30}).configure(table)
    template = "indicators/system_list.html"
    if request.htmx:
        template += "#table"
    return render(request, template, {"filter": found, "table": table})


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def system_create(request: AuthenticatedRequest) -> HttpResponse:
    form = SystemCreateForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            system = create_system(**form.cleaned_data, by=request.user)
            return redirect(system)
    return render(request, "indicators/system_create.html", {"form": form})


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def special_create(request: AuthenticatedRequest) -> HttpResponse:
    rows = two_measures() if request.GET.get("template") == "two-measures" else ""
    form = SpecialForm(request.POST or None, user=request.user, initial={"rows": rows})
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data.copy()
        with refusals_to(form):
            system = create_special(fields.pop("rows"), **fields, by=request.user)
            return redirect(system)
    return render(request, "indicators/special_create.html", {"form": form})


@require_safe
@login_required
def system_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    systems = IndicatorSystem.objects.visible_to(request.user)
    system = get_object_or_404(systems.select_related("category", "published_by"), pk=pk)
    tree, editing = system_tree(system), may_edit(system, request.user)
    sees_burden = request.user.has_role(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
    context = {
        "system": system,
        "tree": tree,
        "burden": burden_of(system, tree) if sees_burden else None,
        "in_charge": IndicatorSystem.objects.in_charge_of(request.user)
        .filter(pk=system.pk)
        .exists(),
        "editing": editing,
    }
    if editing:
        context |= last_steps(system)
    return render(request, "indicators/system_detail.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def system_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    system = system_in_charge(request, pk)
    form = SystemForm(request.POST or None, instance=system)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            edit_system(system, **form.cleaned_data, by=request.user)
            return redirect(system)
    return render(request, "indicators/system_edit.html", {"form": form, "system": system})


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def system_copy(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    system = system_in_charge(request, pk)
    form = SystemCopyForm(request.POST or None, initial={"year": system.year + 1})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            copy = copy_system(system, year=form.cleaned_data["year"], by=request.user)
            return redirect(copy)
    return render(request, "indicators/system_copy.html", {"form": form, "system": system})


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def system_publish(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    system = system_in_charge(request, pk)
    if request.method == "POST":
        # Why it was refused stands on the page anyway, each fault with the way to its row.
        with suppress(ValidationError):
            publish_system(system, by=request.user)
            messages.success(request, _("“%(system)s” is in force.") % {"system": system})
            return redirect(system)
    faults = system_faults(system)
    context = {
        "system": system,
        "tree": system_tree(system),
        "blocking": [fault for fault in faults if fault.blocks],
        "warnings": [fault for fault in faults if not fault.blocks],
    }
    return render(request, "indicators/system_publish.html", context)


@require_POST
@role_required(Role.OFFICE_STAFF)
def system_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    system = system_in_charge(request, pk)
    try:
        delete_system(system, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(system)
    messages.success(request, _("The draft “%(system)s” is deleted.") % {"system": system})
    return redirect("indicators:system_list")
