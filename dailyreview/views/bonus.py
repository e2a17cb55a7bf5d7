"""The bonus sheet of a plan: for its office alone, off unless switched on."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.forms.posting import posted
from dailyreview.exports import bonus_workbook
from dailyreview.forms.bonus import BonusClassForm, BonusSwitchForm
from dailyreview.models import BonusClass, DailyPlan
from dailyreview.selectors.bonus import points_by_class
from dailyreview.services.bonus import (
    make_bonus_sheet,
    remove_bonus_class,
    set_bonus_class,
    switch_bonus,
)
from organization.exports import workbook_response
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Role
from organization.paper.file_names import file_name


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def bonus_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Switch, parameters, and the way to the sheet; no amount of anybody is shown."""
    plan = _plan(request, pk)
    form = BonusSwitchForm(posted(request), instance=_plan(request, pk))
    if form.is_valid():
        with refusals_to(form):
            switch_bonus(plan, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("dailyreview:bonus_detail", pk)
    people = points_by_class(plan)
    classes = [(one, len(people.get(one.identity_class, ()))) for one in plan.bonus_classes.all()]
    context = {"plan": plan, "form": form, "classes": classes}
    return render(request, "dailyreview/bonus_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.OFFICE_STAFF)
def bonusclass_create(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    form = BonusClassForm(posted(request), instance=BonusClass(plan=plan))
    if form.is_valid():
        with refusals_to(form):
            set_bonus_class(form.instance, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("dailyreview:bonus_detail", pk)
    return render(request, "dailyreview/bonusclass_create.html", {"plan": plan, "form": form})


@require_POST
@role_required(Role.OFFICE_STAFF)
def bonusclass_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    plans = DailyPlan.objects.editable_by(request.user)
    bonus = get_object_or_404(BonusClass.objects.filter(plan__in=plans), pk=pk)
    remove_bonus_class(bonus, by=request.user)
    return redirect("dailyreview:bonus_detail", bonus.plan_id)


@require_safe
@never_cache
@role_required(Role.OFFICE_STAFF)
def bonus_export(request: AuthenticatedRequest, pk: int) -> HttpResponseBase:
    plan = _plan(request, pk)
    try:
        sheets = make_bonus_sheet(plan, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("dailyreview:bonus_detail", pk)
    name = file_name(_("Bonus sheet"), str(plan), suffix="xlsx")
    return workbook_response(bonus_workbook(sheets), file_name=name)


def _plan(request: AuthenticatedRequest, pk: int) -> DailyPlan:
    return get_object_or_404(DailyPlan.objects.editable_by(request.user), pk=pk)
