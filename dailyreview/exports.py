"""Spreadsheets of the daily review."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from dailyreview.selectors.bonus import ClassSheet
from dailyreview.selectors.tags import TagRow
from organization.exports import Cell, table_workbook


def tag_workbook(people: Iterable[TagRow]) -> bytes:
    """The people with a tag, as the list shows them."""
    head: list[Cell] = [
        _("Full name"),
        _("Month of birth"),
        _("Posts today"),
        _("Tagged since"),
        _("Reason"),
        _("Put on by"),
        _("Positive facts"),
        _("Negative facts"),
    ]
    rows: list[list[Cell]] = [
        [
            one.tagging.cadre.name,
            f"{one.tagging.cadre.birth_month:%Y-%m}",
            one.posts,
            one.tagging.since,
            one.tagging.reason,
            str(one.tagging.put_by),
            one.positive,
            one.negative,
        ]
        for one in people
    ]
    return table_workbook({_("Tag list"): [head, *rows]})


def bonus_workbook(sheets: Sequence[ClassSheet]) -> bytes:
    """How the pools are divided: the parameters with the check sum, then a sheet for each class."""
    head: list[Cell] = [
        _("Full name"),
        _("Posts today"),
        _("Quarters counted"),
        _("Mean points"),
        _("Amount, yuan"),
    ]
    book: dict[str, list[list[Cell]]] = {_("Parameters"): _parameters(sheets)}
    for sheet in sheets:
        lines: list[list[Cell]] = [
            [row.cadre.name, row.posts, row.quarters, row.points, row.amount] for row in sheet.rows
        ]
        book[sheet.bonus.get_identity_class_display()] = [head, *lines]
    return table_workbook(book)


def _parameters(sheets: Sequence[ClassSheet]) -> list[list[Cell]]:
    head: list[Cell] = [
        _("Identity class"),
        _("People"),
        _("Pool, yuan"),
        _("Least for each, yuan"),
        _("Gap, yuan"),
        _("Largest gap, yuan"),
        _("Yuan a point"),
        _("Sum of the amounts, yuan"),
        _("Rounding"),
    ]
    rounding = _(
        "Cut to the fen; the fen left over go to the largest remainders, among equal ones to the"
        " lower points first."
    )
    lines: list[list[Cell]] = [
        [
            one.bonus.get_identity_class_display(),
            len(one.rows),
            one.bonus.pool,
            one.bonus.floor,
            one.bonus.gap,
            one.bonus.plan.bonus_gap_max,
            one.yuan_a_point,
            one.total,
            rounding,
        ]
        for one in sheets
    ]
    return [head, *lines]
