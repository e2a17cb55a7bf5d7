"""The audit trail."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from organization.filters import AuditEventFilter
from organization.http import AuthenticatedRequest, role_required
from organization.models import AuditEvent, Role
from organization.models.audit import kind_of_object
from organization.tables import AuditEventTable

PAGE_SIZE = 50


@require_safe
@role_required(Role.AUDIT_ADMIN)
@vary_on_headers("HX-Request")
def audit_event_list(request: AuthenticatedRequest) -> HttpResponse:
    events = AuditEvent.objects.visible_to(request.user).select_related("actor")
    filtered = AuditEventFilter(request.GET, queryset=events, request=request)
    table = AuditEventTable(filtered.qs)
    RequestConfig(request, paginate={"per_page": PAGE_SIZE}).configure(table)
    template = "organization/audit_event_list.html"
    if request.htmx:
        template += "#table"
    return render(request, template, {"filter": filtered, "table": table})


@require_safe
@role_required(Role.AUDIT_ADMIN)
@vary_on_headers("HX-Request")
def audit_trail(request: AuthenticatedRequest, object_type: str, object_key: str) -> HttpResponse:
    events = AuditEvent.objects.visible_to(request.user).about_row(object_type, object_key)
    page = Paginator(events.select_related("actor"), PAGE_SIZE).get_page(request.GET.get("page"))
    if not page.object_list:
        raise Http404
    template = "organization/audit_trail.html"
    if request.htmx:
        template += "#trail"
    # An event on many rows bears the name of what brought them.
    own = events.filter(object_type=object_type, object_key=object_key).first()
    named = own.object_label if own else f"{kind_of_object(object_type)} {object_key}"
    context = {"page": page, "name": named, "kind": kind_of_object(object_type)}
    return render(request, template, context)
