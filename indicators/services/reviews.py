"""Reviews of odd figures: raised by a check or by hand, answered, settled by a second person."""

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import FigureReview, IndicatorSystem, ReportedValue
from indicators.selectors.checks import OddFigure, figures_under, odd_figures
from indicators.services.values import check_may_report
from organization.services.audit import mention_rows, record_event

if TYPE_CHECKING:
    from organization.models import User

State = FigureReview.State


@transaction.atomic
def check_figures(
    system: IndicatorSystem, period: str, *, due_on: dt.date, by: "User"
) -> list[FigureReview]:
    """Raise a review for each odd figure of a system and period (IND-05); a second check adds none.

    Raises:
        ValidationError: the due date is over, or somebody checks the same figures now.
    """
    _check_due(due_on)
    found = odd_figures(system, period, user=by)
    reviews = _raised([_review_of(odd, due_on, by) for odd in found])
    after = {"period": period, "created": len(reviews), "due_on": due_on}
    event = record_event("figures_checked", system, by=by, after=after)
    mention_rows(event, FigureReview, created=[review.pk for review in reviews])
    return reviews


@transaction.atomic
def raise_review(value: ReportedValue, *, note: str, due_on: dt.date, by: "User") -> FigureReview:
    """Put one actual value under review by hand, whatever the rules say of it.

    Raises:
        ValidationError: no actual value of a unit, no note, due in the past, under review already.
    """
    _check_due(due_on)
    if value.series != ReportedValue.Series.ACTUAL or value.unit is None:
        raise ValidationError(_("Only an actual value of a unit is reviewed."), code="series")
    if not note.strip():
        raise ValidationError({"note": _("State what is to be looked at.")})
    odd = OddFigure(value, value.unit, FigureReview.Finding.NOTED)
    review = _review_of(odd, due_on, by)
    review.note = note
    _raised([review])
    after = {"note": note, "due_on": due_on, "value": value.value}
    record_event("figurereview_raised", review, by=by, after=after)
    return review


@transaction.atomic
def answer_review(review: FigureReview, *, answer: str, by: "User") -> None:
    """Say what is behind the figure: by those who report it, before anybody settles the review.

    Raises:
        ValidationError: no answer, settled already, or the account does not report this figure.
    """
    if not answer.strip():
        raise ValidationError({"answer": _("Write what is behind the figure.")})
    check_may_report(ReportedValue(indicator=review.indicator, unit=review.unit), by)
    before = {"answer": review.answer}
    fields = {"answer": answer, "answered_at": timezone.now(), "answered_by": by}
    if not FigureReview.objects.filter(pk=review.pk).holding().update(**fields):
        raise ValidationError(_("This review was settled already."), code="settled")
    review.refresh_from_db()
    record_event("figurereview_answered", review, by=by, before=before, after={"answer": answer})


@transaction.atomic
def settle_review(review: FigureReview, *, state: str, reason: str, by: "User") -> None:
    """Say that a figure is right, has been corrected, or is rejected; only the last holds it back.

    A rejected figure waits for another one, which is then settled as corrected.

    Raises:
        ValidationError: settled already, no reason, no figure, not the state that fits the figure,
            or the account reported or explained the figure itself.
    """
    review = FigureReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if state not in State.values or state == State.OPEN or not review.is_holding:
        raise ValidationError(_("This review was settled already."), code="settled")
    if not reason.strip():
        raise ValidationError({"reason": _("State the reason.")})
    figure = figures_under([review]).get(review.pk)
    _check_second_person(review, figure, by)
    _check_fits(review, figure, state)
    before = {"state": review.state, "value": review.value}
    review.state, review.reason = state, reason
    review.settled_at, review.settled_by = timezone.now(), by
    review.save(update_fields=["state", "reason", "settled_at", "settled_by"])
    after = {"state": state, "reason": reason, "value": figure.value if figure else None}
    record_event("figurereview_settled", review, by=by, before=before, after=after)


def _check_due(due_on: dt.date) -> None:
    if due_on < timezone.localdate():
        raise ValidationError({"due_on": _("The due date is over.")})


def _check_second_person(review: FigureReview, figure: ReportedValue | None, by: "User") -> None:
    involved = {review.answered_by_id, figure.reported_by_id if figure else None}
    if by.pk in involved:
        raise ValidationError(
            _("You reported or explained this figure. A second person settles its review."),
            code="four_eyes",
        )


def _check_fits(review: FigureReview, figure: ReportedValue | None, state: str) -> None:
    """A figure is right only as it was found, corrected only when it is another one now."""
    if state == State.REJECTED:
        if review.state == State.REJECTED:
            raise ValidationError(_("The figure is rejected already."), code="state")
        return
    if figure is None:
        raise ValidationError(_("No figure stands here now; report it first."), code="no_figure")
    same = (figure.value, figure.unit_of_measure) == (review.value, review.unit_of_measure)
    if state == State.CORRECTED and same:
        raise ValidationError(_("The figure is still the one that was found."), code="state")
    if state == State.CLEARED and not same:
        raise ValidationError(
            _("The figure is another one now: settle it as corrected."), code="state"
        )


def _review_of(odd: OddFigure, due_on: dt.date, by: "User") -> FigureReview:
    return FigureReview(
        indicator_id=odd.reported.indicator_id,
        unit=odd.unit,
        period=odd.reported.period,
        finding=odd.finding,
        facts=odd.facts,
        value=odd.reported.value,
        unit_of_measure=odd.reported.unit_of_measure,
        due_on=due_on,
        raised_by=by,
    )


def _raised(reviews: list[FigureReview]) -> list[FigureReview]:
    try:
        with transaction.atomic():
            return FigureReview.objects.bulk_create(reviews, batch_size=1000)
    except IntegrityError as error:
        raise ValidationError(_("This figure is under review already."), code="raced") from error
