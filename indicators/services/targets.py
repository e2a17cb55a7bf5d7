"""Targets by formula, and answers to targets that a lower level raised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import Indicator, ReportedValue, SystemNode, TargetAnswer
from indicators.rules.targets import TargetError, grown, shared_out
from indicators.selectors import value_matrix
from indicators.selectors.targets import target_flags
from indicators.services.values import Reported, ValueEntry, report_values
from organization.models import Unit
from organization.services.audit import record_event

if TYPE_CHECKING:
    from organization.models import User

GROWTH, SHARE = "growth", "share"


@dataclass(frozen=True, eq=False)
class Formula:
    """How the targets of one leaf come about.

    Attributes:
        kind: `growth` on last year's actual value by `amount` percent, or `share` of the total
            `amount` by last year's share.
        note: the reason, stored with every target.
    """

    kind: str
    amount: Decimal
    decimals: int
    note: str


@dataclass(frozen=True, eq=False)
class TargetLine:
    """A unit with last year's figure and the target it would get; None without such a figure."""

    unit: Unit
    previous: Decimal | None
    standing: Decimal | None
    target: Decimal | None


def targets_by_formula(
    leaf: SystemNode, period: str, formula: Formula, *, user: "User"
) -> list[TargetLine]:
    """What a formula makes of the units the account sees, in their order; nothing is stored.

    Raises:
        ValidationError: the total cannot be shared out.
    """
    matrix = value_matrix(leaf.system, period, seen_by=user)
    cells = [(unit, matrix.cells.get((leaf.pk, unit.pk))) for unit in matrix.units]
    known = [
        (unit, cell.previous)
        for unit, cell in cells
        if cell and cell.previous is not None and not cell.exempt
    ]
    made = dict(zip([unit.pk for unit, _v in known], _made(formula, known), strict=True))
    rows = ReportedValue.objects.filter(
        indicator=leaf.indicator_id,
        period=period,
        series=ReportedValue.Series.TARGET,
        unit__in=[unit.pk for unit in matrix.units],
    )
    standing = {row.unit_id: row.value for row in rows}
    return [
        TargetLine(unit, cell.previous if cell else None, standing.get(unit.pk), made.get(unit.pk))
        for unit, cell in cells
    ]


def _made(formula: Formula, known: Sequence[tuple[Unit, Decimal | None]]) -> list[Decimal]:
    figures = [figure or Decimal() for _unit, figure in known]
    if formula.kind == GROWTH:
        return [grown(figure, formula.amount, formula.decimals) for figure in figures]
    try:
        return shared_out(formula.amount, figures, formula.decimals) if figures else []
    except TargetError as error:
        raise ValidationError(
            _(
                "The total cannot be shared out: last year's figures are negative or all 0, or it"
                " has more decimals than the targets."
            )
        ) from error


@transaction.atomic
def set_targets(leaf: SystemNode, period: str, formula: Formula, *, by: "User") -> Reported:
    """Store the targets of a formula for every unit with a figure of last year.

    Audit: as for any reported figure; the note names the formula's reason.

    Raises:
        ValidationError: nobody has a figure of last year, no reason, or as `report_values`.
    """
    if not formula.note.strip():
        raise ValidationError({"note": _("State the reason.")})
    if leaf.indicator is None:
        raise ValidationError(_("The leaf has no indicator."), code="indicator")
    lines = targets_by_formula(leaf, period, formula, user=by)
    entries = [
        ValueEntry(
            leaf.indicator,
            line.unit,
            period,
            line.target,
            ReportedValue.Series.TARGET,
            note=formula.note,
        )
        for line in lines
        if line.target is not None
    ]
    if not entries:
        raise ValidationError(_("No unit has a figure of a year before."), code="nothing")
    return report_values(entries, by=by)


@transaction.atomic
def answer_target(
    indicator: Indicator, unit: Unit, period: str, *, kind: str, reason: str, by: "User"
) -> TargetAnswer:
    """Record why a target above the upper level's stands, or that it is to be lowered.

    Raises:
        ValidationError: no reason, or the target does not exceed the upper level's.
    """
    flags = target_flags([indicator], [unit], period)
    flag = next((flag for flag in flags if flag.unit.pk == unit.pk), None)
    if flag is None:
        raise ValidationError(_("This target asks for no more than the upper level."), code="none")
    answer = TargetAnswer(
        indicator=indicator,
        unit=unit,
        period=period,
        target=flag.target,
        upper=flag.upper,
        kind=kind,
        reason=reason.strip(),
        answered_by=by,
    )
    answer.clean_fields(exclude=["indicator", "unit", "answered_by"])
    answer.save()
    facts: Mapping[str, object] = {"target": flag.target, "upper": flag.upper}
    record_event(
        "targetanswer_recorded", answer, by=by, after={**facts, "kind": kind, "reason": reason}
    )
    return answer
