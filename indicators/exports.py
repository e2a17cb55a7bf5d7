"""What leaves the house as a workbook: two systems side by side, gaps, own weights."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.selectors.differences import (
    CHANGE_LABELS,
    Comparison,
    Difference,
    rule_text,
    source_text,
)
from indicators.selectors.gaps import Gap
from indicators.selectors.overrides import WeightTable
from organization.exports import Cell, Rows, table_workbook


def comparison_workbook(comparison: Comparison) -> bytes:
    """One row for each change, with what stood before and stands now; then the counts."""
    return table_workbook({_("Changes"): _changes(comparison), _("Summary"): _summary(comparison)})


def _changes(comparison: Comparison) -> Rows:
    head: list[Cell] = [
        _("Number"),
        _("Code"),
        _("Indicator"),
        _("Kind of change"),
        _("Name before"),
        _("Place before"),
        _("Place now"),
        _("Weight before"),
        _("Weight now"),
        _("Rule before"),
        _("Rule now"),
        _("Source before"),
        _("Source now"),
    ]
    return [head, *(_row(one) for one in comparison.rows if one.changes)]


def _row(one: Difference) -> list[Cell]:
    before, after = one.before, one.after
    return [
        one.row.number,
        one.row.node.code,
        one.row.node.name,
        "、".join(word for _value, _sign, word in one.marks),
        before.node.name if before else None,
        before.path if before else None,
        after.path if after else None,
        before.node.weight if before else None,
        after.node.weight if after else None,
        rule_text(before) if before else None,
        rule_text(after) if after else None,
        source_text(before) if before else None,
        source_text(after) if after else None,
    ]


def _summary(comparison: Comparison) -> Rows:
    before, after = comparison.before, comparison.after
    rows: list[list[Cell]] = [
        [_("Indicators"), _("Count")],
        [before.system.label, len(before.leaves)],
        [after.system.label, len(after.leaves)],
        [_("net change"), comparison.net],
    ]
    rows += [[str(label), comparison.counts[change]] for change, label in CHANGE_LABELS.items()]
    rows.append([_("full marks before"), before.system.full_marks])
    rows.append([_("full marks now"), after.system.full_marks])
    return rows


def gap_workbook(gaps: Sequence[Gap]) -> bytes:
    """One row an indicator and unit: the figure, average, best and the gaps to both."""
    head: list[Cell] = [
        _("Unit"),
        _("Indicator"),
        _("Unit of measure"),
        _("Better is"),
        _("Figure"),
        _("Average"),
        _("Best"),
        _("Who is best"),
        _("Gap to the average"),
        _("Gap to the best"),
    ]
    return table_workbook({pgettext("average", "Gaps"): [head, *map(_gap, gaps)]})


def _gap(gap: Gap) -> list[Cell]:
    indicator = gap.leaf.node.indicator
    return [
        gap.unit.label,
        gap.leaf.node.name,
        indicator.unit_of_measure if indicator else None,
        str(indicator.get_direction_display()) if indicator else None,
        gap.value,
        gap.average,
        gap.best,
        "、".join(unit.label for unit in gap.leaders) or None,
        gap.to_average,
        gap.to_best,
    ]


def weight_workbook(tables: Sequence[WeightTable]) -> bytes:
    """One row an indicator and unit: the system's weight, the own one and the change."""
    head: list[Cell] = [
        _("Unit"),
        _("Number"),
        _("Code"),
        _("Indicator"),
        _("Weight of the system"),
        _("Weight for the unit"),
        pgettext("weights", "Change"),
        _("Reason for the own weights"),
    ]
    rows: list[list[Cell]] = [
        [
            table.unit.label,
            line.row.number,
            line.row.node.code,
            line.row.node.name,
            line.base,
            line.own,
            line.change or None,
            table.reason if line.change else None,
        ]
        for table in tables
        for line in table.lines
    ]
    return table_workbook({_("Own weights"): [head, *rows]})
