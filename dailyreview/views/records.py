"""The person's side: the own quarters, writing one, handing it in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dailyreview.forms.records import RecordEditor
from dailyreview.models import QuarterRecord
from dailyreview.selectors.records import record_page, records_seen_by
from dailyreview.services.records import copy_last_quarter, submit_record
from dailyreview.views.results import grade_panels
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@role_required(Role.CADRE)
def record_list(request: AuthenticatedRequest) -> HttpResponse:
    records = (
        QuarterRecord.objects.own_of(request.user)
        .with_decisions()
        .select_related("quarter__plan", "quarter__cycle", "section")
        .order_by("-quarter__plan__year", "-quarter__number")
    )
    context = {"records": records, "grades": grade_panels(request.user.cadre, request.user)}
    return render(request, "dailyreview/record_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.CADRE)
def record_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Write the record; the button says whether it stays a draft or is handed in."""
    records = QuarterRecord.objects.own_of(request.user).select_related("quarter__cycle")
    record = get_object_or_404(records, pk=pk)
    if not record.is_with_person:
        return redirect(record)
    editor = RecordEditor(request.POST if request.method == "POST" else None, record=record)
    if request.method == "POST" and (saved := editor.save(by=request.user)):
        if "submit" not in request.POST:
            messages.success(request, _("Saved as a draft."))
            return redirect("dailyreview:record_edit", pk)
        with refusals_to(editor.form):
            submit_record(saved, revision=saved.revision, by=request.user)
            messages.success(request, _("Handed in; you see here how far it is."))
            return redirect(saved)
        # What was typed is stored; only handing in was refused.
        editor.form.data = editor.form.data.copy() | {"revision": str(saved.revision)}
    context = {"editor": editor, **record_page(record, request.user)}
    return render(request, "dailyreview/record_edit.html", context)


@require_POST
@role_required(Role.CADRE)
def record_copy(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(QuarterRecord.objects.own_of(request.user), pk=pk)
    if not record.is_with_person:
        return redirect(record)
    count = copy_last_quarter(record, by=request.user)
    words = ngettext(
        "%(count)s piece of work was taken over.",
        "%(count)s pieces of work were taken over.",
        count,
    )
    messages.success(request, words % {"count": count})
    return redirect("dailyreview:record_edit", pk)


@require_safe
@login_required
def record_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    records = records_seen_by(request.user)
    record = get_object_or_404(
        records.select_related("quarter__cycle", "section", "assessee__appointment__cadre"), pk=pk
    )
    context = record_page(record, request.user)
    post = record.assessee.appointment
    context["grades"] = grade_panels(post.cadre if post else None, request.user)
    return render(request, "dailyreview/record_detail.html", context)
