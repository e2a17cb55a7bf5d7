"""Editing the tree of a draft: nodes, rules, weights in place."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.forms.nodes import LeafForm, SectionForm
from indicators.forms.rules import RuleForm
from indicators.models import Indicator, IndicatorSystem, SystemNode
from indicators.rules.figures import FigureError, read_figure
from indicators.selectors import system_tree
from indicators.services.nodes import add_node, delete_node, edit_node, move_node, set_weights
from indicators.views.systems import system_in_charge
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


def node_in_charge(request: AuthenticatedRequest, pk: int) -> SystemNode:
    """A node of a system of the account's office, or 404."""
    systems = IndicatorSystem.objects.in_charge_of(request.user)
    nodes = SystemNode.objects.select_related("system__category", "parent", "indicator")
    return get_object_or_404(nodes.filter(system__in=systems), pk=pk)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def node_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    system = system_in_charge(request, pk)
    # Clean text of an address: PostgreSQL knows no zero character.
    code = request.GET.get("parent", "").replace("\x00", "")
    parent = system.nodes.filter(code=code, source="").first()
    node = SystemNode(system=system, parent=parent)
    is_leaf = request.GET.get("kind") == "leaf"
    return _node_form(request, node, is_leaf=is_leaf, template="indicators/node_create.html")


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def node_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    node = node_in_charge(request, pk)
    return _node_form(request, node, is_leaf=node.is_leaf, template="indicators/node_edit.html")


def _node_form(
    request: AuthenticatedRequest, node: SystemNode, *, is_leaf: bool, template: str
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = (LeafForm if is_leaf else SectionForm)(data, instance=node)
    rule = data.get("rule", "") if data is not None else node.rule
    rule_form = RuleForm(rule if is_leaf else "", params=node.params, data=data)
    if data is not None and form.is_valid() and (rule_form.is_valid() or not is_leaf):
        fields = form.cleaned_data | ({"params": rule_form.params} if is_leaf else {})
        with refusals_to(form):
            _store(node, fields, request)
            return redirect(f"{node.system.get_absolute_url()}#node-{node.pk}")
    context = {
        "form": form,
        "rule_form": rule_form,
        "node": node,
        "system": node.system,
        "is_leaf": is_leaf,
    }
    return render(request, template, context)


@transaction.atomic
def _store(node: SystemNode, fields: dict[str, Any], request: AuthenticatedRequest) -> None:
    if node.pk is None:
        node.pk = add_node(node.system, **fields, by=request.user).pk
    else:
        edit_node(node, **fields, by=request.user)


@require_safe
@role_required(Role.OFFICE_STAFF)
def rule_fields(request: AuthenticatedRequest) -> HttpResponse:
    rule_form = RuleForm(request.GET.get("rule", ""), data=request.GET, checked=False)
    return render(request, "indicators/rule_fields.html", {"rule_form": rule_form})


@require_safe
@role_required(Role.OFFICE_STAFF)
def indicator_options(request: AuthenticatedRequest) -> HttpResponse:
    indicators = Indicator.objects.visible_to(request.user)
    text = request.GET.get("indicator", "").replace("\x00", "").strip()
    found = indicators.search(text)[:20]
    return render(request, "indicators/indicator_options.html", {"indicators": found})


@require_POST
@role_required(Role.OFFICE_STAFF)
def node_weight(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    node = node_in_charge(request, pk)
    typed, error = request.POST.get("weight", ""), ""
    try:
        set_weights(node.system, {node.pk: read_figure(typed)}, by=request.user)
    except FigureError:
        error = _("Not a number.")
    except ValidationError as refusal:
        error = " ".join(refusal.messages)
    tree = system_tree(node.system)
    row = tree.by_key[node.pk]
    context = {"tree": tree, "row": row, "parent": row.parent, "typed": typed, "error": error}
    return render(request, "indicators/node_weight.html", context)


@require_POST
@role_required(Role.OFFICE_STAFF)
def node_move(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    node = node_in_charge(request, pk)
    siblings = node.system.nodes.filter(parent=node.parent_id).order_by("position", "code")
    place = list(siblings.values_list("pk", flat=True)).index(node.pk)
    position = max(0, place + (-1 if request.POST.get("direction") == "up" else 1))
    try:
        move_node(node, parent=node.parent, position=position, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{node.system.get_absolute_url()}#node-{node.pk}")


@require_POST
@role_required(Role.OFFICE_STAFF)
def node_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    node = node_in_charge(request, pk)
    try:
        delete_node(node, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(node.system)
