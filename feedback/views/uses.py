"""The use of results: the ledger, one result, what nobody has used yet, the own results."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from assessment.forms.posting import posted
from assessment.models import GradeDecision, Result
from feedback.forms.uses import UnusedFilterForm, UseFilterForm, UseForm, WithdrawalForm
from feedback.models import ResultUse
from feedback.selectors.uses import decided_results, own_results, totals_of, unused_results
from feedback.services.uses import record_uses, withdraw_use
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role

ROWS_A_PAGE = 50
READERS = (Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)


@require_safe
@role_required(*READERS)
def use_list(request: AuthenticatedRequest) -> HttpResponse:
    """The ledger; under every condition its sums (DLY-09)."""
    form = UseFilterForm(request.GET)
    asked = form.conditions
    uses = ResultUse.objects.visible_to(request.user)
    if text := asked.get("q"):
        uses = uses.filter(Q(document__icontains=text) | Q(decision__assessee__name__contains=text))
    if kind := asked.get("kind"):
        uses = uses.filter(kind=kind)
    if year := asked.get("year"):
        uses = uses.filter(decision__assessee__cycle__period__startswith=str(year))
    listed = uses.with_result().select_related("recorded_by", "withdrawn_by")
    page = Paginator(listed, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "totals": totals_of(uses),
        "open": unused_results(request.user).count(),
        "may_record": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "feedback/use_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*READERS)
def usedresult_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What one result was used for; the office records here."""
    may_record = _may_record(request)
    results = Result.objects.visible_to(request.user).select_related("assessee__cycle")
    result = get_object_or_404(results, pk=pk)
    decision = decided_results(request.user).filter(assessee=result.assessee_id).first()
    form = UseForm(posted(request))
    if decision is not None and form.is_valid():
        with refusals_to(form):
            record_uses([decision], **form.cleaned_data, by=request.user)
            messages.success(request, _("Recorded."))
            return redirect("feedback:usedresult_detail", pk)
    uses = ResultUse.objects.visible_to(request.user).filter(decision__assessee=result.assessee_id)
    context = {
        "result": result,
        "decision": decision,
        "uses": uses.select_related("recorded_by", "withdrawn_by", "decision__superseded_by"),
        "form": form if may_record and decision is not None else None,
    }
    return render(request, "feedback/usedresult_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def use_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    uses = ResultUse.objects.editable_by(request.user).standing()
    use = get_object_or_404(uses.with_result(), pk=pk)
    form = WithdrawalForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            withdraw_use(use, **form.cleaned_data, by=request.user)
            messages.success(request, _("Withdrawn; the row stays with the reason."))
            return redirect("feedback:use_list")
    return render(request, "feedback/use_withdraw.html", {"form": form, "use": use})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*READERS)
def unusedresult_list(request: AuthenticatedRequest) -> HttpResponse:
    """Decided results of closed cycles without any use: tick those that one decision used."""
    may_record = _may_record(request)
    filters = UnusedFilterForm(request.GET, user=request.user)
    results = unused_results(request.user)
    if cycle := filters.conditions.get("cycle"):
        results = results.filter(assessee__cycle=cycle)
    if text := filters.conditions.get("q"):
        results = results.filter(
            Q(assessee__name__contains=text) | Q(assessee__unit__name__contains=text)
        )
    page = Paginator(results, ROWS_A_PAGE).get_page(request.GET.get("page"))
    form = UseForm(posted(request))
    if form.is_valid():
        chosen = _chosen(request, page)
        with refusals_to(form):
            uses = record_uses(chosen, **form.cleaned_data, by=request.user)
            told = ngettext("%(count)s use is recorded.", "%(count)s uses are recorded.", len(uses))
            messages.success(request, told % {"count": len(uses)})
            return redirect(request.get_full_path())
    context = {
        "filters": filters,
        "page": page,
        "form": form if may_record else None,
        "chosen": request.POST.getlist("result"),
    }
    return render(request, "feedback/unusedresult_list.html", context)


@require_safe
@login_required
def ownuse_list(request: AuthenticatedRequest) -> HttpResponse:
    """The own published grades, and what each was used for."""
    if request.user.cadre_id is None:
        raise Http404
    page = Paginator(own_results(request.user), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "feedback/ownuse_list.html", {"page": page})


def _may_record(request: AuthenticatedRequest) -> bool:
    """Whether the account records; the committee reads the same pages and sends nothing."""
    may_record = request.user.has_role(Role.OFFICE_STAFF)
    if request.method == "POST" and not may_record:
        raise PermissionDenied
    return may_record


def _chosen(request: AuthenticatedRequest, page: "Page[GradeDecision]") -> list[GradeDecision]:
    """The ticked rows of the page that was shown; a foreign key among them is not there."""
    ticked = set(request.POST.getlist("result"))
    return [decision for decision in page if str(decision.pk) in ticked]
