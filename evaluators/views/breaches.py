"""The log of breaches of the nine don'ts."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from evaluators.filters import BreachFilter
from evaluators.models import POOL_ROLES, Breach
from evaluators.tables import BreachTable
from evaluators.views.listing import list_page
from evaluators.views.saving import year_of
from organization.http import AuthenticatedRequest, role_required


@require_safe
@role_required(*POOL_ROLES)
@vary_on_headers("HX-Request")
def breach_list(request: AuthenticatedRequest) -> HttpResponse:
    year = year_of(request)
    rows = Breach.objects.visible_to(request.user).filter(happened_on__year=year)
    breaches = rows.select_related("evaluator__home_unit", "letter", "plan", "noted_by")
    filtered = BreachFilter(request.GET, queryset=breaches, request=request)
    context = {"filter": filtered, "year": year, "count": rows.count()}
    return list_page(request, BreachTable(filtered.qs), "evaluators/breach_list.html", context)
