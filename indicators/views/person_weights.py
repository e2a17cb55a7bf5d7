"""People's own weights in a system of people: who has some, and the sheet of one person."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from indicators.forms.overrides import WeightSheetForm
from indicators.models import IndicatorSystem
from indicators.selectors import system_tree
from indicators.selectors.overrides import OwnWeights
from indicators.selectors.person_weights import people_of, people_with_own, person_sheets
from indicators.services.person_weights import set_person_weights
from indicators.views.systems import may_edit, system_in_charge
from organization.filters import CadreFilter
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

PAGE_SIZE = 50


@require_safe
@login_required
@vary_on_headers("HX-Request")
def person_weight_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who has own weights; who looks for a name or a unit finds everybody who may be given some."""
    systems = IndicatorSystem.objects.visible_to(request.user).select_related("category")
    system = _of_people(get_object_or_404(systems, pk=pk))
    own, everybody = people_with_own(system, request.user), people_of(system, request.user)
    filtered = CadreFilter(request.GET, queryset=everybody | own, request=request)
    searching = filtered.form.is_valid() and any(filtered.form.cleaned_data.values())
    cadres = (filtered.qs if searching else own).with_posts_today().order_by("name", "pk")
    page = Paginator(cadres, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "system": system,
        "filter": filtered,
        "searching": searching,
        "page": page,
        "sheets": person_sheets(system, list(page.object_list)),
        "editing": may_edit(system, request.user),
    }
    template = "indicators/person_weight_list.html"
    return render(request, template + "#table" if request.htmx else template, context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def person_weight_edit(request: AuthenticatedRequest, pk: int, cadre_pk: int) -> HttpResponse:
    system = _of_people(system_in_charge(request, pk))
    # Who has left the category still has a sheet, which must be withdrawn by somebody.
    people = people_of(system, request.user) | people_with_own(system, request.user)
    cadre = get_object_or_404(people.with_posts_today(), pk=cadre_pk)
    tree = system_tree(system)
    (sheet,) = person_sheets(system, [cadre])
    form = WeightSheetForm(request.POST or None, tree=tree, weights=sheet.weights)
    # While weights are typed the page only asks for the sums; nothing is stored yet.
    if request.method == "POST" and form.is_valid() and not request.htmx:
        with refusals_to(form):
            reason = form.cleaned_data["reason"]
            set_person_weights(system, cadre, form.weights, reason=reason, by=request.user)
            return redirect("indicators:person_weight_list", pk=system.pk)
    sums = OwnWeights(tree, form.weights).sums_with_totals
    context = {
        "system": system,
        "cadre": cadre,
        "form": form,
        "lines": form.lines({row: (total, whole) for row, total, whole in sums}),
        "sums": sums,
    }
    template = "indicators/person_weight_edit.html"
    return render(request, template + "#sums" if request.htmx else template, context)


def _of_people(system: IndicatorSystem) -> IndicatorSystem:
    if not system.is_of_people:
        raise Http404
    return system
