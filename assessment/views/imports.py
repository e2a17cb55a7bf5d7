"""The assessment workbook: template, upload with preview, confirmation, export."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from assessment.forms.imports import WorkbookUploadForm
from assessment.forms.posting import posted
from assessment.imports.confirming import confirm_import, upload_workbook
from assessment.imports.exporting import category_rows, library_rows, template_rows
from assessment.imports.writing import write_template, write_workbook
from assessment.models import WorkbookImport
from assessment.services.workbooks import drop_upload, record_export, record_library_export
from assessment.tables import ImportTable
from indicators.models import IndicatorSystem
from organization.exports import workbook_response
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.imports.marked import marked_copy
from organization.models import Category, Domain, Role, User

ROWS_A_PAGE = 50
HEAPS: dict[str, tuple[str | Promise, str]] = {
    "refused": (gettext_lazy("Refused"), "hj-bad"),
    "changed": (gettext_lazy("Changed"), "hj-watch"),
    "created": (gettext_lazy("New"), "hj-good"),
}


@dataclass(frozen=True)
class Heap:
    """One of the three piles of a preview, and the page of it that is shown."""

    name: str
    title: str | Promise
    style: str
    page: Page[dict[str, Any]]

    @property
    def page_field(self) -> str:
        return f"{self.name}_page"


@require_safe
@role_required(Role.OFFICE_STAFF)
def import_list(request: AuthenticatedRequest) -> HttpResponse:
    imports = WorkbookImport.objects.visible_to(request.user).defer("preview")
    table = ImportTable(imports)
    RequestConfig(request, paginate={"per_page": 20}).configure(table)
    template = "assessment/import_list.html"
    context = {"table": table, "exports": list(_exports(request.user))}
    return render(request, template + ("#table" if request.htmx else ""), context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def import_create(request: AuthenticatedRequest) -> HttpResponse:
    form = WorkbookUploadForm(posted(request), request.FILES or None)
    if form.is_valid():
        with refusals_to(form):
            return redirect(
                "assessment:import_detail",
                upload_workbook(form.cleaned_data["file"], by=request.user).pk,
            )
    return render(request, "assessment/import_create.html", {"form": form})


@require_safe
@role_required(Role.OFFICE_STAFF)
@vary_on_headers("HX-Request")
def import_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    workbook = get_object_or_404(WorkbookImport.objects.visible_to(request.user), pk=pk)
    heaps = {name: _heap(workbook, name, request) for name in HEAPS}
    template = "assessment/import_detail.html"
    if request.htmx and request.htmx.target in heaps:
        return render(request, template + "#heap", {"heap": heaps[request.htmx.target]})
    context = {"workbook": workbook, "heaps": heaps.values()}
    return render(request, template, context)


@require_POST
@role_required(Role.OFFICE_STAFF)
def import_confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    workbook = get_object_or_404(WorkbookImport.objects.visible_to(request.user), pk=pk)
    try:
        confirm_import(workbook, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The workbook is stored."))
    return redirect("assessment:import_detail", pk)


@require_POST
@role_required(Role.OFFICE_STAFF)
def import_drop(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    workbook = get_object_or_404(WorkbookImport.objects.visible_to(request.user), pk=pk)
    try:
        drop_upload(workbook, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The workbook is dropped; nothing was stored."))
    return redirect("assessment:import_list")


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def import_marked(request: AuthenticatedRequest, pk: int) -> FileResponse:
    waiting = WorkbookImport.objects.visible_to(request.user).filter(refused_count__gt=0)
    workbook = get_object_or_404(waiting.filter(state=WorkbookImport.State.PREVIEWED), pk=pk)
    stem = workbook.file_name.removesuffix(".xlsx")
    return workbook_response(
        marked_copy(workbook), file_name=_("%(name)s, marked.xlsx") % {"name": stem}
    )


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def workbook_template(request: AuthenticatedRequest) -> FileResponse:
    content = io.BytesIO()
    write_template(content, template_rows(request.user), language=get_language() or "zh-hans")
    return workbook_response(content.getvalue(), file_name=_("Assessment workbook.xlsx"))


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def workbook_export(request: AuthenticatedRequest, pk: int, year: int) -> FileResponse:
    category = get_object_or_404(_own_categories(request.user), pk=pk)
    rows = category_rows(category, year, user=request.user)
    record_export(
        category, counts={key: len(entries) for key, entries in rows.items()}, by=request.user
    )
    content = io.BytesIO()
    write_workbook(content, rows, language=get_language() or "zh-hans")
    return workbook_response(content.getvalue(), file_name=f"{category.name} {year}.xlsx")


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def workbook_library(request: AuthenticatedRequest) -> FileResponse:
    rows = library_rows(request.user)
    record_library_export(
        counts={key: len(entries) for key, entries in rows.items()}, by=request.user
    )
    content = io.BytesIO()
    write_workbook(content, rows, language=get_language() or "zh-hans")
    return workbook_response(content.getvalue(), file_name=_("Indicator library.xlsx"))


def _own_categories(user: User) -> Any:
    return Category.objects.filter(domain__in=Domain.objects.editable_by(user))


def _exports(user: User) -> Iterator[tuple[Category, list[int]]]:
    """Categories with the years they have systems for; this year where there is none yet."""
    years: dict[int, set[int]] = {}
    for category, year in IndicatorSystem.objects.visible_to(user).values_list("category", "year"):
        years.setdefault(category, set()).add(year)
    for category in _own_categories(user).select_related("domain"):
        found = years.get(category.pk, {timezone.localdate().year})
        yield category, sorted(found, reverse=True)


def _heap(workbook: WorkbookImport, name: str, request: AuthenticatedRequest) -> Heap:
    title, style = HEAPS[name]
    paginator = Paginator(workbook.preview.get(name, []), ROWS_A_PAGE)
    page = paginator.get_page(request.GET.get(f"{name}_page"))
    return Heap(name, title, style, page)
