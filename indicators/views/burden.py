"""How much a system asks for, beside the one before it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from indicators.models import IndicatorSystem
from indicators.selectors.burden import burden_of
from indicators.selectors.differences import earlier_version
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
def burden_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    seen = IndicatorSystem.objects.visible_to(request.user).select_related("category")
    system = get_object_or_404(seen, pk=pk)
    earlier = earlier_version(system, seen.exclude(pk=pk))
    burden, before = burden_of(system), burden_of(earlier) if earlier else None
    context = {
        "system": system,
        "earlier": earlier,
        "burden": burden,
        "before": before,
        "change": burden.figures - before.figures if before else None,
        "departments": burden.by_department(before),
        "page": Paginator(burden.by_unit(before), 50).get_page(request.GET.get("page")),
    }
    return render(request, "indicators/burden_detail.html", context)
