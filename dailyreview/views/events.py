"""Event files: opened, people cited, timely awards proposed and decided."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from assessment.forms.posting import posted
from dailyreview.forms.events import AwardDecisionForm, AwardForm, CitationForm, EventFileForm
from dailyreview.models import AwardProposal, EventCitation, EventFile
from dailyreview.selectors.events import awards_suggested, citations_of, event_files
from dailyreview.services.events import cite_person, decide_award, propose_award, save_event
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import DOMAIN_ROLES, Role

ROWS_A_PAGE = 50


@require_safe
@role_required(*DOMAIN_ROLES)
def eventfile_list(request: AuthenticatedRequest) -> HttpResponse:
    page = Paginator(event_files(request.user), ROWS_A_PAGE)
    context = {
        "page": page.get_page(request.GET.get("page")),
        "may_change": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "dailyreview/eventfile_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def eventfile_create(request: AuthenticatedRequest) -> HttpResponse:
    return _edit(request, EventFile(), "dailyreview/eventfile_create.html")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def eventfile_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(EventFile.objects.editable_by(request.user), pk=pk)
    return _edit(request, event, "dailyreview/eventfile_edit.html")


@require_safe
@role_required(*DOMAIN_ROLES)
def eventfile_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    files = EventFile.objects.visible_to(request.user).select_related("domain")
    event = get_object_or_404(files, pk=pk)
    page = Paginator(citations_of(event, request.user), ROWS_A_PAGE)
    context = {
        "event": event,
        "page": page.get_page(request.GET.get("page")),
        "suggested": awards_suggested(event, request.user).count(),
        "may_change": EventFile.objects.editable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "dailyreview/eventfile_detail.html", context)


@sensitive_post_parameters("id_number", "name")
@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def citation_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(EventFile.objects.editable_by(request.user), pk=pk)
    form = CitationForm(posted(request), user=request.user)
    if form.is_valid():
        with refusals_to(form):
            cite_person(event, **form.citation, by=request.user)
            messages.success(request, _("Recorded; it counts once a second person confirms it."))
            return redirect(event)
    return render(request, "dailyreview/citation_create.html", {"form": form, "event": event})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def award_propose(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    kept = EventFile.objects.editable_by(request.user)
    citations = EventCitation.objects.visible_to(request.user).filter(event__in=kept)
    citation = get_object_or_404(citations.select_related("event", "entry__cadre"), pk=pk)
    form = AwardForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            propose_award(citation, **form.cleaned_data, by=request.user)
            messages.success(request, _("Proposed; somebody else decides."))
            return redirect(citation.event)
    context = {"form": form, "citation": citation}
    return render(request, "dailyreview/award_propose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*DOMAIN_ROLES)
def award_decide(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    proposals = AwardProposal.objects.visible_to(request.user).waiting()
    others = proposals.exclude(proposed_by=request.user)
    proposal = get_object_or_404(
        others.select_related("citation__event", "citation__entry__cadre", "proposed_by"), pk=pk
    )
    form = AwardDecisionForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            adopted = form.cleaned_data["verdict"] == "adopt"
            decide_award(
                proposal, adopted=adopted, words=form.cleaned_data["words"], by=request.user
            )
            messages.success(request, _("Saved."))
            return redirect(proposal.citation.event)
    return render(request, "dailyreview/award_decide.html", {"form": form, "proposal": proposal})


def _edit(request: AuthenticatedRequest, event: EventFile, template: str) -> HttpResponse:
    form = EventFileForm(posted(request), instance=event, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            save_event(form.instance, by=request.user)
            messages.success(request, _("Saved."))
            return redirect(form.instance)
    return render(request, template, {"form": form, "event": event})
