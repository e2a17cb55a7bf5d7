"""What a system holds for single units: own weights, exemptions, linked results."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.forms.overrides import LinkForm, UnitSheetForm
from indicators.models import IndicatorSystem, ResultLink
from indicators.selectors import UnitRules, special_rules, system_tree
from indicators.selectors.overrides import OwnWeights
from indicators.services.overrides import (
    clear_exemption,
    clear_link,
    set_exemption,
    set_link,
    set_overrides,
)
from indicators.views.nodes import node_in_charge
from indicators.views.systems import may_edit, system_in_charge
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role, Unit


@require_safe
@login_required
def override_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    systems = IndicatorSystem.objects.visible_to(request.user).select_related("category")
    system = get_object_or_404(systems, pk=pk)
    rules = special_rules(system)
    seen = Unit.objects.visible_to(request.user)
    units = seen.in_category(system.category, timezone.localdate()).order_by("code")
    context = {
        "system": system,
        "sheets": [rules.get(unit.pk, UnitRules(unit)) for unit in units],
        "editing": may_edit(system, request.user),
    }
    return render(request, "indicators/override_list.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def override_edit(request: AuthenticatedRequest, pk: int, unit_pk: int) -> HttpResponse:
    system = system_in_charge(request, pk)
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=unit_pk)
    tree = system_tree(system)
    rules = special_rules(system).get(unit.pk, UnitRules(unit))
    form = UnitSheetForm(request.POST or None, tree=tree, rules=rules)
    # While weights are typed the page only asks for the sums; nothing is stored yet.
    if request.method == "POST" and form.is_valid() and not request.htmx:
        with refusals_to(form):
            _store(system, rules, form, request)
            return redirect("indicators:override_list", pk=system.pk)
    sums = OwnWeights(tree, form.weights).sums_with_totals
    context = {
        "system": system,
        "unit": unit,
        "form": form,
        "lines": form.lines({row: (total, whole) for row, total, whole in sums}),
        "sums": sums,
    }
    template = "indicators/override_edit.html"
    return render(request, template + "#sums" if request.htmx else template, context)


@transaction.atomic
def _store(
    system: IndicatorSystem, rules: UnitRules, form: UnitSheetForm, request: AuthenticatedRequest
) -> None:
    reason = form.cleaned_data["reason"]
    set_overrides(system, rules.unit, form.weights, reason=reason, by=request.user)
    standing = {exemption.node_id: exemption for exemption in rules.exemptions}
    for node, why in form.exemptions.items():
        exemption = standing.get(node.pk)
        if why and (exemption is None or exemption.reason != why):
            set_exemption(node, rules.unit, reason=why, by=request.user)
        elif exemption is not None and not why:
            clear_exemption(exemption, by=request.user)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def link_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    node = node_in_charge(request, pk)
    units = Unit.objects.in_category(node.system.category, timezone.localdate())
    link = ResultLink(node=node)
    targets = Unit.objects.visible_to(request.user).assessed()
    form = LinkForm(request.POST or None, instance=link, units=units, targets=targets)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            set_link(node, **form.cleaned_data, by=request.user)
            return redirect("indicators:link_list", pk=node.pk)
    context = {
        "node": node,
        "system": node.system,
        "form": form,
        "links": node.links.select_related("unit", "target"),
    }
    return render(request, "indicators/link_list.html", context)


@require_POST
@role_required(Role.OFFICE_STAFF)
def link_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    systems = IndicatorSystem.objects.in_charge_of(request.user)
    links = ResultLink.objects.select_related("node__system", "unit", "target")
    link = get_object_or_404(links.filter(node__system__in=systems), pk=pk)
    try:
        clear_link(link, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("indicators:link_list", pk=link.node_id)
