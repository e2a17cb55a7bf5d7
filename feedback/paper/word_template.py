"""The template of the DOCX report: what is read comes first, every figure stands in the annex."""

import io
from functools import cache

from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell

from organization.paper.word_layout import element, official_document


@cache
def build_template() -> bytes:
    """The template as a file; its fields are those of `feedback.content`."""
    document = official_document()
    _summary(document)
    _signature(document)
    _annex(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _summary(document: WordDocument) -> None:
    """The part that is read: title, overall, losses, strengths, advice."""
    add = document.add_paragraph
    add("{{ unit }}", "Title")
    add("{{ cycle }}{{ title }}", "Title")
    _when(document, "draft", ["{{ draft }}"])
    document.paragraphs[-2].style = "Draft"
    add("")
    add("{{ heads.overview }}", "Heading 1")
    add("{{ overview }}")
    _when(document, "notice", ["{{ notice }}"])
    _when(document, "missing", ["{{ missing }}"])
    add("{{ heads.top_losses }}", "Heading 1")
    _when(document, "not top_losses", ["{{ labels.no_losses }}"])
    add("{%p for loss in top_losses %}")
    add("{{ loss.head }}", "Heading 2")
    add("{{ loss.sentence }}")
    add("{%p if loss.regains %}")
    add("{{ loss.regain_sentence }}")
    add("{%p endif %}")
    add("{%p endfor %}")
    add("{%p if strengths %}")
    add("{{ heads.strengths }}", "Heading 1")
    _each(document, "strengths", "{{ row.sentence }}")
    add("{%p endif %}")
    add("{{ heads.advice }}", "Heading 1")
    _each_ending(document, "advice", "{{ loop.index }}. {{ row }}")
    add("{%p if remark %}")
    add("{{ heads.remark }}", "Heading 1")
    _each_ending(document, "remark", "{{ row }}")
    add("{%p if remark_by %}")
    add("{{ remark_by }}", "Signature").paragraph_format.keep_with_next = True
    add("{%p endif %}")
    add("{%p endif %}")


def _signature(document: WordDocument) -> None:
    """The name of the annex; then, once published, the room for the seal and the date."""
    add = document.add_paragraph
    add("").paragraph_format.keep_with_next = True
    add("{{ annex }}")
    add("{%p if signed_on %}")
    for _line in range(2):
        add("").paragraph_format.keep_with_next = True
    add("{{ labels.seal }}", "Signature").paragraph_format.keep_with_next = True
    add("{{ signed_on }}", "Signature")
    add("{%p endif %}")


def _annex(document: WordDocument) -> None:
    """Every figure, in tables."""
    add = document.add_paragraph
    add("{{ labels.annex }}", "Annex").paragraph_format.page_break_before = True
    add("{{ labels.annex_title }}", "Title")
    add("{{ heads.positions }}", "Heading 1")
    add("{{ labels.no_names }}").paragraph_format.keep_with_next = True
    _picture(document, "positions")
    _table(
        document,
        "positions",
        ("indicator", "points", "full", "share", "median", "best", "place"),
        ("name", "points", "full", "share", "median", "best", "place"),
        (51, 16, 17, 17, 19, 19, 17),
        left={0},
    )
    add("{%p if losses %}")
    add("{{ heads.losses }}", "Heading 1")
    _picture(document, "losses")
    table = _table(
        document,
        "losses",
        ("indicator", "value", "reason", "lost", "regain"),
        ("name", "value", "reason", "lost", "regain_sentence"),
        (31, 26, 46, 13, 40),
        left={0, 2, 4},
    )
    _closing_rows(table)
    add("{%p endif %}")
    add("{%p if trend %}")
    add("{{ heads.trend }}", "Heading 1")
    _picture(document, "trend")
    _table(
        document,
        "trend",
        ("period", "total", "full", "share", "place"),
        ("period", "total", "full", "share", "place"),
        (36, 30, 30, 30, 30),
        left={0},
    )
    add("{%p endif %}")
    add("{{ heads.provenance }}", "Heading 1")
    _facts(document)


def _facts(document: WordDocument) -> None:
    table = _rows(document, "provenance", ("label", "value"), (36, 120), left={0, 1})
    _keep_rows_whole(table)
    for cell in table.row_cells(1):
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _when(document: WordDocument, condition: str, paragraphs: list[str]) -> None:
    document.add_paragraph(f"{{%p if {condition} %}}")
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.add_paragraph("{%p endif %}")


def _each(document: WordDocument, name: str, text: str) -> None:
    document.add_paragraph(f"{{%p for row in {name} %}}")
    document.add_paragraph(text)
    document.add_paragraph("{%p endfor %}")


def _each_ending(document: WordDocument, name: str, text: str) -> None:
    """As `_each`, but the last paragraph stays with what ends the text."""
    document.add_paragraph(f"{{%p for row in {name} %}}")
    _when(document, "not loop.last", [text])
    document.add_paragraph("{%p if loop.last %}")
    document.add_paragraph(text).paragraph_format.keep_with_next = True
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")


def _picture(document: WordDocument, name: str) -> None:
    document.add_paragraph(f"{{{{ pictures.{name} }}}}", "Picture")


def _table(
    document: WordDocument,
    name: str,
    heads: tuple[str, ...],
    fields: tuple[str, ...],
    widths: tuple[int, ...],
    left: set[int],
) -> Table:
    """A table whose head repeats on every page and whose rows stay whole."""
    table = _rows(document, name, fields, widths, left)
    row = table.add_row()  # type: ignore[no-untyped-call]
    for cell, head, width in zip(row.cells, heads, widths, strict=True):
        cell.width = Mm(width)
        cell.text = f"{{{{ labels.{head} }}}}"
        cell.paragraphs[0].style = "Table head"
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    row._tr.get_or_add_trPr().append(element("tblHeader"))
    table.rows[0]._tr.addprevious(row._tr)
    _keep_rows_whole(table)
    return table


def _rows(
    document: WordDocument,
    name: str,
    fields: tuple[str, ...],
    widths: tuple[int, ...],
    left: set[int],
) -> Table:
    table: Table = document.add_table(rows=3, cols=len(fields), style="Table Grid")
    table.autofit = False
    table.cell(0, 0).text = f"{{%tr for row in {name} %}}"
    table.cell(2, 0).text = "{%tr endfor %}"
    for column, (field, width) in enumerate(zip(fields, widths, strict=True)):
        table.columns[column].width = Mm(width)
        cell = table.cell(1, column)
        # Word goes by the cells, others by the columns.
        cell.width = Mm(width)
        cell.text = f"{{{{ row.{field} }}}}"
        _align(cell, is_left=column in left)
    _margins(table)
    # Word wants a paragraph behind a table, and a head next to one would not stay with its text.
    document.add_paragraph("", "Gap")
    return table


def _margins(table: Table) -> None:
    """A millimetre at the sides of a cell, so that figures of a narrow column stay on one line."""
    margins = element("tblCellMar")
    for side, width in (("top", 20), ("left", 57), ("bottom", 20), ("right", 57)):
        margins.append(element(side, w=str(width), type="dxa"))
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


def _closing_rows(table: Table) -> None:
    for text in ("{%tr for row in closing %}", None, "{%tr endfor %}"):
        cells = table.add_row().cells  # type: ignore[no-untyped-call]
        if text is not None:
            cells[0].text = text
            continue
        label = cells[0].merge(cells[2])
        label.text, cells[3].text = "{{ row.label }}", "{{ row.points }}"
        for cell in (label, cells[3], cells[4]):
            _align(cell, is_left=False)
    _keep_rows_whole(table)


def _align(cell: _Cell, *, is_left: bool) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.style = "Table text"
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if is_left else WD_ALIGN_PARAGRAPH.RIGHT


def _keep_rows_whole(table: Table) -> None:
    for row in table.rows:
        properties = row._tr.get_or_add_trPr()
        if properties.find(qn("w:cantSplit")) is None:
            properties.insert(0, element("cantSplit"))
