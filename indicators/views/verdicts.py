"""The yearly effectiveness review of the library: findings, flags and verdicts."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from indicators.forms.lifecycle import VerdictForm, YearForm
from indicators.models import Indicator, IndicatorReview
from indicators.models.library import IndicatorQuerySet
from indicators.rules.effectiveness import Flag
from indicators.selectors.effectiveness import UNUSED, Finding, yearly_findings
from indicators.services.lifecycle import record_verdict
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

ROWS_A_PAGE = 50
YEARS = range(2000, 2101)
FLAG_NAMES = {
    Flag.UNUSED: _("used nowhere"),
    Flag.NO_FIGURES: _("no figures"),
    Flag.NO_VARIANCE: _("all the same"),
    Flag.ALL_FULL: _("all at full marks"),
}


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
@vary_on_headers("HX-Request")
def verdict_list(request: AuthenticatedRequest) -> HttpResponse:
    form = YearForm(request.GET or None, flags=FLAG_NAMES)
    chosen = form.cleaned_data if form.is_valid() else {}
    year = chosen.get("year") or timezone.localdate().year - 1
    findings = yearly_findings(year, request.user)
    indicators = Indicator.objects.visible_to(request.user).usable().select_related("owner")
    shown = _flagged(indicators, chosen.get("flag", ""), findings).search(chosen.get("text", ""))
    page = Paginator(shown, ROWS_A_PAGE).get_page(request.GET.get("page"))
    verdicts = {
        verdict.indicator_id: verdict
        for verdict in IndicatorReview.objects.filter(indicator__in=page.object_list, year=year)
    }
    context = {
        "form": form,
        "year": year,
        "page": page,
        "rows": [_row(one, findings, verdicts) for one in page.object_list],
        "counts": _counts(findings),
        "used": len(findings),
    }
    template = "indicators/verdict_list.html" + ("#table" if request.htmx else "")
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def verdict_edit(request: AuthenticatedRequest, pk: int, year: int) -> HttpResponse:
    if year not in YEARS:
        raise Http404
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), pk=pk)
    finding = yearly_findings(year, request.user).get(indicator.pk, UNUSED)
    review = IndicatorReview.objects.filter(indicator=indicator, year=year).first()
    form = VerdictForm(request.POST or None, instance=review, user=request.user)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            facts = form.cleaned_data | {"findings": finding.stored()}
            record_verdict(indicator, year=year, **facts, by=request.user)
            address = reverse("indicators:verdict_list")
            return redirect(f"{address}?year={year}")
    context = {
        "form": form,
        "indicator": indicator,
        "year": year,
        "finding": finding,
        "flags": [FLAG_NAMES[flag] for flag in finding.flags],
    }
    return render(request, "indicators/verdict_edit.html", context)


def _flagged(
    indicators: IndicatorQuerySet, flag: str, findings: dict[int, Finding]
) -> IndicatorQuerySet:
    """The indicators with a flag, or those the year used; all unused ones for that flag."""
    if flag == Flag.UNUSED:
        return indicators.exclude(pk__in=findings)
    if flag:
        return indicators.filter(pk__in=[pk for pk, one in findings.items() if flag in one.flags])
    return indicators.filter(pk__in=findings)


def _row(
    indicator: Indicator, findings: dict[int, Finding], verdicts: dict[int, IndicatorReview]
) -> dict[str, Any]:
    finding = findings.get(indicator.pk, UNUSED)
    missing = finding.usage.missing_share
    return {
        "indicator": indicator,
        "finding": finding,
        "flags": [FLAG_NAMES[flag] for flag in finding.flags],
        "verdict": verdicts.get(indicator.pk),
        "missing": None if missing is None else missing * 100,
        "variation": finding.usage.spread and finding.usage.spread.variation_percent,
    }


def _counts(findings: dict[int, Finding]) -> list[tuple[str, Any, int]]:
    """How many of the indicators in use have each flag."""
    return [
        (flag.value, name, sum(flag in one.flags for one in findings.values()))
        for flag, name in FLAG_NAMES.items()
        if flag != Flag.UNUSED
    ]
