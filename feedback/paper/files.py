"""The personal electronic file (个人电子档案) as one document of thirteen parts."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from dailyreview.paper.sheet import Cell, Row, Sheet, Table, prose
from feedback.selectors.files.modules import Part
from organization.models import Cadre

WIDTHS = (34, 122)
SIZE = 10.5


def file_sheet(cadre: Cadre, parts: Sequence[Part], day: dt.date) -> Sheet:
    """All parts under one another."""
    rows = [row for number, part in enumerate(parts, 1) for row in _part(number, part)]
    empty = [part.title for part in parts if not part.lines]
    return Sheet(
        _("Personal electronic file"),
        [Table(WIDTHS, rows)],
        left=cadre.name,
        right=_("As of %(day)s") % {"day": day},
        notes=[
            _("%(parts)s parts, %(empty)s of them empty.")
            % {"parts": len(parts), "empty": len(empty)}
        ],
        text_size=SIZE,
    )


def _part(number: int, part: Part) -> list[Row]:
    head = Row((Cell(f"{number}. {part.title}", span=2, align="left", indents=False),), 8)
    lines = [
        Row((Cell(line.head), prose(line.text, indents=False)), 7, splits=True)
        for line in part.lines
    ]
    return [head, *(lines or [Row((prose(_("Nothing on record."), span=2),), 7)])]
