"""The page of a node of a draft: a section, or a leaf with its source and rule."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from indicators.forms.nodes import LeafForm, SectionForm
from indicators.forms.preview import Preview, preview_of, try_fields
from indicators.forms.rules import RuleForm
from indicators.models import Indicator, IndicatorSystem, SystemNode
from indicators.selectors.facts import Odds, at_odds, node_facts
from indicators.selectors.faults import parameter_label
from indicators.selectors.samples import sample_group
from indicators.services.drafts import StaleNodeError
from indicators.services.nodes import add_node, edit_node
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
    version, was = node.version, node_facts(node)
    sample = sample_group(node.indicator)
    form = (LeafForm if is_leaf else SectionForm)(data, instance=node)
    rule = data.get("rule", "") if data is not None else node.rule
    rule_form = RuleForm(rule if is_leaf else "", params=node.params, data=data)
    conflict: list[Odds] = []
    if data is not None and form.is_valid() and (rule_form.is_valid() or not is_leaf):
        fields = form.cleaned_data | ({"params": rule_form.params} if is_leaf else {})
        with refusals_to(form):
            try:
                _store(node, fields, request)
                return redirect(f"{node.system.get_absolute_url()}#node-{node.pk}")
            except StaleNodeError as stale:
                node.params = fields.get("params", node.params)
                conflict = at_odds(data.get("was", ""), stale.theirs, node)
                version, was = stale.theirs.version, node_facts(stale.theirs)
    elif data is not None:
        # What was wrong in a field is put right over the version that was opened.
        version = edited_version(request) or version
    context = {
        "form": form,
        "rule_form": rule_form,
        "try_fields": try_fields(rule_form.rule, data, sample),
        "node": node,
        "system": node.system,
        "is_leaf": is_leaf,
        "version": version,
        "was": was if conflict or data is None else data.get("was", ""),
        "conflict": conflict,
    }
    return render(request, template, context)


def edited_version(request: AuthenticatedRequest) -> int | None:
    """The version of the node that the page showed; None when it does not say."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


@transaction.atomic
def _store(node: SystemNode, fields: dict[str, Any], request: AuthenticatedRequest) -> None:
    if node.pk is None:
        node.pk = add_node(node.system, **fields, by=request.user).pk
    else:
        edit_node(node, **fields, version=edited_version(request), by=request.user)


@require_safe
@role_required(Role.OFFICE_STAFF)
def rule_fields(request: AuthenticatedRequest) -> HttpResponse:
    rule = request.GET.get("rule", "")
    known = Indicator.objects.visible_to(request.user)
    indicator = known.filter(code=request.GET.get("indicator", "").replace("\x00", "")).first()
    context = {
        "rule_form": RuleForm(rule, data=request.GET, checked=False),
        "try_fields": try_fields(rule, request.GET, sample_group(indicator)),
    }
    answer = render(request, "indicators/rule_fields.html", context)
    return trigger_client_event(answer, "rule:fields", after="settle")


@require_POST
@role_required(Role.OFFICE_STAFF)
def rule_preview(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    system = system_in_charge(request, pk)
    preview = preview_of(request.POST, full_marks=system.full_marks)
    told = [
        (name if name == "weight" else f"params-{name}", _label(preview, name), " ".join(texts))
        for name, texts in preview.faults.items()
    ]
    context = {"preview": preview, "told": told}
    return render(request, "indicators/rule_preview.html", context)


def _label(preview: Preview, name: str) -> str:
    if name == "weight":
        return _("Weight")
    return parameter_label(preview.rule_form.rule, name) if name else ""


@require_safe
@role_required(Role.OFFICE_STAFF)
def indicator_options(request: AuthenticatedRequest) -> HttpResponse:
    indicators = Indicator.objects.visible_to(request.user).usable()
    names = ("indicator", "name", "merge_into")
    text = next((request.GET[name] for name in names if request.GET.get(name)), "")
    found = indicators.search(text)[:20]
    return render(request, "indicators/indicator_options.html", {"indicators": found})
