"""The board of overdue tables as a workbook."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from collection.selectors.feeds import Feed
from organization.exports import table_workbook


def feed_workbook(feeds: Iterable[Feed]) -> bytes:
    """One row a table, as the page shows them."""
    head = [
        _("responsible department"),
        _("reporting plan"),
        _("reporting period"),
        _("due day"),
        _("Days late"),
        _("state"),
        _("Contact"),
        _("reminded at"),
    ]
    rows = [
        [
            str(feed.report.department),
            str(feed.report.round.plan),
            feed.report.round.period,
            feed.report.round.due_on,
            feed.days_late,
            str(feed.report.get_state_display()),
            feed.contact,
            timezone.localdate(feed.report.reminded_at) if feed.report.reminded_at else None,
        ]
        for feed in feeds
    ]
    return table_workbook({_("Overdue tables"): [head, *rows]})
