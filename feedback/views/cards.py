"""Cards of people and teams: to look at, on paper, and the office's words on them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessment.forms.posting import posted
from dailyreview.models.dossier import people_kept
from dailyreview.paper import Sheet
from dailyreview.paper.downloads import printed
from dailyreview.services.downloads import record_download
from feedback.forms.files import PersonCardForm, TeamCardForm
from feedback.models import PersonCard, TeamCard
from feedback.paper.cards import person_sheet, team_sheet
from feedback.selectors.files.access import FILE_READERS, Reader
from feedback.selectors.files.cards import person_facts, team_facts
from feedback.selectors.files.material import material_of
from feedback.services.files import write_person_card, write_team_card
from feedback.views.files import opened_file, opened_team
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Cadre, Role, Unit


@require_safe
@login_required
def file_card(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cadre = opened_file(request, pk)
    may_write = _kept_people(request).filter(pk=pk).exists()
    context = {"cadre": cadre, "sheet": _person_sheet(cadre, request), "may_write": may_write}
    return render(request, "feedback/file_card.html", context)


@require_safe
@never_cache
@login_required
def file_paper(request: AuthenticatedRequest, pk: int, format: str) -> HttpResponse:
    cadre = opened_file(request, pk)
    answer = printed(_person_sheet(cadre, request), format, cadre.name)
    record_download(cadre, kind=format, form="card", by=request.user)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def file_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cadre = get_object_or_404(_kept_people(request), pk=pk)
    standing = PersonCard.objects.filter(cadre=cadre).first()
    form = PersonCardForm(posted(request), instance=standing)
    if form.is_valid():
        with refusals_to(form):
            write_person_card(cadre, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("feedback:file_card", pk)
    return render(request, "feedback/file_edit.html", {"cadre": cadre, "form": form})


@require_safe
@role_required(*FILE_READERS)
def team_card(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    unit = opened_team(request, pk)
    may_write = _kept_units(request).filter(pk=pk).exists()
    context = {"unit": unit, "sheet": _team_sheet(unit, request), "may_write": may_write}
    return render(request, "feedback/team_card.html", context)


@require_safe
@never_cache
@role_required(*FILE_READERS)
def team_paper(request: AuthenticatedRequest, pk: int, format: str) -> HttpResponse:
    unit = opened_team(request, pk)
    answer = printed(_team_sheet(unit, request), format, unit.name)
    record_download(unit, kind=format, form="team card", by=request.user)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def team_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(_kept_units(request), pk=pk)
    standing = TeamCard.objects.filter(unit=unit).first()
    form = TeamCardForm(posted(request), instance=standing)
    if form.is_valid():
        with refusals_to(form):
            write_team_card(unit, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("feedback:team_card", pk)
    return render(request, "feedback/team_edit.html", {"unit": unit, "form": form})


def _kept_people(request: AuthenticatedRequest) -> QuerySet[Cadre]:
    """Those on whose cards the account writes; never the own one."""
    user = request.user
    return people_kept(user, [Role.OFFICE_STAFF]).exclude(pk=user.cadre_id or 0)


def _kept_units(request: AuthenticatedRequest) -> QuerySet[Unit]:
    """Those on the cards of whose teams the account writes."""
    if not request.user.has_role(Role.OFFICE_STAFF):
        return Unit.objects.none()
    return Unit.objects.editable_by(request.user)


def _person_sheet(cadre: Cadre, request: AuthenticatedRequest) -> Sheet:
    return person_sheet(person_facts(material_of(cadre, request.user), timezone.localdate()))


def _team_sheet(unit: Unit, request: AuthenticatedRequest) -> Sheet:
    return team_sheet(team_facts(unit, Reader(request.user), timezone.localdate()))
