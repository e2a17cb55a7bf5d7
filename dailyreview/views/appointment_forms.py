"""Appointment forms: read in, compared, confirmed, printed and written as `.lrmx` again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dailyreview.forms.registration import LrmxForm
from dailyreview.models import AppointmentForm
from dailyreview.models.appointment_forms import AppointmentFormQuerySet
from dailyreview.paper.appointment import appointment_sheet
from dailyreview.paper.downloads import attached, printed
from dailyreview.rules.lrmx import write_lrmx
from dailyreview.selectors.appointment_forms import (
    differences_from_record,
    differences_from_stored,
    shown_family,
    shown_fields,
    with_ours,
)
from dailyreview.services.appointment_forms import (
    confirm_form,
    digest_of,
    drop_form,
    offer_form,
)
from dailyreview.services.downloads import record_download
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role
from organization.paper.file_names import file_name

ROWS_A_PAGE = 50


@require_safe
@role_required(Role.OFFICE_STAFF)
def form_list(request: AuthenticatedRequest) -> HttpResponse:
    # The texts hold photos: a list never reads them.
    forms = _forms(request).defer("texts", "family", "attributes", "offered")
    page = Paginator(forms, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "dailyreview/form_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def form_create(request: AuthenticatedRequest) -> HttpResponse:
    sent = request.method == "POST"
    form = LrmxForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_valid():
        with refusals_to(form):
            return redirect(offer_form(form.cleaned_data["file"].read(), by=request.user))
    return render(request, "dailyreview/form_create.html", {"form": form})


@require_safe
@role_required(Role.OFFICE_STAFF)
def form_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The form; when a file waits, where it differs from the record and from the form."""
    form = get_object_or_404(_forms(request), pk=pk)
    context = {"form": form, "fields": shown_fields(form.form), "family": shown_family(form.form)}
    if form.offered is not None:
        context |= {
            "digest": digest_of(form),
            "from_record": differences_from_record(form.offered_form, form.cadre),
            "from_stored": differences_from_stored(form.form, form.offered_form),
        }
    return render(request, "dailyreview/form_detail.html", context)


@require_POST
@role_required(Role.OFFICE_STAFF)
def form_confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    form = get_object_or_404(_forms(request), pk=pk)
    try:
        confirm_form(form, digest=request.POST.get("digest", ""), by=request.user)
        messages.success(request, _("The form is stored; the cadre's own record is as it was."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(form)


@require_POST
@role_required(Role.OFFICE_STAFF)
def form_drop(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    form = get_object_or_404(_forms(request), pk=pk)
    try:
        drop_form(form, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("dailyreview:form_list")


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def form_paper(request: AuthenticatedRequest, pk: int, format: str) -> HttpResponse:
    form = get_object_or_404(_forms(request).confirmed(), pk=pk)
    written = with_ours(form, request.user) if "ours" in request.GET else form.form
    answer = printed(appointment_sheet(written), format, form.cadre.name)
    record_download(form, kind=format, form="appointment", by=request.user)
    return answer


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def form_lrmx(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The file again; with `ours` also annual grades, awards and penalties that we know of."""
    form = get_object_or_404(_forms(request).confirmed(), pk=pk)
    written = with_ours(form, request.user) if "ours" in request.GET else form.form
    name = file_name(form.cadre.name, suffix="lrmx")
    record_download(form, kind="lrmx", form="appointment", by=request.user)
    return attached(write_lrmx(written), "application/xml", name)


def _forms(request: AuthenticatedRequest) -> AppointmentFormQuerySet:
    return AppointmentForm.objects.visible_to(request.user).select_related(
        "cadre", "imported_by", "offered_by"
    )
