"""The evaluator pool: the list, the personal file, the facts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from evaluators.filters import EvaluatorFilter
from evaluators.forms.naming import offered
from evaluators.forms.pool import EvaluatorForm
from evaluators.models import POOL_ROLES, Evaluator
from evaluators.selectors.dossiers import dossier_of, results_of
from evaluators.selectors.fitness import obstacles_of
from evaluators.services.pool import save_evaluator
from evaluators.tables import EvaluatorTable, standing_words
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

PAGE_SIZE = 50


@require_safe
@role_required(*POOL_ROLES)
@vary_on_headers("HX-Request")
def evaluator_list(request: AuthenticatedRequest) -> HttpResponse:
    evaluators = Evaluator.objects.visible_to(request.user)
    today = timezone.localdate()
    rows = evaluators.select_related("home_unit").prefetch_related("tags")
    filtered = EvaluatorFilter(request.GET, queryset=rows, request=request)
    table = EvaluatorTable(filtered.qs, obstacles={})
    RequestConfig(request, paginate={"per_page": PAGE_SIZE}).configure(table)
    table.obstacles = obstacles_of([row.record.pk for row in table.page.object_list], today)
    template = "evaluators/evaluator_list.html"
    if request.htmx:
        template += "#table"
    context = {
        "filter": filtered,
        "table": table,
        "on_roster": evaluators.on_roster(today).count(),
        "may_edit": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, template, context)


@require_safe
@login_required
def evaluator_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    visible = Evaluator.objects.visible_to(request.user).select_related("home_unit", "account")
    evaluator = get_object_or_404(visible, pk=pk)
    dossier = dossier_of(evaluator, reader=request.user)
    in_pool_office = request.user.has_role(*POOL_ROLES)
    context = {
        "evaluator": evaluator,
        "dossier": dossier,
        "standing": standing_words(dossier.obstacles),
        "may_edit": request.user.has_role(Role.OFFICE_STAFF),
        "in_pool_office": in_pool_office,
        # No evaluator reads results, the own ones neither (G-26).
        "results": results_of(evaluator) if in_pool_office else None,
    }
    return render(request, "evaluators/evaluator_detail.html", context)


@require_safe
@role_required(Role.OFFICE_STAFF)
def evaluator_options(request: AuthenticatedRequest) -> HttpResponse:
    """Who may be meant by what is typed so far."""
    text = request.GET.get("evaluator", "").replace("\x00", "").split(" · ")[0].strip()
    context = {"offered": offered(Evaluator.objects.visible_to(request.user), text)}
    return render(request, "evaluators/evaluator_options.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def evaluator_create(request: AuthenticatedRequest) -> HttpResponse:
    return _edit(request, Evaluator(), "evaluators/evaluator_create.html")


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def evaluator_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    evaluator = get_object_or_404(Evaluator.objects.visible_to(request.user), pk=pk)
    return _edit(request, evaluator, "evaluators/evaluator_edit.html")


def _edit(request: AuthenticatedRequest, evaluator: Evaluator, template: str) -> HttpResponse:
    form = EvaluatorForm(request.POST or None, instance=evaluator)
    if form.is_valid():
        with refusals_to(form):
            save_evaluator(form.instance, tags=form.cleaned_data["tags"], by=request.user)
            messages.success(request, _("Saved."))
            return redirect(form.instance)
    return render(request, template, {"form": form, "evaluator": evaluator})
