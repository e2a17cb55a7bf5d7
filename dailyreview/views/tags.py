"""Tags on people: the list of each with its conditions and spreadsheet, putting on, taking away."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from assessment.forms.posting import posted
from dailyreview.exports import tag_workbook
from dailyreview.forms.tags import (
    TagForm,
    TaggingForm,
    TagRemovalForm,
    TagSearchForm,
    taggable_by,
)
from dailyreview.models import CadreTag, Tagging
from dailyreview.selectors.tags import people_tagged, tag_rows, tags_with_people
from dailyreview.services.tags import create_tag, put_tag, record_tag_export, remove_tag
from organization.exports import workbook_response
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import DOMAIN_ROLES, Role
from organization.paper.file_names import file_name

ROWS_A_PAGE = 50


@require_safe
@role_required(*DOMAIN_ROLES)
def tag_list(request: AuthenticatedRequest) -> HttpResponse:
    page = Paginator(tags_with_people(request.user), ROWS_A_PAGE)
    context = {
        "page": page.get_page(request.GET.get("page")),
        "may_change": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "dailyreview/tag_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def tag_create(request: AuthenticatedRequest) -> HttpResponse:
    form = TagForm(posted(request), user=request.user)
    if form.is_valid():
        with refusals_to(form):
            return redirect(create_tag(**form.cleaned_data, by=request.user))
    return render(request, "dailyreview/tag_create.html", {"form": form})


@require_safe
@role_required(*DOMAIN_ROLES)
@vary_on_headers("HX-Request")
def tag_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    tag = get_object_or_404(CadreTag.objects.visible_to(request.user), pk=pk)
    form = TagSearchForm(request.GET)
    people = people_tagged(tag, request.user, form.conditions)
    page = Paginator(people, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "tag": tag,
        "form": form,
        "page": page,
        "rows": tag_rows(list(page)),
        "query": urlencode(form.conditions),
        "may_change": CadreTag.objects.editable_by(request.user).filter(pk=pk).exists(),
    }
    template = "dailyreview/tag_detail.html"
    return render(request, f"{template}#table" if request.htmx else template, context)


@require_safe
@never_cache
@role_required(*DOMAIN_ROLES)
def tag_export(request: AuthenticatedRequest, pk: int) -> FileResponse:
    """Everybody with the tag under the same conditions."""
    tag = get_object_or_404(CadreTag.objects.visible_to(request.user), pk=pk)
    rows = tag_rows(list(people_tagged(tag, request.user, TagSearchForm(request.GET).conditions)))
    record_tag_export(tag, rows=len(rows), by=request.user)
    return workbook_response(tag_workbook(rows), file_name=file_name(tag.name, suffix="xlsx"))


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def tagging_create(request: AuthenticatedRequest) -> HttpResponse:
    """A tag on one person of a dossier or on several of a list; `people` names them."""
    asked: Any = {"people": request.GET.getlist("people"), "tag": request.GET.get("tag")}
    form = TaggingForm(posted(request), user=request.user, initial=asked)
    if form.is_valid():
        with refusals_to(form):
            put = put_tag(**form.cleaned_data, by=request.user)
            words = ngettext("%(count)s person tagged.", "%(count)s people tagged.", len(put))
            messages.success(request, words % {"count": len(put)})
            return redirect(form.cleaned_data["tag"])
    chosen = [key for key in form["people"].value() or [] if str(key).isdecimal()]
    context = {"form": form, "people": taggable_by(request.user).filter(pk__in=chosen)}
    return render(request, "dailyreview/tagging_create.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def tagging_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    marks = Tagging.objects.visible_to(request.user).standing().select_related("tag", "cadre")
    tagging = get_object_or_404(marks.filter(cadre__in=taggable_by(request.user)), pk=pk)
    form = TagRemovalForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            remove_tag(tagging, **form.cleaned_data, by=request.user)
            messages.success(request, _("Taken away; that it was there stays on record."))
            return redirect(tagging.tag)
    return render(request, "dailyreview/tagging_remove.html", {"form": form, "tagging": tagging})
