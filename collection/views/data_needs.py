"""Data-need forms: the list of both sides, one form with its answer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collection.forms.data_needs import DataNeedForm, NeedAnswerForm
from collection.models import DataNeed
from collection.services.data_needs import answer_need, ask_for_data
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import DOMAIN_ROLES, Role

ROWS_A_PAGE = 50
ASKING = (Role.OFFICE_STAFF, Role.DATA_REPORTER)
READING = (*DOMAIN_ROLES, Role.DATA_REPORTER, Role.UNIT_PRINCIPAL)


@require_safe
@role_required(*READING)
def dataneed_list(request: AuthenticatedRequest) -> HttpResponse:
    needs = DataNeed.objects.visible_to(request.user).select_related("asking", "asked", "indicator")
    context = {
        "page": Paginator(needs, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
        "may_ask": request.user.has_role(*ASKING),
    }
    return render(request, "collection/dataneed_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*ASKING)
def dataneed_create(request: AuthenticatedRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = DataNeedForm(data, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            return redirect(ask_for_data(**form.cleaned_data, by=request.user))
    return render(request, "collection/dataneed_create.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*READING)
def dataneed_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    needs = DataNeed.objects.visible_to(request.user).select_related(
        "asking", "asked", "indicator", "asked_by", "answered_by"
    )
    need = get_object_or_404(needs, pk=pk)
    may_answer = DataNeed.objects.answerable_by(request.user).filter(pk=pk).exists()
    form = NeedAnswerForm(request.POST if request.method == "POST" and may_answer else None)
    if form.is_valid():
        given = form.cleaned_data["verdict"] == "give"
        with refusals_to(form):
            answer_need(need, given=given, answer=form.cleaned_data["answer"], by=request.user)
            messages.success(request, _("Sent to whoever asked."))
            return redirect(need)
    context = {"need": need, "form": form if may_answer else None}
    return render(request, "collection/dataneed_detail.html", context)
