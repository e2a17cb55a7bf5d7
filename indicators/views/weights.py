"""Own weights against the system's: of one unit, across units, given to several, as a file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.exports import weight_workbook
from indicators.forms.overrides import ShareForm
from indicators.models import IndicatorSystem, WeightOverride
from indicators.selectors.overrides import weight_tables
from indicators.services.overrides import share_overrides
from indicators.views.systems import system_in_charge
from organization.exports import workbook_response
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role, Unit
from organization.models.units import UnitQuerySet

# Wider than this nobody compares; the rest of the units comes on further pages.
UNITS_A_PAGE = 12


@require_safe
@login_required
def override_detail(request: AuthenticatedRequest, pk: int, unit_pk: int) -> HttpResponse:
    """The weights of one unit against the system's, to print."""
    system = _system(request, pk)
    unit = get_object_or_404(_units(request, system), pk=unit_pk)
    (table,) = weight_tables(system, [unit])
    return render(request, "indicators/override_detail.html", {"system": system, "table": table})


@require_safe
@login_required
def override_matrix(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Units across, of the nodes those that weigh differently somewhere."""
    system = _system(request, pk)
    page = Paginator(_with_own(request, system), UNITS_A_PAGE).get_page(request.GET.get("page"))
    tables = weight_tables(system, page.object_list)
    rows = [
        (lines[0], lines)
        for lines in zip(*(table.lines for table in tables), strict=True)
        if any(line.change for line in lines)
    ]
    context = {"system": system, "page": page, "tables": tables, "rows": rows}
    return render(request, "indicators/override_matrix.html", context)


@require_safe
@login_required
def override_export(request: AuthenticatedRequest, pk: int) -> FileResponse:
    system = _system(request, pk)
    content = weight_workbook(weight_tables(system, _with_own(request, system)))
    return workbook_response(content, file_name=f"{system.name}-{_('Own weights')}.xlsx")


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def override_share(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Give the own weights of one unit to others, with one reason."""
    system = system_in_charge(request, pk)
    form = ShareForm(request.POST or None, units=_units(request, system))
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            chosen = form.cleaned_data
            units = list(chosen["units"])
            share_overrides(
                system, chosen["source"], units, reason=chosen["reason"], by=request.user
            )
            messages.success(request, _("Weights set for %(count)d units.") % {"count": len(units)})
            return redirect("indicators:override_list", pk=system.pk)
    return render(request, "indicators/override_share.html", {"system": system, "form": form})


def _system(request: AuthenticatedRequest, pk: int) -> IndicatorSystem:
    systems = IndicatorSystem.objects.visible_to(request.user).select_related("category")
    return get_object_or_404(systems, pk=pk)


def _units(request: AuthenticatedRequest, system: IndicatorSystem) -> UnitQuerySet:
    """Units of the system's category that the account sees."""
    seen = Unit.objects.visible_to(request.user)
    return seen.in_category(system.category, timezone.localdate()).order_by("code")


def _with_own(request: AuthenticatedRequest, system: IndicatorSystem) -> UnitQuerySet:
    own = WeightOverride.objects.filter(node__system=system)
    return _units(request, system).filter(pk__in=own.values("unit"))
