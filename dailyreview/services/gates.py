"""Quarters towards the year: the annual cycle draws on them, and they bar from the best grade."""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import (
    Assessee,
    AssessmentCycle,
    GradeDecision,
    OverlayFact,
    SchemeGrade,
)
from assessment.services.overlays import record_overlay_fact
from dailyreview.models import DailyPlan
from dailyreview.rules.gate import bars_the_best
from organization.models import User
from organization.services.audit import record_event


@transaction.atomic
def draw_on_quarters(plan: DailyPlan, cycle: AssessmentCycle, *, by: User) -> list[OverlayFact]:
    """Let an annual cycle draw on the quarters of its year, and record whom they bar (L-08).

    May be called again after a further quarter: what stands already is not recorded twice.

    Raises:
        ValidationError: not an open annual cycle of the plan's year.
    """
    if (
        cycle.kind != AssessmentCycle.Kind.ANNUAL
        or cycle.state != AssessmentCycle.State.OPEN
        or cycle.period != str(plan.year)
    ):
        raise ValidationError(_("Choose an open annual cycle of the same year."), code="cycle")
    quarters = list(plan.quarters.values_list("cycle", flat=True))
    cycle.draws_on.set(quarters)
    places = _places(plan, quarters)
    people = Assessee.objects.filter(cycle=cycle, appointment__cadre__in=places).select_related(
        "appointment", "cycle__scheme"
    )
    standing = set(
        OverlayFact.objects.filter(assessee__in=people, clause=plan.gate_clause).values_list(
            "assessee", flat=True
        )
    )
    barred = [
        record_overlay_fact(
            person,
            effect=OverlayFact.Effect.BAR_TOP,
            clause=plan.gate_clause,
            fact=_fact(places[person.appointment.cadre_id]),
            by=by,
        )
        for person in people
        if person.appointment
        and person.pk not in standing
        and bars_the_best(
            places[person.appointment.cadre_id],
            Fraction(plan.good_share_min),
            plan.tolerated_place,
        )
    ]
    after = {"quarters": quarters, "barred": len(barred)}
    record_event("quarters_drawn_on", cycle, by=by, after=after)
    return barred


def _places(plan: DailyPlan, quarters: list[int]) -> Mapping[int, list[int]]:
    """By cadre the places of the grades decided in the quarters."""
    of_grade = dict(SchemeGrade.objects.filter(scheme=plan.scheme).values_list("code", "position"))
    found: dict[int, list[int]] = defaultdict(list)
    decided = GradeDecision.objects.in_force().filter(
        assessee__cycle__in=quarters, assessee__appointment__isnull=False
    )
    for cadre, grade in decided.values_list("assessee__appointment__cadre", "grade"):
        found[cadre].append(of_grade[grade])
    return found


def _fact(places: list[int]) -> str:
    goods, worst = sum(1 for place in places if place == 1), max(places)
    words = ngettext(
        "%(goods)s of %(count)s quarter with the best grade; the worst stands at place %(worst)s.",
        "%(goods)s of %(count)s quarters with the best grade; the worst stands at place %(worst)s.",
        len(places),
    )
    return words % {"goods": goods, "count": len(places), "worst": worst}
