"""A form as editable DOCX in the official layout (GB/T 9704-2012)."""

import io
from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from dailyreview.paper.sheet import Cell, Row, Sheet, Table
from organization.paper.word_layout import element, official_document

ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
PHOTO_HEIGHT = Mm(36)


@dataclass(frozen=True)
class _Look:
    """How the text of a form looks: the key of its style, and its size."""

    style: str
    size: Length


def sheet_docx(sheet: Sheet) -> bytes:
    """The form as DOCX; fonts are named and not carried along."""
    document, size = official_document(), Pt(sheet.text_size)
    document.add_paragraph(sheet.title, "Title")
    _line_above(document, sheet)
    for number, table in enumerate(sheet.tables):
        if number:
            _next_page(document)
        _draw(document, table, size)
    for note in sheet.notes:
        _small(document.add_paragraph(note, "Table text"), size)
    properties = document.core_properties
    properties.title = sheet.title
    properties.author, properties.comments = sheet.author, ""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _line_above(document: WordDocument, sheet: Sheet) -> None:
    """What stands between title and boxes: one line, its right part at the right edge."""
    line = document.add_paragraph("", "Table text")
    if sheet.left or sheet.right:
        layout = line.paragraph_format
        layout.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
        layout.space_before, layout.space_after = Pt(6), Pt(3)
        line.add_run(f"{sheet.left}\t{sheet.right}")
    _small(line, Pt(sheet.text_size))


def _next_page(document: WordDocument) -> None:
    paragraph = document.add_paragraph("", "Gap")
    paragraph.paragraph_format.page_break_before = True
    paragraph.paragraph_format.line_spacing = Pt(1)


def _draw(document: WordDocument, table: Table, size: Pt) -> None:
    drawn: WordTable = document.add_table(
        rows=len(table.rows), cols=len(table.widths), style="Table Grid"
    )
    drawn.autofit = False
    for column, width in enumerate(table.widths):
        drawn.columns[column].width = Mm(width)
    _margins(drawn)
    # Found once: a style is looked up by name among all of them, and a form has a hundred boxes.
    look = _Look(document.styles["Table text"].style_id, size)
    # Word reads the widths of the cells, others those of the columns.
    grid = [list(row.cells) for row in drawn.rows]
    taken: set[tuple[int, int]] = set()
    for place, row in enumerate(table.rows):
        _shape(drawn.rows[place], row)
        column = 0
        for cell in row.cells:
            while (place, column) in taken:
                column += 1
            covered = [
                (place + down, column + right)
                for down in range(cell.rows)
                for right in range(cell.span)
            ]
            taken |= set(covered)
            for line, at in covered:
                grid[line][at].width = Mm(table.widths[at])
            box = grid[place][column]
            if len(covered) > 1:
                last_line, last_column = covered[-1]
                box = box.merge(grid[last_line][last_column])
                box.width = Mm(sum(table.widths[column : column + cell.span]))
            _fill(box, cell, look)


def _margins(table: WordTable) -> None:
    """A millimetre at the sides of a box, so that a label of four characters stays on one line."""
    margins = element("tblCellMar")
    for side, width in (("top", 20), ("left", 57), ("bottom", 20), ("right", 57)):
        margins.append(element(side, w=str(width), type="dxa"))
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


def _shape(drawn: _Row, row: Row) -> None:
    drawn.height, drawn.height_rule = Mm(row.height), WD_ROW_HEIGHT_RULE.AT_LEAST
    properties = drawn._tr.get_or_add_trPr()
    if not row.splits:
        properties.insert(0, element("cantSplit"))
    if row.repeats:
        properties.append(element("tblHeader"))


def _fill(box: _Cell, cell: Cell, look: _Look) -> None:
    is_prose = cell.align == "left"
    box.vertical_alignment = WD_ALIGN_VERTICAL.TOP if is_prose else WD_ALIGN_VERTICAL.CENTER
    for extra in box.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    first = box.paragraphs[0]
    if cell.picture and _photo(first, cell.picture, look):
        return
    for number, text in enumerate(cell.lines):
        paragraph = box.add_paragraph() if number else first
        paragraph._p.style = look.style
        paragraph.alignment = ALIGNED[cell.align]
        paragraph.add_run(text)
        _small(paragraph, look.size)
        if is_prose and cell.indents and len(cell.lines) > 1:
            paragraph.paragraph_format.first_line_indent = look.size * 2
    _open(box, cell)


def _photo(paragraph: Paragraph, picture: bytes, look: _Look) -> bool:
    """Whether the photo could be drawn; one that is no picture leaves the box empty."""
    try:
        paragraph.add_run().add_picture(io.BytesIO(picture), height=PHOTO_HEIGHT)
    # Whatever a damaged picture leads to: the form is worth more than its photo.
    except Exception:
        return False
    paragraph._p.style = look.style
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return True


def _open(box: _Cell, cell: Cell) -> None:
    """Leave out the line between two boxes that are one to the eye."""
    sides = [side for side, is_open in _sides(cell) if is_open]
    if not sides:
        return
    borders = element("tcBorders")
    for side in sides:
        borders.append(element(side, val="nil"))
    properties: Any = box._tc.get_or_add_tcPr()
    alignment = properties.find(qn("w:vAlign"))
    alignment.addprevious(borders)


def _sides(cell: Cell) -> tuple[tuple[str, bool], ...]:
    return ("top", cell.opens_above), ("bottom", cell.opens_below)


def _small(paragraph: Paragraph, size: Length) -> None:
    """The size of text in boxes, which is not that of the style."""
    for run in paragraph.runs:
        run.font.size = size
