"""Method documents: the register, the form, the file."""

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessment.forms.methods import MethodForm
from assessment.forms.posting import posted
from assessment.models import MethodDocument
from assessment.models.methods import KINDS
from assessment.services.methods import save_method
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
def method_list(request: AuthenticatedRequest) -> HttpResponse:
    documents = MethodDocument.objects.visible_to(request.user)
    standing = list(documents.on(timezone.localdate()))
    names = {kind: MethodDocument._meta.get_field(f"for_{kind}").verbose_name for kind in KINDS}  # type: ignore[union-attr]
    context = {
        "kinds": [
            (str(names[kind]), count)
            for kind in KINDS
            if (count := sum(getattr(one, f"for_{kind}") for one in standing))
        ],
        "total": len(standing),
        "page": Paginator(documents, 50).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
        "may_change": request.user.has_role(Role.OFFICE_STAFF),
    }
    return render(request, "assessment/method_list.html", context)


@require_safe
@role_required(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
def method_download(request: AuthenticatedRequest, pk: int) -> FileResponse:
    document = get_object_or_404(MethodDocument.objects.visible_to(request.user), pk=pk)
    if not document.file:
        raise Http404
    # Always as a file to keep: nothing that somebody uploaded is ever shown as a page of this site.
    return FileResponse(document.file.open("rb"), as_attachment=True)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def method_create(request: AuthenticatedRequest) -> HttpResponse:
    return _method_form(request, None, "assessment/method_create.html")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def method_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(MethodDocument.objects.visible_to(request.user), pk=pk)
    return _method_form(request, document, "assessment/method_edit.html")


def _method_form(
    request: AuthenticatedRequest, document: MethodDocument | None, template: str
) -> HttpResponse:
    form = MethodForm(posted(request), request.FILES or None, instance=document)
    if form.is_valid():
        fields = dict(form.cleaned_data)
        file = fields.pop("upload")
        with refusals_to(form):
            save_method(document, file=file, by=request.user, **fields)
            return redirect("assessment:method_list")
    return render(request, template, {"form": form, "document": document})
