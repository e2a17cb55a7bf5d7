"""Targets: set by formula for all units, and those above the upper level's."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from indicators.forms.targets import TargetAnswerForm, TargetFormulaForm
from indicators.forms.values import ValueScopeForm
from indicators.models import Indicator, IndicatorSystem, SystemNode, TargetAnswer
from indicators.selectors import units_of
from indicators.selectors.targets import TargetFlag, target_flags
from indicators.services.targets import answer_target, set_targets, targets_by_formula
from indicators.views.nodes import node_in_charge
from indicators.views.values import first_look, systems_for_values
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role, Unit, User

ROWS_A_PAGE = 50


@require_safe
@login_required
@vary_on_headers("HX-Request")
def target_list(request: AuthenticatedRequest) -> HttpResponse:
    """Targets above the upper level's, and the answers that were given."""
    systems = systems_for_values(request.user)
    chosen: Any = request.GET if "system" in request.GET else first_look(systems)
    form = ValueScopeForm(chosen, systems=systems)
    flags: list[TargetFlag] = []
    answers = TargetAnswer.objects.none()
    if form.is_valid():
        period = form.cleaned_data["period"]
        flags = _flags(form.cleaned_data["system"], period, request.user)
        seen = TargetAnswer.objects.visible_to(request.user).filter(period=period)
        answers = seen.select_related("indicator", "unit", "answered_by")
    context = {
        "form": form,
        "open": sum(flag.answer is None for flag in flags),
        "page": Paginator(flags, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "answers": Paginator(answers, ROWS_A_PAGE).get_page(request.GET.get("answers")),
        "may_answer": request.user.has_role(Role.OFFICE_STAFF),
    }
    template = "indicators/target_list.html"
    return render(request, template + "#table" if request.htmx else template, context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def target_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Look at what a formula makes of all units, then store it."""
    node = node_in_charge(request, pk)
    if node.source != SystemNode.Source.REPORTED or node.indicator is None:
        raise Http404
    initial = {"period": request.GET.get("period", str(node.system.year))}
    form = TargetFormulaForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {"form": form, "node": node, "system": node.system}
    if request.method == "POST" and form.is_valid():
        period = form.cleaned_data["period"]
        with refusals_to(form):
            if "store" in request.POST:
                done = set_targets(node, period, form.formula, by=request.user)
                counts = {"created": done.created, "changed": done.changed}
                messages.success(
                    request, _("%(created)d targets stored, %(changed)d corrected.") % counts
                )
                query = f"system={node.system_id}&period={period}&series=target&leaf={node.pk}"
                return redirect(f"{reverse('indicators:value_edit')}?{query}")
            context["lines"] = targets_by_formula(node, period, form.formula, user=request.user)
    return render(request, "indicators/target_create.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def target_answer(
    request: AuthenticatedRequest, pk: int, unit_pk: int, period: str
) -> HttpResponse:
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), pk=pk)
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=unit_pk)
    flags = target_flags([indicator], [unit], period)
    flag = next((flag for flag in flags if flag.unit.pk == unit.pk), None)
    if flag is None:
        raise Http404
    form = TargetAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            answer_target(indicator, unit, period, **form.cleaned_data, by=request.user)
            messages.success(request, _("The answer is on record."))
            return redirect(f"{reverse('indicators:target_list')}")
    return render(request, "indicators/target_answer.html", {"form": form, "flag": flag})


def _flags(system: IndicatorSystem, period: str, user: User) -> list[TargetFlag]:
    """Flags of the system's reported indicators that concern units the account sees."""
    leaves = system.nodes.filter(source=SystemNode.Source.REPORTED, indicator__isnull=False)
    indicators = {leaf.indicator for leaf in leaves.select_related("indicator")}
    visible = set(Unit.objects.visible_to(user).values_list("pk", flat=True))
    units = [unit for unit in units_of(system, period) if unit.pk in visible]
    flags = target_flags((one for one in indicators if one), units, period)
    return sorted(
        (flag for flag in flags if flag.unit.pk in visible),
        key=lambda flag: (flag.answer is not None, flag.indicator.code, flag.unit.code),
    )
