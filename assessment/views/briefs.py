"""The brief on an assessee, as page and as DOCX."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessment.models import TalkOutline
from assessment.paper import brief_docx as make_docx
from assessment.selectors.briefs import brief_of
from assessment.views.fieldwork import assessee_seen, standing_seen
from organization.http import AuthenticatedRequest

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@login_required
def brief_detail(request: AuthenticatedRequest, pk: int, assessee_pk: int) -> HttpResponse:
    standing = standing_seen(request, pk)
    assessee = assessee_seen(standing, assessee_pk)
    context = {
        "standing": standing,
        "group": standing.group,
        "assessee": assessee,
        "brief": brief_of(assessee),
        "outline": TalkOutline.objects.filter(group=standing.group, assessee=assessee).first(),
    }
    return render(request, "assessment/brief_detail.html", context)


@require_safe
@never_cache
@login_required
def brief_docx(request: AuthenticatedRequest, pk: int, assessee_pk: int) -> HttpResponse:
    assessee = assessee_seen(standing_seen(request, pk), assessee_pk)
    content = make_docx(brief_of(assessee), on=timezone.localdate())
    name = get_valid_filename(f"{assessee.name} {_('Brief before the field work')}")
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.docx")
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(content, content_type=DOCX, headers=headers)
