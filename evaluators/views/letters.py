"""The letters of a plan: read, then signed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluators.forms.letters import LettersForm
from evaluators.models import FieldPlan
from evaluators.selectors.access import letters_of, running_seats
from evaluators.services.letters import sign_letters
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, way_back


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def letter_sign(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Only for a seat of a plan that runs: before and after it there is nothing to open."""
    seats = running_seats(request.user, timezone.localdate())
    plan = get_object_or_404(FieldPlan, pk__in=seats.values("group__plan"), pk=pk)
    evaluator, back = request.user.evaluator, way_back(request)
    letters = letters_of(plan, evaluator)
    unsigned = [letter for letter, signature in letters if signature is None]
    form = LettersForm(request.POST if request.method == "POST" else None, letters=unsigned)
    if form.is_valid():
        with refusals_to(form):
            sign_letters(evaluator, plan=plan, letters=unsigned, by=request.user)
            messages.success(request, _("Signed. Your tasks are open."))
            return redirect(back)
    context = {
        "plan": plan,
        "letters": letters,
        "unsigned": unsigned,
        "form": form,
        "back": back,
    }
    return render(request, "evaluators/letter_sign.html", context)
