"""The roster of a day beside that of an earlier one."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from evaluators.forms.roster import RosterForm
from evaluators.models import POOL_ROLES
from evaluators.selectors.roster import assignments_by_channel, composition_of, roster_on
from evaluators.services.admission import exchange_of
from organization.http import AuthenticatedRequest, role_required

NAMES_A_PAGE = 30


@require_safe
@role_required(*POOL_ROLES)
@vary_on_headers("HX-Request")
def roster_list(request: AuthenticatedRequest) -> HttpResponse:
    asked = RosterForm(request.GET or None)
    day, earlier_day = asked.chosen()
    roster = roster_on(day, earlier_day)
    names = {
        "joined_page": (_("Who joined?"), roster.joined),
        "left_page": (_("Who left?"), roster.left),
    }
    lists = [
        {
            "page_field": field,
            "title": title,
            "page": Paginator(people, NAMES_A_PAGE).get_page(request.GET.get(field)),
        }
        for field, (title, people) in names.items()
    ]
    for one in lists:
        if request.htmx and request.htmx.target == one["page_field"]:
            return render(request, "evaluators/partials/roster_names.html", one)
    left, limit = exchange_of(day.year)
    context = {
        "form": RosterForm(initial={"day": day, "earlier": earlier_day}),
        "roster": roster,
        "facets": composition_of(roster),
        "assignments": assignments_by_channel(day.year, earlier_day.year, reader=request.user),
        "lists": lists,
        "left_this_year": left,
        "limit": limit,
    }
    return render(request, "evaluators/roster_list.html", context)
