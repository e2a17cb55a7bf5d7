"""A posting for the notice board, as PDF."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dailyreview.paper.pdf import sheet_pdf
from dailyreview.paper.sheet import Cell, Row, Sheet, Table
from feedback.models import Posting
from feedback.selectors.postings import shown_fields

# Millimetres of the text on A4.
WIDTH, NUMBER_WIDTH = 156, 14
SHARES = {"name": 3, "unit": 6, "post": 4, "grade": 2}
LINE = 8


def posting_pdf(posting: Posting, rows: Iterable[Sequence[str | None]]) -> bytes:
    """The posting as it hangs on the wall; where each unit reads its own, a page for each unit."""
    return sheet_pdf(posting_sheet(posting, list(rows)))


def posting_sheet(posting: Posting, rows: list[Sequence[str | None]]) -> Sheet:
    """The allowed fields as columns.

    Args:
        rows: as `posted_rows` reads them.
    """
    heads = heads_of(posting)
    shares = [SHARES[field] for field in shown_fields(posting)]
    room = WIDTH - NUMBER_WIDTH
    widths = (NUMBER_WIDTH, *(room * share // sum(shares) for share in shares))
    head = Row((Cell(_("No.")), *map(Cell, heads)), LINE, repeats=True)
    days = {"first": posting.starts_on.isoformat(), "last": posting.ends_on.isoformat()}
    return Sheet(
        title=posting.title,
        tables=[Table(widths, [head, *_lines(part)]) for part in _parts(posting, rows)],
        left=_("Posted from %(first)s to %(last)s") % days,
        notes=[_("Objections: %(where)s") % {"where": posting.objections}],
    )


def heads_of(posting: Posting) -> list[str]:
    """The heads of the columns that a posting allows."""
    heads = {
        "name": pgettext("posting", "Name"),
        "unit": _("Unit"),
        "post": _("Post"),
        "grade": _("Grade"),
    }
    return [heads[field] for field in shown_fields(posting)]


def _parts(posting: Posting, rows: list[Sequence[str | None]]) -> list[list[Sequence[str | None]]]:
    fields = shown_fields(posting)
    if posting.scope != Posting.Scope.UNIT or "unit" not in fields:
        return [rows]
    place = fields.index("unit")
    return [list(part) for _unit, part in groupby(rows, lambda row: row[place])] or [[]]


def _lines(rows: list[Sequence[str | None]]) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        yield Row((Cell(str(number)), *(Cell(text or "") for text in row)), LINE)
