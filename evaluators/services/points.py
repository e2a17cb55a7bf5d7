"""The ledger of points and the stars of a year."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluators.models import (
    Evaluator,
    FieldPlan,
    HomeDeduction,
    PointsEntry,
    PointsItem,
    PointsVersion,
    StarLevel,
    YearStars,
)
from evaluators.rules.points import PointsTotal, StarRule, propose_stars
from evaluators.selectors.ledgers import counts_of_year, version_of_year
from evaluators.services.rights import check_office
from organization.models import User
from organization.services.audit import record_event, save_recorded
from organization.services.uploads import check_upload


@transaction.atomic
def enter_points(
    evaluator: Evaluator,
    item: PointsItem,
    *,
    happened_on: dt.date,
    times: int,
    evidence: str,
    by: User,
    plan: FieldPlan | None = None,
    file: "File[bytes] | None" = None,
) -> PointsEntry:
    """Write one line of the ledger; what the home unit answers for proposes a deduction (EVP-20).

    Raises:
        ValidationError: a day to come, a kind that was not in force on the day, no evidence, or
            a file that is not accepted.
        PermissionDenied: the account is not of the office.
    """
    check_office(by)
    if happened_on > timezone.localdate():
        raise ValidationError({"happened_on": _("This day is still to come.")})
    if PointsVersion.objects.on(happened_on) != item.version:
        raise ValidationError({"item": _("This kind was not in force on the day.")})
    if file:
        check_upload(file)
    entry = PointsEntry(
        evaluator=evaluator,
        item=item,
        happened_on=happened_on,
        times=times,
        evidence=evidence,
        plan=plan,
        file=file or "",
        entered_by=by,
    )
    save_recorded(entry, by=by)
    if item.home_points and evaluator.home_unit:
        proposal = HomeDeduction(
            entry=entry,
            unit=evaluator.home_unit,
            year=happened_on.year,
            points=item.home_points * times,
        )
        save_recorded(proposal, by=by)
    return entry


@transaction.atomic
def reverse_entry(entry: PointsEntry, *, reason: str, by: User) -> PointsEntry:
    """Take a wrong entry out of the count by a second one that says why; both stay on record.

    A deduction for the home unit falls with its entry.

    Raises:
        ValidationError: no reason, reversed before, or itself a reversal.
        PermissionDenied: the account is not of the office.
    """
    check_office(by)
    if entry.reverses_id is not None:
        raise ValidationError(_("A reversal is not reversed; enter it anew."), code="reversal")
    reversal = PointsEntry(
        evaluator_id=entry.evaluator_id,
        item_id=entry.item_id,
        happened_on=entry.happened_on,
        times=entry.times,
        plan_id=entry.plan_id,
        evidence=reason,
        reverses=entry,
        entered_by=by,
    )
    if PointsEntry.objects.filter(reverses=entry).exists():
        raise ValidationError(_("This entry is reversed already."), code="reversed")
    try:
        with transaction.atomic():
            save_recorded(reversal, by=by)
    except IntegrityError as error:
        raise ValidationError(_("This entry is reversed already."), code="reversed") from error
    for deduction in HomeDeduction.objects.filter(entry=entry):
        deduction.state, deduction.opinion = HomeDeduction.State.REFUSED, reason[:200]
        deduction.decided_by, deduction.decided_at = by, timezone.now()
        save_recorded(deduction, by=by)
    return reversal


@transaction.atomic
def propose_year_stars(year: int, *, by: User) -> int:
    """Compute the stars of a year anew for everybody with an entry; what is confirmed stays.

    Returns:
        How many proposals wait for confirmation.

    Raises:
        ValidationError: no version of the rules was in force.
        PermissionDenied: the account is not of the office.
    """
    check_office(by)
    version = version_of_year(year)
    if version is None:
        raise ValidationError(_("No version of the points rules is in force."), code="version")
    rules = [_star_rule(level) for level in version.levels.all()]
    confirmed = set(
        YearStars.objects.filter(year=year, confirmed_at__isnull=False).values_list(
            "evaluator", flat=True
        )
    )
    YearStars.objects.filter(year=year).unconfirmed().delete()
    rows = [
        _proposal(key, year, version, count, rules)
        for key, count in sorted(counts_of_year(year).items())
        if key not in confirmed
    ]
    YearStars.objects.bulk_create(rows)
    after = {"year": year, "proposals": len(rows)}
    record_event("year_stars_proposed", version, by=by, after=after)
    return len(rows)


@transaction.atomic
def confirm_stars(stars: YearStars, *, confirmed: int, reason: str, by: User) -> None:
    """A person confirms the stars of a year, or sets others and says why.

    Raises:
        ValidationError: confirmed already, or another level than proposed without a reason.
        PermissionDenied: the account is not of the office.
    """
    check_office(by)
    if confirmed != stars.proposed and not reason:
        raise ValidationError({"reason": _("Say why it differs from the proposal.")})
    open_one = YearStars.objects.unconfirmed().filter(pk=stars.pk, proposed=stars.proposed)
    values = {"confirmed": confirmed, "reason": reason, "confirmed_by": by}
    if not open_one.update(**values, confirmed_at=timezone.now()):
        raise ValidationError(_("These stars are confirmed already."), code="confirmed")
    record_event("stars_confirmed", stars, by=by, after={"confirmed": confirmed, "reason": reason})


@transaction.atomic
def accept_year_stars(year: int, *, expected: int, by: User) -> int:
    """Confirm all open proposals of a year as they stand.

    Args:
        expected: how many the person saw; with another number somebody changed them meanwhile.
    Returns:
        How many were confirmed.

    Raises:
        ValidationError: there are not as many as the person saw.
        PermissionDenied: the account is not of the office.
    """
    check_office(by)
    rows = list(YearStars.objects.filter(year=year).unconfirmed().select_for_update(of=("self",)))
    if len(rows) != expected or not rows:
        raise ValidationError(_("The proposals have changed. Look at them again."), code="stale")
    now = timezone.now()
    for row in rows:
        row.confirmed, row.confirmed_by, row.confirmed_at = row.proposed, by, now
    YearStars.objects.bulk_update(rows, ["confirmed", "confirmed_by", "confirmed_at"])
    after = {"year": year, "confirmed": len(rows)}
    record_event("year_stars_accepted", rows[0].version, by=by, after=after)
    return len(rows)


def _star_rule(level: StarLevel) -> StarRule:
    return StarRule(level.stars, level.points_min, level.red_min, level.black_max)


def _proposal(
    key: int, year: int, version: PointsVersion, count: PointsTotal, rules: list[StarRule]
) -> YearStars:
    return YearStars(
        evaluator_id=key,
        year=year,
        version=version,
        points=count.total,
        red=count.red,
        black=count.black,
        proposed=propose_stars(count, rules).stars,
    )
