"""Cadres: the list, one cadre with every post held, and what the office changes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from organization.filters import CadreFilter
from organization.forms import CadreForm, DayForm
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest, role_required
from organization.models import Appointment, Cadre, Role, Unit
from organization.navigation import links_about
from organization.services.people import create_cadre, update_cadre
from organization.tables import CadreTable

PAGE_SIZE = 50


@require_safe
@role_required(
    Role.OFFICE_STAFF,
    Role.COMMITTEE_MEMBER,
    Role.UNIT_PRINCIPAL,
    Role.SUPERVISING_LEADER,
    Role.SYSTEM_ADMIN,
)
@vary_on_headers("HX-Request")
def cadre_list(request: AuthenticatedRequest) -> HttpResponse:
    cadres = Cadre.objects.visible_to(request.user).with_posts_today()
    filtered = CadreFilter(request.GET, queryset=cadres, request=request)
    table = CadreTable(filtered.qs)
    RequestConfig(request, paginate={"per_page": PAGE_SIZE}).configure(table)
    template = "organization/cadre_list.html"
    if request.htmx:
        template += "#table"
    may_add = request.user.has_role(Role.OFFICE_STAFF)
    return render(request, template, {"filter": filtered, "table": table, "may_add": may_add})


@require_safe
@login_required
@vary_on_headers("HX-Request")
def cadre_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user), pk=pk)
    day_form = DayForm(request.GET if "day" in request.GET else None)
    posts = cadre.appointments.select_related("unit")
    context = {
        "cadre": cadre,
        "day_form": day_form,
        "day": day_form.chosen_day,
        "held": posts.on(day_form.chosen_day),
        "links": links_about("cadre", pk, request.user),
    }
    if request.htmx:
        return render(request, "organization/cadre_detail.html#held", context)
    visible_units = Unit.objects.visible_to(request.user).filter(appointments__cadre=cadre)
    context |= {"posts": posts, "visible_units": set(visible_units.values_list("pk", flat=True))}
    if request.user.has_role(Role.OFFICE_STAFF):
        kept_posts = Appointment.objects.editable_by(request.user).filter(cadre=cadre)
        context |= {
            "may_edit": Cadre.objects.editable_by(request.user).filter(pk=pk).exists(),
            "kept_posts": set(kept_posts.values_list("pk", flat=True)),
        }
    return render(request, "organization/cadre_detail.html", context)


@sensitive_post_parameters("id_number")
@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def cadre_create(request: AuthenticatedRequest) -> HttpResponse:
    form = CadreForm(request.POST or None)
    if form.is_valid():
        with refusals_to(form):
            cadre = create_cadre(form.instance, by=request.user)
            messages.success(request, _("The cadre is on record. Give them a post."))
            return redirect(
                reverse("organization:appointment_create", args=[cadre.pk], query=request.GET)
            )
    return render(request, "organization/cadre_create.html", {"form": form})


@sensitive_post_parameters("id_number")
@require_http_methods(["GET", "POST"])
@role_required(Role.OFFICE_STAFF)
def cadre_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    cadre = get_object_or_404(Cadre.objects.editable_by(request.user), pk=pk)
    form = CadreForm(request.POST or None, instance=cadre)
    if form.is_valid():
        with refusals_to(form):
            update_cadre(form.instance, by=request.user)
            messages.success(request, _("Saved."))
            return redirect(cadre)
    return render(request, "organization/cadre_edit.html", {"form": form, "cadre": cadre})
