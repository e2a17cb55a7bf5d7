"""Reported figures: who has not reported, the grid to report in, one figure and its evidence."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from indicators.forms.values import EvidenceForm, ValueFilterForm, WithdrawForm
from indicators.models import FigureReview, IndicatorSystem, ReportedValue
from indicators.models.systems import IndicatorSystemQuerySet
from indicators.selectors import period_to_show, reporting_scope, value_matrix
from indicators.services.evidence import attach_evidence
from indicators.services.values import withdraw_value
from indicators.views.matrix import MatrixPage
from organization.http import AuthenticatedRequest
from organization.models import AuditEvent, Role, User


def systems_for_values(user: User) -> IndicatorSystemQuerySet:
    """Systems whose figures the account may look at, the newest first."""
    return IndicatorSystem.objects.visible_to(user).select_related("category")


@require_safe
@login_required
@vary_on_headers("HX-Request")
def value_list(request: AuthenticatedRequest) -> HttpResponse:
    systems = systems_for_values(request.user)
    chosen: Any = request.GET if "system" in request.GET else first_look(systems)
    form = ValueFilterForm(chosen, systems=systems)
    context: dict[str, Any] = {"form": form, "systems": bool(chosen)}
    if form.is_valid():
        system, period = form.cleaned_data["system"], form.cleaned_data["period"]
        matrix = value_matrix(system, period, seen_by=request.user)
        context["page"] = MatrixPage(
            matrix,
            reporting_scope(request.user),
            text=form.cleaned_data["text"],
            missing_only=form.cleaned_data["missing"],
            number=request.GET.get("page", "1"),
        )
    template = "indicators/value_list.html"
    return render(request, template + "#table" if request.htmx else template, context)


def first_look(systems: IndicatorSystemQuerySet) -> dict[str, str]:
    """What a page of figures shows before anything is chosen: the newest system; empty without."""
    first = systems.in_force().first() or systems.first()
    return {"system": str(first.pk), "period": period_to_show(first)} if first else {}


def value_seen(request: AuthenticatedRequest, pk: int) -> ReportedValue:
    """A figure that the account may see, or 404."""
    values = ReportedValue.objects.visible_to(request.user)
    return get_object_or_404(
        values.select_related("indicator__owner", "unit", "reported_by"), pk=pk
    )


@require_safe
@login_required
def value_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    value = value_seen(request, pk)
    return _value_page(request, value, EvidenceForm(), WithdrawForm())


def _value_page(
    request: AuthenticatedRequest,
    value: ReportedValue,
    evidence_form: EvidenceForm,
    withdraw_form: WithdrawForm,
) -> HttpResponse:
    context = {
        "value": value,
        "evidence_form": evidence_form,
        "withdraw_form": withdraw_form,
        "review": _holding_review(value),
        "may_review": request.user.has_role(Role.OFFICE_STAFF)
        and value.series == ReportedValue.Series.ACTUAL
        and value.unit is not None,
        "may_report": reporting_scope(request.user).covers(value.indicator, value.unit),
        "events": AuditEvent.objects.about(value).select_related("actor"),
    }
    return render(request, "indicators/value_detail.html", context)


def _holding_review(value: ReportedValue) -> FigureReview | None:
    if value.series != ReportedValue.Series.ACTUAL:
        return None
    reviews = FigureReview.objects.holding().filter(
        indicator=value.indicator, unit=value.unit, period=value.period
    )
    return reviews.first()


@require_POST
@login_required
def evidence_upload(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    value = value_seen(request, pk)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            attach_evidence(value, form.cleaned_data["file"], by=request.user)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            messages.success(request, _("The file is attached."))
            return redirect(value)
    return _value_page(request, value, form, WithdrawForm())


@require_safe
@login_required
def evidence_download(request: AuthenticatedRequest, pk: int) -> FileResponse:
    value = value_seen(request, pk)
    if not value.evidence:
        raise Http404
    # Always as a file to keep: nothing that somebody uploaded is ever shown as a page of this site.
    return FileResponse(value.evidence.open("rb"), as_attachment=True)


@require_POST
@login_required
def value_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    value = value_seen(request, pk)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            withdraw_value(value, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The figure is taken back and counts as missing."))
            return redirect("indicators:value_list")
    return _value_page(request, value, EvidenceForm(), form)
