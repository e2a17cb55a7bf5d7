"""The log of breaches of the nine don'ts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluators.models import POOL_ROLES, Breach
from evaluators.views.saving import year_of
from organization.http import AuthenticatedRequest, role_required


@require_safe
@role_required(*POOL_ROLES)
def breach_list(request: AuthenticatedRequest) -> HttpResponse:
    year = year_of(request)
    rows = Breach.objects.visible_to(request.user).filter(happened_on__year=year)
    context = {
        "year": year,
        "breaches": rows.select_related("evaluator__home_unit", "letter", "plan", "noted_by"),
    }
    return render(request, "evaluators/breach_list.html", context)
