"""Spreadsheets of the dossiers that a worker makes."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from dailyreview.selectors.dossier import PersonRow
from organization.exports import Cell, table_workbook


def dossier_workbook(people: Iterable[PersonRow]) -> bytes:
    """The people found, as the search shows them."""
    head: list[Cell] = [_("Full name"), _("Posts today"), _("Positive facts"), _("Negative facts")]
    rows: list[list[Cell]] = [
        [one.cadre.name, one.posts, one.positive, one.negative] for one in people
    ]
    return table_workbook({_("Dossiers"): [head, *rows]})
