"""The office's side of the comment page: the desk, the addresses, the posters."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from collection.forms.comments import DeskForm, PointCreateForm, PointForm
from collection.models import CommentDesk, CommentPoint
from collection.paper.posters import Poster, posters_pdf
from collection.services.comment_points import save_desk, save_point
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import DOMAIN_ROLES, Domain, Role
from organization.paper.file_names import file_name

ROWS_A_PAGE = 50
MOST_POSTERS = 200


@require_safe
@role_required(*DOMAIN_ROLES)
def point_list(request: AuthenticatedRequest) -> HttpResponse:
    points = CommentPoint.objects.visible_to(request.user).select_related("unit")
    context = {
        "page": Paginator(points, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "open_keys": set(points.taking_comments().values_list("pk", flat=True)),
        "desks": CommentDesk.objects.visible_to(request.user).select_related("domain"),
        "domains": Domain.objects.editable_by(request.user).filter(comment_desk=None)
        if request.user.has_role(Role.OFFICE_STAFF)
        else [],
        "may_change": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "collection/point_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def desk_edit(request: AuthenticatedRequest, domain_pk: int) -> HttpResponse:
    domain = get_object_or_404(Domain.objects.editable_by(request.user), pk=domain_pk)
    desk = CommentDesk.objects.filter(domain=domain).first() or CommentDesk(domain=domain)
    form = DeskForm(_posted(request), instance=desk)
    if form.is_valid():
        with refusals_to(form):
            save_desk(domain, **form.cleaned_data, by=request.user)
            return redirect("collection:point_list")
    return render(request, "collection/desk_edit.html", {"form": form, "domain": domain})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def point_create(request: AuthenticatedRequest) -> HttpResponse:
    form = PointCreateForm(_posted(request), user=request.user)
    if form.is_valid():
        with refusals_to(form):
            save_point(CommentPoint(), **form.cleaned_data, by=request.user)
            return redirect("collection:point_list")
    return render(request, "collection/point_create.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def point_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    points = CommentPoint.objects.editable_by(request.user).select_related("unit")
    point = get_object_or_404(points, pk=pk)
    form = PointForm(_posted(request), instance=point)
    if form.is_valid():
        with refusals_to(form):
            save_point(get_object_or_404(points, pk=pk), **form.cleaned_data, by=request.user)
            return redirect("collection:point_list")
    context = {"form": form, "point": point, "address": _address(request, point)}
    return render(request, "collection/point_edit.html", context)


@require_safe
@never_cache
@role_required(*DOMAIN_ROLES)
def point_pdf(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    points = CommentPoint.objects.visible_to(request.user).select_related("unit")
    point = get_object_or_404(points, pk=pk)
    return _posters(request, [point], str(point))


@require_safe
@never_cache
@role_required(*DOMAIN_ROLES)
def point_posters(request: AuthenticatedRequest) -> HttpResponse:
    """A poster for each address that takes comments today."""
    points = CommentPoint.objects.visible_to(request.user).taking_comments()
    return _posters(request, list(points.select_related("unit")[:MOST_POSTERS]), "")


def _posters(request: AuthenticatedRequest, points: list[CommentPoint], name: str) -> HttpResponse:
    desks = {desk.domain_id: desk for desk in CommentDesk.objects.all()}
    posters = [
        Poster(
            unit=point.unit.name,
            place=point.place,
            address=_address(request, point, desks.get(point.unit.domain_id)),
            contacts=getattr(desks.get(point.unit.domain_id), "contacts", ""),
        )
        for point in points
    ]
    disposition = content_disposition_header(
        True, file_name(_("Comment posters"), name, suffix="pdf")
    )
    return HttpResponse(
        posters_pdf(posters),
        content_type="application/pdf",
        headers={"Content-Disposition": disposition or ""},
    )


def _address(
    request: AuthenticatedRequest, point: CommentPoint, desk: CommentDesk | None = None
) -> str:
    """Where the public reaches the page: from outside, if the desk says how."""
    desk = desk or CommentDesk.objects.filter(domain=point.unit.domain_id).first()
    if desk and desk.public_address:
        return desk.public_address.rstrip("/") + point.public_path
    return request.build_absolute_uri(point.public_path)


def _posted(request: AuthenticatedRequest) -> Any:
    return request.POST if request.method == "POST" else None
