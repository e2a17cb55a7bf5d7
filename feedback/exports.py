"""Spreadsheets of the feedback app."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from feedback.selectors.uses import KindLine, ShareLine
from organization.exports import Cell, table_workbook

TENTH = Decimal("0.1")


def share_workbook(shares: Mapping[str, Sequence[ShareLine]], kinds: Sequence[KindLine]) -> bytes:
    """Which share of the results was used: a sheet for each way to cut it, and one of kinds."""
    sheets: dict[str, list[list[Cell]]] = {}
    figures = [
        _("Decided"),
        _("Used"),
        _("Not used"),
        pgettext("results", "Open"),
        _("Percent used"),
    ]
    for title, lines in shares.items():
        rows: list[list[Cell]] = [
            [one.label, one.decided, one.used, one.marked, one.open, _rounded(one.share)]
            for one in lines
        ]
        sheets[title] = [[title, *figures], *rows]
    head: list[Cell] = [_("Used for"), _("Results"), _("Places"), _("Percent of decided results")]
    sheets[_("Used for")] = [head, *(_kind_row(one) for one in kinds)]
    return table_workbook(sheets)


def _kind_row(line: KindLine) -> list[Cell]:
    return [line.label, line.results, line.places or None, _rounded(line.share)]


def _rounded(share: Decimal) -> Decimal:
    return share.quantize(TENTH, ROUND_HALF_UP)
