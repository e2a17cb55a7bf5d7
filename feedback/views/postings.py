"""Postings of results: reading what is up, and the office putting it up and taking it down."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessment.forms.posting import posted
from feedback import paper
from feedback.forms.postings import PostingForm, WithdrawForm
from feedback.models import Posting
from feedback.paper.posting import heads_of
from feedback.selectors.postings import (
    postable_cycles,
    posted_rows,
    postings_for,
)
from feedback.services.postings import post_results, withdraw_posting
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role
from organization.paper.file_names import file_name

ROWS_A_PAGE = 50
CYCLES_SHOWN = 8
# Set within a few seconds; a longer list is posted unit by unit.
MOST_ON_PAPER = 2000


@require_safe
@login_required
def posting_list(request: AuthenticatedRequest) -> HttpResponse:
    postings = postings_for(request.user).select_related("domain", "cycle")
    may_post = request.user.has_role(Role.OFFICE_STAFF)
    context = {
        "page": Paginator(postings, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "cycles": postable_cycles(request.user)[:CYCLES_SHOWN] if may_post else [],
        "may_post": may_post,
    }
    return render(request, "feedback/posting_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def posting_create(request: AuthenticatedRequest, cycle_pk: int) -> HttpResponse:
    cycles = postable_cycles(request.user).select_related("scheme")
    cycle = get_object_or_404(cycles, pk=cycle_pk)
    form = PostingForm(posted(request), cycle=cycle, user=request.user)
    if form.is_valid():
        with refusals_to(form):
            return redirect(post_results(cycle, **form.cleaned_data, by=request.user))
    return render(request, "feedback/posting_create.html", {"form": form, "cycle": cycle})


@require_safe
@login_required
def posting_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    posting = _readable(request, pk)
    rows = Paginator(posted_rows(posting, request.user), ROWS_A_PAGE)
    page, heads = rows.get_page(request.GET.get("page")), heads_of(posting)
    context = {
        "posting": posting,
        "page": page,
        "heads": heads,
        "is_printable": page.paginator.count <= MOST_ON_PAPER,
        "lines": [list(zip(heads, row, strict=True)) for row in page],
        "may_withdraw": Posting.objects.editable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "feedback/posting_detail.html", context)


@require_safe
@never_cache
@login_required
def posting_pdf(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    posting = _readable(request, pk)
    rows = posted_rows(posting, request.user)
    if rows.count() > MOST_ON_PAPER:
        raise Http404
    name = file_name(posting.title, suffix="pdf")
    return HttpResponse(
        paper.posting_pdf(posting, rows),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def posting_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    posting = get_object_or_404(Posting.objects.editable_by(request.user), pk=pk)
    form = WithdrawForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            withdraw_posting(posting, **form.cleaned_data, by=request.user)
            return redirect(posting)
    return render(request, "feedback/posting_withdraw.html", {"form": form, "posting": posting})


def _readable(request: AuthenticatedRequest, pk: int) -> Posting:
    postings = postings_for(request.user).select_related("cycle", "domain", "withdrawn_by")
    return get_object_or_404(postings, pk=pk)
