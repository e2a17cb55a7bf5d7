"""Spreadsheets of the daily review."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

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
