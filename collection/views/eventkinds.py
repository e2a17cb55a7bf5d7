"""Kinds of events: what counts for or against a unit, and how much."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from collection.forms.events import EventKindForm
from collection.models import EventKind
from collection.services.events import save_kind
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import DOMAIN_ROLES, Role

ROWS_A_PAGE = 50


@require_safe
@role_required(*DOMAIN_ROLES)
def eventkind_list(request: AuthenticatedRequest) -> HttpResponse:
    kinds = EventKind.objects.visible_to(request.user).select_related("domain", "indicator")
    page = Paginator(kinds.prefetch_related("levels"), ROWS_A_PAGE)
    context = {
        "page": page.get_page(request.GET.get("page")),
        "may_change": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "collection/eventkind_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def eventkind_create(request: AuthenticatedRequest) -> HttpResponse:
    return _edit(request, EventKind(), "collection/eventkind_create.html")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def eventkind_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    kind = get_object_or_404(EventKind.objects.editable_by(request.user), pk=pk)
    return _edit(request, kind, "collection/eventkind_edit.html")


def _edit(request: AuthenticatedRequest, kind: EventKind, template: str) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = EventKindForm(data, instance=kind, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            save_kind(form.instance, levels=form.cleaned_data["levels"], by=request.user)
            return redirect("collection:eventkind_list")
    return render(request, template, {"form": form, "kind": kind})
