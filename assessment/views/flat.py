"""Flat marking as the office deals with it: returned with more time, or let stand on record."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from assessment.forms.marking import ExtendForm, FlatAcceptForm, FlatReturnForm
from assessment.forms.posting import posted
from assessment.models import AssessmentCycle, FlatAcceptance, ScoreSheet
from assessment.selectors.flat_fields import FlatField, flat_fields, overdue_returns
from assessment.services.returning import accept_flat, extend_returns, return_flat
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@role_required(Role.OFFICE_STAFF)
def flat_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Whose marking tells no units apart, what was let stand, and what lies since it went back."""
    cycle = _cycle(request, pk)
    accepted = FlatAcceptance.objects.filter(cycle=cycle)
    context = {
        "cycle": cycle,
        "flat": flat_fields(cycle) if cycle.is_marking else [],
        "lying": overdue_returns(cycle) if cycle.is_marking else [],
        "accepted": accepted.select_related("evaluator", "accepted_by"),
    }
    return render(request, "assessment/flat_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def flat_return(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Give all sheets of the field that this sheet belongs to back."""
    field = _flat_field(request, pk)
    form = FlatReturnForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            return_flat(field.first, **form.cleaned_data, by=request.user)
            return _done(request, field, _("Returned with the reason."))
    return _asked(request, "assessment/flat_return.html", field, form)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def flat_accept(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Let the field that this sheet belongs to stand."""
    field = _flat_field(request, pk)
    form = FlatAcceptForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            accept_flat(field.first, **form.cleaned_data, by=request.user)
            return _done(request, field, _("Accepted, with your reason on record."))
    return _asked(request, "assessment/flat_accept.html", field, form)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def returns_extend(request: AuthenticatedRequest, pk: int, account_pk: int) -> HttpResponse:
    """More time for one evaluator's returned sheets."""
    cycle = _cycle(request, pk)
    lying = next((one for one in overdue_returns(cycle) if one.evaluator.pk == account_pk), None)
    if lying is None:
        raise Http404
    form = ExtendForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            due_at = form.cleaned_data["due_at"]
            count = extend_returns(cycle, evaluator=lying.evaluator, due_at=due_at, by=request.user)
            told = ngettext(
                "%(count)s sheet has more time.", "%(count)s sheets have more time.", count
            )
            messages.success(request, told % {"count": count})
            return redirect("assessment:flat_list", pk=cycle.pk)
    context = {"cycle": cycle, "lying": lying, "form": form}
    return render(request, "assessment/returns_extend.html", context)


def _cycle(request: AuthenticatedRequest, pk: int) -> AssessmentCycle:
    cycles = AssessmentCycle.objects.visible_to(request.user)
    return get_object_or_404(cycles.select_related("scheme", "field_plan"), pk=pk)


def _flat_field(request: AuthenticatedRequest, pk: int) -> FlatField:
    """The flat field of a sheet that the account sees, or 404."""
    sheets = ScoreSheet.objects.visible_to(request.user).standing().defer("marks")
    sheet = get_object_or_404(sheets.select_related("assessee__cycle__scheme"), pk=pk)
    fields = flat_fields(sheet.assessee.cycle, sheet)
    if not fields:
        raise Http404
    return fields[0]


def _done(request: AuthenticatedRequest, field: FlatField, told: str) -> HttpResponse:
    messages.success(request, told)
    return redirect("assessment:flat_list", pk=field.first.assessee.cycle_id)


def _asked(
    request: AuthenticatedRequest, template: str, field: FlatField, form: forms.Form
) -> HttpResponse:
    context: dict[str, Any] = {"field": field, "form": form, "cycle": field.first.assessee.cycle}
    return render(request, template, context)
