"""Certificates of duty that run out, and their renewal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from evaluators.forms.certificates import RenewalForm
from evaluators.forms.picking import picker_of, turns_page
from evaluators.models import POOL_ROLES
from evaluators.selectors.certificates import running_out
from evaluators.services.certificates import renew_certificates
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role


@require_safe
@role_required(*POOL_ROLES)
@vary_on_headers("HX-Request")
def certificate_list(request: AuthenticatedRequest) -> HttpResponse:
    return _show(request, RenewalForm(people=running_out(timezone.localdate())))


@require_POST
@role_required(Role.OFFICE_STAFF)
def certificate_renew(request: AuthenticatedRequest) -> HttpResponse:
    people = running_out(timezone.localdate())
    if turns_page(request.POST):
        return _show(request, RenewalForm(initial=request.POST.dict(), people=people))
    form = RenewalForm(request.POST, people=people)
    if form.is_valid():
        with refusals_to(form):
            count = len(renew_certificates(**form.cleaned_data, by=request.user))
            text = ngettext(
                "%(count)s certificate renewed.", "%(count)s certificates renewed.", count
            )
            messages.success(request, text % {"count": count})
            return redirect("evaluators:certificate_list")
    return _show(request, form)


def _show(request: AuthenticatedRequest, form: RenewalForm) -> HttpResponse:
    today = timezone.localdate()
    people = running_out(today)
    sent = request.method == "POST"
    context = {
        "form": form,
        "picker": picker_of(request.POST if sent else request.GET, people, sent=sent),
        "count": people.count(),
        "today": today,
        "may_edit": request.user.has_role(Role.OFFICE_STAFF),
    }
    template = "evaluators/certificate_list.html"
    return render(request, template + ("#people" if request.htmx else ""), context)
