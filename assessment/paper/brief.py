"""The brief on an assessee as editable DOCX in the official layout (GB/T 9704-2012)."""

import datetime as dt
import io
from collections.abc import Collection, Iterable, Sequence

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from docx.document import Document as WordDocument
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from assessment.selectors.briefs import Brief
from indicators.models import ReportedValue
from organization.paper.word_layout import element, official_document
from organization.templatetags.figures import figure


def brief_docx(brief: Brief, *, on: dt.date) -> bytes:
    """The brief in the current language, dated with the day it was asked for."""
    document = official_document()
    for text in (brief.assessee.name, _("Brief before the field work")):
        document.add_paragraph(text, "Title")
    document.add_paragraph("")
    for number, (head, write) in enumerate(
        (
            (_("What it is"), _write_facts),
            (_("Leadership team"), _write_team),
            (_("Last year's result and biggest losses"), _write_losses),
            (_("Figures reported so far"), _write_figures),
            (_("Earlier decisions"), _write_decisions),
            (_("Open problems"), _write_problems),
        )
    ):
        numeral = _("1 2 3 4 5 6 7 8 9").split()[number]
        label = _("%(number)s. %(head)s") % {"number": numeral, "head": head}
        document.add_paragraph(label, "Heading 1")
        write(document, brief)
    document.add_paragraph("")
    document.add_paragraph(date_format(on), "Signature")
    properties = document.core_properties
    properties.title = f"{brief.assessee.name} {_('Brief before the field work')}"
    properties.author, properties.comments = "", ""
    properties.created = properties.modified = dt.datetime.combine(on, dt.time())
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _write_facts(document: WordDocument, brief: Brief) -> None:
    assessee, unit = brief.assessee, brief.assessee.unit
    pairs = [
        (_("Unit"), unit.name),
        (_("Category"), assessee.category.name),
        (_("Comparison group"), assessee.group_name),
        (_("Indicator system"), assessee.system.name),
    ]
    if assessee.appointment is not None:
        pairs.append((_("Post"), assessee.appointment.post))
        pairs.append((_("Remit"), assessee.appointment.remit))
    for label, value in pairs:
        if value:
            document.add_paragraph(_("%(label)s: %(value)s") % {"label": label, "value": value})


def _write_team(document: WordDocument, brief: Brief) -> None:
    _table(
        document,
        (capfirst(_("full name")), _("Post"), _("Remit"), _("Since")),
        [(p.cadre.name, p.post, p.remit, f"{p.starts_on:%Y-%m-%d}") for p in brief.team],
        (24, 38, 66, 28),
    )


def _write_losses(document: WordDocument, brief: Brief) -> None:
    last = brief.last_year
    if last is None:
        document.add_paragraph(_("No published result of an earlier year."))
        return
    document.add_paragraph(
        _("%(period)s: %(total)s points, place %(place)s of %(size)s.")
        % {
            "period": last.period,
            "total": _number(last.total, last.result.group.run.cycle.scheme.decimals),
            "place": last.result.rank or "—",
            "size": last.result.group.size,
        }
    )
    _table(
        document,
        (_("Indicator"), _("Points"), _("Full marks"), _("Lost")),
        [
            (p.name, _number(p.points, 2), _number(p.full, 2), _number(p.lost, 2))
            for p in brief.losses
        ],
        (84, 24, 24, 24),
        numbers=(1, 2, 3),
    )


def _write_figures(document: WordDocument, brief: Brief) -> None:
    _table(
        document,
        (_("Indicator"), _("This period"), _("A year before"), _("Source department")),
        [
            (
                line.node.name,
                _value(line.reported),
                _value(line.previous),
                line.reported.source_department if line.reported else _("not reported"),
            )
            for line in brief.figures
        ],
        (58, 30, 30, 38),
        numbers=(1, 2),
    )


def _write_decisions(document: WordDocument, brief: Brief) -> None:
    if not brief.earlier:
        document.add_paragraph(_("No decision on record."))
    for year in brief.earlier:
        cycle = year.result.group.run.cycle
        document.add_paragraph(
            _("%(label)s: %(value)s") % {"label": cycle.name, "value": year.grade or "—"}
        )


def _write_problems(document: WordDocument, brief: Brief) -> None:
    lines = [
        *(_("%(label)s: %(value)s") % {"label": f.clause, "value": f.fact} for f in brief.facts),
        *(_("To verify: %(doubt)s") % {"doubt": one.doubt} for one in brief.doubts),
    ]
    if brief.missing:
        lines.append(
            _("No figure yet (%(count)s): %(names)s.")
            % {"count": len(brief.missing), "names": brief.missing_names}
        )
    for line in lines or [_("None on record.")]:
        document.add_paragraph(line)


def _number(number: object, decimals: int) -> str:
    return "—" if number is None else figure(number, decimals)  # type: ignore[arg-type]


def _value(reported: ReportedValue | None) -> str:
    return f"{figure(reported.value)} {reported.unit_of_measure}" if reported else "—"


def _table(
    document: WordDocument,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
    *,
    numbers: Collection[int] = (),
) -> None:
    """A table whose head repeats on every page and whose rows stay whole; a word for no rows.

    Args:
        widths: of the columns, in millimetres.
        numbers: places of the columns that stand flush right.
    """
    lines = list(rows)
    if not lines:
        document.add_paragraph(_("None on record."))
        return
    table = document.add_table(rows=0, cols=len(heads), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        # Word goes by the cells, others by the columns.
        column.width = Mm(width)
    for style, texts in (("Table head", heads), *(("Table text", line) for line in lines)):
        is_head = style == "Table head"
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(element("cantSplit"))
        if is_head:
            properties.append(element("tblHeader"))
        for place, (cell, text, width) in enumerate(zip(row.cells, texts, widths, strict=True)):
            cell.width, cell.text = Mm(width), text
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            cell.paragraphs[0].style = style
            if is_head or place in numbers:
                side = WD_ALIGN_PARAGRAPH.CENTER if is_head else WD_ALIGN_PARAGRAPH.RIGHT
                cell.paragraphs[0].alignment = side
    # Word wants a paragraph behind a table.
    document.add_paragraph("", "Gap")
