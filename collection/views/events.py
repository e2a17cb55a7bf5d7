"""Events of units: the list, one event with its steps, a unit's account, the page of a quarter."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from collection.forms.events import (
    EventFilterForm,
    EventWithdrawForm,
    QuarterForm,
    RulingForm,
    UnitEventForm,
    ViewForm,
)
from collection.models import EVENT_READERS, UnitEvent
from collection.selectors.events import (
    event_accounts,
    listed_events,
    newest_period,
    quarter_units,
)
from collection.services.events import register_event, rule_on_event, state_view, withdraw_event
from indicators.rules.periods import is_period
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import DOMAIN_ROLES, Role, Unit

ROWS_A_PAGE = 50
WHOLE = ("kind__indicator", "level", "unit", "recorded_by", "ruled_by", "viewed_by", "withdrawn_by")


@require_safe
@role_required(*EVENT_READERS)
@vary_on_headers("HX-Request")
def event_list(request: AuthenticatedRequest) -> HttpResponse:
    form = EventFilterForm(request.GET)
    events = listed_events(request.user, form.asked)
    context = {
        "form": form,
        "page": Paginator(events, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "waiting": UnitEvent.objects.rulable_by(request.user).count()
        if request.user.has_role(Role.OFFICE_STAFF)
        else 0,
        "may_change": request.user.has_role(Role.OFFICE_STAFF),
        "may_compare": request.user.has_role(*DOMAIN_ROLES),
    }
    template = "collection/event_list.html"
    return render(request, f"{template}#table" if request.htmx else template, context)


@require_safe
@role_required(*EVENT_READERS)
def event_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(
        UnitEvent.objects.visible_to(request.user).select_related(*WHOLE), pk=pk
    )
    keeps = request.user.has_role(Role.OFFICE_STAFF)
    standing = event.state in {UnitEvent.State.WAITING, UnitEvent.State.CONFIRMED}
    is_writer = event.recorded_by_id == request.user.pk
    context = {
        "event": event,
        "may_rule": keeps and UnitEvent.objects.rulable_by(request.user).filter(pk=pk).exists(),
        "may_withdraw": keeps
        and standing
        and not (is_writer and event.state == UnitEvent.State.CONFIRMED),
        "may_answer": UnitEvent.objects.answerable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "collection/event_detail.html", context)


@require_safe
@role_required(*EVENT_READERS)
def event_evidence(request: AuthenticatedRequest, pk: int) -> FileResponse:
    event = get_object_or_404(UnitEvent.objects.visible_to(request.user), pk=pk)
    # Always as a file to keep: nothing that somebody uploaded is ever shown as a page of this site.
    return FileResponse(event.evidence.open("rb"), as_attachment=True)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def event_create(request: AuthenticatedRequest) -> HttpResponse:
    form = UnitEventForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        user=request.user,
    )
    if form.is_valid():
        with refusals_to(form):
            event = register_event(**form.cleaned_data, by=request.user)
            messages.success(request, _("Registered; it counts once a second person confirms it."))
            return redirect(event)
    return render(request, "collection/event_create.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def event_confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    events = UnitEvent.objects.rulable_by(request.user).select_related(*WHOLE)
    event = get_object_or_404(events, pk=pk)
    form = RulingForm(_posted(request))
    if form.is_valid():
        confirmed = form.cleaned_data["verdict"] == "confirm"
        with refusals_to(form):
            reason = form.cleaned_data["reason"]
            rule_on_event(event, confirmed=confirmed, reason=reason, by=request.user)
            return redirect(event)
    return _step(request, form, event, "collection/event_confirm.html")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def event_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    events = UnitEvent.objects.kept_by(request.user).select_related(*WHOLE)
    event = get_object_or_404(events, pk=pk)
    form = EventWithdrawForm(_posted(request))
    if form.is_valid():
        with refusals_to(form):
            withdraw_event(event, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("Withdrawn; it no longer counts from the next run on."))
            return redirect(event)
    return _step(request, form, event, "collection/event_withdraw.html")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.UNIT_PRINCIPAL)
def event_reply(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    events = UnitEvent.objects.answerable_by(request.user).select_related(*WHOLE)
    event = get_object_or_404(events, pk=pk)
    form = ViewForm(_posted(request), initial={"view": event.view})
    if form.is_valid():
        with refusals_to(form):
            state_view(event, view=form.cleaned_data["view"], by=request.user)
            messages.success(request, _("Stored; whoever confirms the event reads it before."))
            return redirect(event)
    return _step(request, form, event, "collection/event_reply.html")


@require_safe
@role_required(*EVENT_READERS)
def event_account(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    asked = request.GET.get("period", "").strip()
    period = asked if is_period(asked) else str(timezone.localdate().year)
    context = {"unit": unit, "period": period, "accounts": event_accounts(unit, period)}
    seen = UnitEvent.objects.visible_to(request.user)
    context["waiting"] = seen.waiting().filter(unit=unit).count()
    return render(request, "collection/event_account.html", context)


@require_safe
@role_required(*DOMAIN_ROLES)
def event_quarter(request: AuthenticatedRequest) -> HttpResponse:
    form = QuarterForm(request.GET or None, user=request.user)
    if not form.is_bound:
        systems: Any = form.fields["system"]
        first = (
            systems.queryset.filter(nodes__indicator__event_kinds__isnull=False).first()
            or systems.queryset.first()
        )
        chosen = {"system": first, "period": newest_period(timezone.localdate())}
        form = QuarterForm(chosen, user=request.user)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        system, period = form.cleaned_data["system"], form.cleaned_data["period"]
        leaves, units = quarter_units(system, period, request.user)
        events = listed_events(request.user, {"period": period}).filter(
            unit__in=[one.unit for one in units]
        )
        context |= {
            "system": system,
            "period": period,
            "leaves": leaves,
            "units": units,
            "page": Paginator(events, ROWS_A_PAGE).get_page(request.GET.get("page")),
        }
    return render(request, "collection/event_quarter.html", context)


def _posted(request: AuthenticatedRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _step(
    request: AuthenticatedRequest, form: forms.Form, event: UnitEvent, template: str
) -> HttpResponse:
    return render(request, template, {"form": form, "event": event})
