"""What the office notes about one evaluator: gates, time in the pool, certificates, ties."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluators.forms.pool import (
    AdmitForm,
    CertificateForm,
    GateForm,
    ReleaseForm,
    ReserveForm,
    TieForm,
    WorkplaceForm,
)
from evaluators.models import Certificate, Evaluator, ReservePlace, Tie, Workplace
from evaluators.services import admission, pool
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

Save = Callable[[Evaluator, Any], object]


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def gate_check(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    def save(evaluator: Evaluator, form: GateForm) -> None:
        facts = form.cleaned_data
        admission.check_gate(
            evaluator,
            gate=facts["gate"],
            passed=facts["passed"],
            note=facts["note"],
            on=facts["checked_on"],
            by=request.user,
        )

    form = GateForm(request.POST or None, initial={"gate": request.GET.get("gate")})
    return _note(request, pk, form, save, "evaluators/gate_check.html")


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def evaluator_admit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    def save(evaluator: Evaluator, form: AdmitForm) -> None:
        admission.admit_evaluator(evaluator, **form.cleaned_data, by=request.user)

    form = AdmitForm(request.POST or None)
    return _note(request, pk, form, save, "evaluators/evaluator_admit.html")


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def evaluator_release(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    def save(evaluator: Evaluator, form: ReleaseForm) -> None:
        admission.release_evaluator(evaluator, **form.cleaned_data, by=request.user)

    left, limit = admission.exchange_of(timezone.localdate().year)
    form = ReleaseForm(request.POST or None)
    template = "evaluators/evaluator_release.html"
    return _note(request, pk, form, save, template, {"left": left, "limit": limit})


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def certificate_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    def save(evaluator: Evaluator, form: CertificateForm) -> None:
        certificate: Certificate = form.instance
        admission.issue_certificate(certificate, by=request.user)

    form = CertificateForm(request.POST or None, instance=Certificate(evaluator_id=pk))
    return _note(request, pk, form, save, "evaluators/certificate_create.html")


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def workplace_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    def save(evaluator: Evaluator, form: WorkplaceForm) -> None:
        pool.save_workplace(form.instance, by=request.user)

    form = WorkplaceForm(request.POST or None, instance=Workplace(evaluator_id=pk))
    return _note(request, pk, form, save, "evaluators/workplace_create.html")


@require_POST
@role_required(Role.OFFICE_STAFF)
def workplace_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    workplace = get_object_or_404(
        Workplace, pk=pk, evaluator__in=Evaluator.objects.visible_to(request.user)
    )
    pool.remove_workplace(workplace, by=request.user)
    messages.success(request, _("Taken off the record."))
    return redirect(workplace.evaluator)


@require_http_methods(["GET", "POST"])
@login_required
def tie_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The one record that an evaluator writes about themselves."""

    def save(evaluator: Evaluator, form: TieForm) -> None:
        pool.declare_tie(evaluator, **form.cleaned_data, by=request.user)

    own = Evaluator.objects.filter(pk=pk, account=request.user).exists()
    if not own and not request.user.has_role(Role.OFFICE_STAFF):
        raise PermissionDenied
    return _note(request, pk, TieForm(request.POST or None), save, "evaluators/tie_create.html")


@require_POST
@role_required(Role.OFFICE_STAFF)
def tie_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    tie = get_object_or_404(Tie, pk=pk, evaluator__in=Evaluator.objects.visible_to(request.user))
    pool.withdraw_tie(tie, by=request.user)
    messages.success(request, _("Taken off the record."))
    return redirect(tie.evaluator)


@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def reserve_enter(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    def save(evaluator: Evaluator, form: ReserveForm) -> None:
        pool.enter_reserve(evaluator, **form.cleaned_data, by=request.user)

    form = ReserveForm(request.POST or None)
    return _note(request, pk, form, save, "evaluators/reserve_enter.html")


@require_POST
@role_required(Role.OFFICE_STAFF)
def reserve_leave(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    place = get_object_or_404(
        ReservePlace, pk=pk, until=None, evaluator__in=Evaluator.objects.visible_to(request.user)
    )
    pool.leave_reserve(place, on=timezone.localdate(), by=request.user)
    messages.success(request, _("Taken off the list."))
    return redirect(place.evaluator)


def _note(
    request: AuthenticatedRequest,
    pk: int,
    form: forms.BaseForm,
    save: Save,
    template: str,
    context: dict[str, object] | None = None,
) -> HttpResponse:
    """Show a form about an evaluator, and go back to the personal file once it is saved."""
    visible = Evaluator.objects.visible_to(request.user)
    evaluator = get_object_or_404(visible, pk=pk)
    if form.is_valid():
        with refusals_to(form):
            save(evaluator, form)
            messages.success(request, _("Saved."))
            return redirect(evaluator)
    return render(request, template, {"form": form, "evaluator": evaluator, **(context or {})})
