"""The file of a person and of a leadership team."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dailyreview.models.dossier import people_kept
from dailyreview.paper import PRINTERS
from dailyreview.paper.downloads import MEDIA, attached
from feedback.growth import growth_chart
from feedback.models import PersonCard
from feedback.selectors.files.access import (
    FILE_READERS,
    Reader,
    files_open_to,
    teams_open_to,
)
from feedback.selectors.files.cards import team_facts
from feedback.selectors.files.growth import growth_of
from feedback.selectors.files.material import material_of
from feedback.selectors.files.modules import parts_of
from feedback.selectors.files.teams import members_of
from feedback.selectors.files.years import grades_of_unit, years_of
from feedback.services.files import export_file
from organization.http import AuthenticatedRequest, role_required
from organization.models import Cadre, Role, Unit
from organization.paper.file_names import file_name


@require_safe
@login_required
def file_own(request: AuthenticatedRequest) -> HttpResponse:
    if request.user.cadre_id is None:
        raise Http404
    return file_detail(request, request.user.cadre_id)


@require_safe
@login_required
def file_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cadre = opened_file(request, pk)
    material = material_of(cadre, request.user)
    posts = growth_of(material.posts, material.grades)
    kept = people_kept(request.user, [Role.OFFICE_STAFF])
    context = {
        "cadre": cadre,
        "reader": material.reader,
        "table": years_of(material.grades),
        "posts": posts,
        "chart": growth_chart(posts, timezone.localdate()),
        "parts": parts_of(material),
        "card": PersonCard.objects.visible_to(request.user).filter(cadre=cadre).first(),
        "may_write": not material.reader.is_own and kept.filter(pk=pk).exists(),
    }
    return render(request, "feedback/file_detail.html", context)


@require_safe
@never_cache
@login_required
def file_export(request: AuthenticatedRequest, pk: int, format: str) -> HttpResponse:
    """The electronic file of one person, all parts in one document."""
    cadre = opened_file(request, pk)
    if format not in PRINTERS:
        raise Http404
    content = export_file(cadre, format=format, by=request.user)
    return attached(content, MEDIA[format], file_name(cadre.name, str(cadre.pk), suffix=format))


@require_safe
@role_required(*FILE_READERS)
def team_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    unit = opened_team(request, pk)
    reader = Reader(request.user)
    table = years_of(grades_of_unit(unit, reader))
    members = members_of(unit, reader, timezone.localdate())
    known = {year.year for year in table.years} | {year for one in members for year in one.annual}
    years = list(range(min(known), max(known) + 1)) if known else []
    may_write = request.user.has_role(Role.OFFICE_STAFF)
    context = {
        "unit": unit,
        "table": table,
        "years": years,
        "members": [(one, one.in_years(years)) for one in members],
        "facts": team_facts(unit, reader, timezone.localdate()),
        "may_write": may_write and Unit.objects.editable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "feedback/team_detail.html", context)


def opened_file(request: AuthenticatedRequest, pk: int) -> Cadre:
    """The person whose file the account opens."""
    return get_object_or_404(files_open_to(request.user), pk=pk)


def opened_team(request: AuthenticatedRequest, pk: int) -> Unit:
    """The unit the file of whose team the account opens."""
    return get_object_or_404(teams_open_to(request.user).select_related("team", "domain"), pk=pk)
