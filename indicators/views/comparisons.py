"""Two versions of a system side by side."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from indicators.exports import comparison_workbook
from indicators.forms.comparisons import ComparisonForm
from indicators.models import IndicatorSystem
from indicators.selectors.differences import (
    CHANGE_LABELS,
    CHANGE_SIGNS,
    Comparison,
    compare_systems,
    earlier_version,
)
from organization.exports import workbook_response
from organization.http import AuthenticatedRequest


@require_safe
@login_required
@vary_on_headers("HX-Request")
def system_compare(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    system, form = _asked(request, pk)
    context = {"system": system, "form": form}
    if form.is_valid():
        chosen = form.cleaned_data
        comparison = compare_systems(chosen["before"], system)
        context |= {
            "comparison": comparison,
            "counts": _counts(comparison),
            "rows": comparison.narrowed(kind=chosen["kind"], changed_only=not chosen["everything"]),
        }
    template = "indicators/system_compare.html"
    return render(request, template + "#table" if request.htmx else template, context)


@require_safe
@login_required
def comparison_export(request: AuthenticatedRequest, pk: int) -> FileResponse:
    system, form = _asked(request, pk)
    if not form.is_valid():
        raise Http404
    comparison = compare_systems(form.cleaned_data["before"], system)
    names = "-".join((comparison.before.system.label, system.label))
    return workbook_response(comparison_workbook(comparison), file_name=f"{names}.xlsx")


def _asked(request: AuthenticatedRequest, pk: int) -> tuple[IndicatorSystem, ComparisonForm]:
    """The later system, and what it is to be compared with: any of the same domain."""
    seen = IndicatorSystem.objects.visible_to(request.user).select_related("category")
    system = get_object_or_404(seen, pk=pk)
    others = seen.filter(category__domain=system.category.domain_id).exclude(pk=pk)
    first = earlier_version(system, others)
    chosen = request.GET if "before" in request.GET or first is None else {"before": first.pk}
    return system, ComparisonForm(chosen, systems=others)


def _counts(comparison: Comparison) -> list[tuple[str, str, int]]:
    return [
        (CHANGE_SIGNS[change], str(label), comparison.counts[change])
        for change, label in CHANGE_LABELS.items()
        if comparison.counts[change]
    ]
