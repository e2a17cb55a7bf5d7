"""Schemes: the rules of an assessment, in sentences and as a form."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from assessment.forms.posting import posted
from assessment.forms.schemes import SchemeEditor
from assessment.models import AssessmentCycle, Scheme, SchemeQuota
from assessment.tables import SchemeTable
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
@vary_on_headers("HX-Request")
def scheme_list(request: AuthenticatedRequest) -> HttpResponse:
    table = SchemeTable(Scheme.objects.annotate(cycle_count=Count("cycles")))
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    template = "assessment/scheme_list.html"
    if request.htmx:
        template += "#table"
    context = {"table": table, "may_change": request.user.has_role(Role.OFFICE_STAFF)}
    return render(request, template, context)


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
def scheme_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    scheme = get_object_or_404(Scheme.objects.prefetch_related("grades", "rater_classes"), pk=pk)
    cycles = AssessmentCycle.objects.visible_to(request.user).filter(scheme=scheme)
    context = {
        "scheme": scheme,
        "cycles": cycles,
        "quotas": SchemeQuota.objects.of_scheme(scheme),
        "may_change": request.user.has_role(Role.OFFICE_STAFF),
        "in_use": scheme.cycles.exclude(state=AssessmentCycle.State.DRAFT).exists(),
    }
    return render(request, "assessment/scheme_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def scheme_create(request: AuthenticatedRequest) -> HttpResponse:
    editor = SchemeEditor(posted(request), scheme=None)
    if request.method == "POST" and (scheme := editor.save(by=request.user)):
        return redirect(scheme)
    return render(request, "assessment/scheme_create.html", {"editor": editor})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def scheme_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    scheme = get_object_or_404(Scheme, pk=pk)
    editor = SchemeEditor(posted(request), scheme=scheme)
    if request.method == "POST" and (saved := editor.save(by=request.user)):
        messages.success(request, _("The scheme is saved."))
        return redirect(saved)
    return render(request, "assessment/scheme_edit.html", {"editor": editor, "scheme": scheme})
