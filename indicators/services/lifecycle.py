"""The life of an indicator: its status, and the verdicts of its yearly reviews."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Indicator, IndicatorReview, IndicatorSystem, StatusChange
from indicators.rules.lifecycle import FOLLOWING, Card, Lack, find_lacks
from organization.models import Role
from organization.services.audit import record_event

if TYPE_CHECKING:
    from organization.models import User

LACKS = {
    Lack.OWNER: gettext_lazy("the responsible department"),
    Lack.FORMULA: gettext_lazy("the formula"),
    Lack.DATA_SOURCE: gettext_lazy("the data source"),
    Lack.STANDARD: gettext_lazy("a reference standard with score bands, or a unit of measure"),
}


@transaction.atomic
def change_status(
    indicator: Indicator, *, status: str, reason: str, decided_on: dt.date, by: "User"
) -> StatusChange:
    """Move an indicator on in its life, with the reason and the day of the decision.

    Raises:
        ValidationError: this status cannot follow; the card lacks what its use needs; a day still
            to come; or it is to be retired while systems of domains measure by it that the account
            does not answer for.
    """
    before = indicator.status
    if status not in FOLLOWING[before]:
        raise ValidationError({"status": _("This status cannot follow the present one.")})
    if decided_on > timezone.localdate():
        raise ValidationError({"decided_on": _("This day is still to come.")})
    if status == Indicator.Status.IN_USE:
        _check_card(indicator)
    if status == Indicator.Status.RETIRED:
        _check_users(indicator, by)
    # The row count is the lock: of two people deciding at once, one gets 0.
    if not Indicator.objects.filter(pk=indicator.pk, status=before).update(status=status):
        raise ValidationError(_("Somebody changed its status meanwhile."), code="changed")
    indicator.status = status
    change = StatusChange(
        indicator=indicator,
        before=before,
        after=status,
        reason=reason,
        decided_on=decided_on,
        changed_by=by,
    )
    change.full_clean()
    change.save()
    record_event(
        "indicator_status_changed",
        indicator,
        by=by,
        before={"status": before},
        after={"status": status, "reason": reason},
    )
    return change


def _check_card(indicator: Indicator) -> None:
    card = Card(
        indicator.owner_id is not None,
        indicator.unit_of_measure,
        indicator.formula,
        indicator.data_source,
        indicator.standard,
    )
    if lacks := [str(LACKS[lack]) for lack in find_lacks(card)]:
        raise ValidationError(
            {"status": _("Before it is used, state: %(lacks)s.") % {"lacks": "、".join(lacks)}}
        )


def _check_users(indicator: Indicator, by: "User") -> None:
    using = IndicatorSystem.objects.filter(nodes__indicator=indicator)
    own = IndicatorSystem.objects.in_charge_of(by)
    if not by.answers_for_all_domains([Role.OFFICE_STAFF]) and using.exclude(pk__in=own).exists():
        raise ValidationError(
            {
                "status": _(
                    "Systems of other domains measure by it: the office of all domains retires it."
                )
            }
        )


@transaction.atomic
def record_verdict(
    indicator: Indicator, *, year: int, findings: Mapping[str, Any], by: "User", **fields: Any
) -> IndicatorReview:
    """Record what is to become of an indicator after its review, or change it.

    The verdict moves nothing by itself: its status changes by a decision of its own.

    Args:
        findings: the statistics on which the verdict is given, kept with it.
        fields: verdict, merge_into, reason, advised_by, decided_on.

    Raises:
        ValidationError: a field is wrong, a day still to come, or it would be merged into itself.
    """
    review = IndicatorReview.objects.filter(indicator=indicator, year=year).first()
    before = _facts(review) if review else {}
    review = review or IndicatorReview(indicator=indicator, year=year)
    for name, value in fields.items():
        setattr(review, name, value)
    if review.merge_into_id == indicator.pk:
        raise ValidationError({"merge_into": _("Name another indicator.")})
    if review.decided_on and review.decided_on > timezone.localdate():
        raise ValidationError({"decided_on": _("This day is still to come.")})
    review.findings, review.recorded_by = dict(findings), by
    review.full_clean()
    review.save()
    record_event("indicator_reviewed", review, by=by, before=before, after=_facts(review))
    return review


def _facts(review: IndicatorReview) -> dict[str, Any]:
    names = ("year", "verdict", "merge_into", "reason", "advised_by", "decided_on")
    return {name: review.serializable_value(name) for name in names}
