"""The template of the DOCX report in the official layout of GB/T 9704-2012, made by python-docx.

A4; top 37 mm, binding side 28 mm, type area 156 by 225 mm with 22 lines of 28 characters; title in
2号小标宋, body in 3号仿宋, first-level heads in 黑体, second-level in 楷体, page number in 4号宋体
between dashes, at the outer side.
"""

import io
from functools import cache
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

TYPE_AREA = Mm(156)
SIZE_2, SIZE_3, SIZE_4, SIZE_5 = Pt(22), Pt(16), Pt(14), Pt(10.5)
LINE = Pt(28.95)
LATIN = "Times New Roman"
TITLE_FONT, BODY_FONT, HEAD_FONT, SUBHEAD_FONT, PAGE_FONT = (
    "方正小标宋简体",
    "仿宋",
    "黑体",
    "楷体",
    "宋体",
)


@cache
def build_template() -> bytes:
    """The template as a file; its fields are those of `feedback.content`."""
    document = Document()
    _page(document)
    _styles(document)
    _page_numbers(document)
    _summary(document)
    _annexes(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(297 - 37 - 225)
    section.left_margin, section.right_margin = Mm(28), Mm(210 - 28 - 156)
    # The dash of the page number stands 7 mm below the type area.
    section.footer_distance = Mm(23)
    grid = section._sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), "579")
    # In 1/4096 pt: 28 characters of 16 pt have to fit into 156 mm.
    grid.set(qn("w:charSpace"), "-849")


def _styles(document: WordDocument) -> None:
    normal = document.styles["Normal"]
    _dress(normal, BODY_FONT, SIZE_3)
    normal.paragraph_format.first_line_indent = SIZE_3 * 2
    normal.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    title = document.styles["Title"]
    _dress(title, TITLE_FONT, SIZE_2)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _no_border(title)
    _dress(document.styles["Heading 1"], HEAD_FONT, SIZE_3)
    _dress(document.styles["Heading 2"], SUBHEAD_FONT, SIZE_3)
    for style in (document.styles["Heading 1"], document.styles["Heading 2"]):
        style.paragraph_format.first_line_indent = SIZE_3 * 2
        style.paragraph_format.keep_with_next = True
    table = document.styles.add_style("Table text", 1)
    _dress(table, BODY_FONT, SIZE_5)
    table.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _dress(style: ParagraphStyle, font: str, size: Pt) -> None:
    """Give a style its font for Chinese and for Latin letters, plain black, on the line grid."""
    style.font.name, style.font.size = LATIN, size
    style.font.bold = style.font.italic = False
    style.font.color.rgb = None
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), font)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.first_line_indent = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE


def _no_border(style: ParagraphStyle) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _page_numbers(document: WordDocument) -> None:
    """Odd pages at the right, even pages at the left, one character from the edge."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    sides = (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    )
    for footer, side in sides:
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        layout = paragraph.paragraph_format
        layout.left_indent = layout.right_indent = SIZE_4
        layout.first_line_indent = Pt(0)
        for text in ("— ", None, " —"):
            run = paragraph.add_run(text)
            run.font.name, run.font.size = PAGE_FONT, SIZE_4
            run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), PAGE_FONT)
            if text is None:
                _field(run._element, "PAGE")


def _field(run: Any, instruction: str) -> None:
    for kind in ("begin", "instruction", "end"):
        element = OxmlElement("w:instrText" if kind == "instruction" else "w:fldChar")
        if kind == "instruction":
            element.text = instruction
        else:
            element.set(qn("w:fldCharType"), kind)
        run.append(element)


def _summary(document: WordDocument) -> None:
    """The part that is read: title, overall, losses, strengths, advice."""
    add = document.add_paragraph
    add("{{ unit }}", "Title")
    add("{{ cycle }}{{ title }}", "Title")
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
    _each(document, "advice", "{{ loop.index }}. {{ row }}")
    add("{%p if remark %}")
    add("{{ heads.remark }}", "Heading 1")
    add("{{ remark }}")
    add("{%p endif %}")


def _annexes(document: WordDocument) -> None:
    """Every figure, in tables."""
    add = document.add_paragraph
    add("{{ heads.positions }}", "Heading 1")
    add("{{ labels.no_names }}")
    _picture(document, "positions")
    _table(
        document,
        "positions",
        ("indicator", "points", "full", "share", "median", "best", "place"),
        ("name", "points", "full", "share", "median", "best", "place"),
        (54, 17, 17, 17, 17, 17, 17),
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
        (32, 22, 54, 14, 34),
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
    _each(document, "provenance", "{{ row.sentence }}")


def _when(document: WordDocument, condition: str, paragraphs: list[str]) -> None:
    document.add_paragraph(f"{{%p if {condition} %}}")
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.add_paragraph("{%p endif %}")


def _each(document: WordDocument, name: str, text: str) -> None:
    document.add_paragraph(f"{{%p for row in {name} %}}")
    document.add_paragraph(text)
    document.add_paragraph("{%p endfor %}")


def _picture(document: WordDocument, name: str) -> None:
    paragraph = document.add_paragraph(f"{{{{ pictures.{name} }}}}")
    paragraph.paragraph_format.first_line_indent = Pt(0)
    # On the line grid a picture would be cut to the height of one line.
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _table(
    document: WordDocument,
    name: str,
    heads: tuple[str, ...],
    fields: tuple[str, ...],
    widths: tuple[int, ...],
    left: set[int],
) -> Table:
    """A table whose head repeats on every page and whose rows stay whole."""
    table: Table = document.add_table(rows=4, cols=len(heads), style="Table Grid")
    table.autofit = False
    table.cell(1, 0).text = f"{{%tr for row in {name} %}}"
    table.cell(3, 0).text = "{%tr endfor %}"
    for column, (head, field, width) in enumerate(zip(heads, fields, widths, strict=True)):
        table.columns[column].width = Mm(width)
        table.cell(0, column).text = f"{{{{ labels.{head} }}}}"
        table.cell(2, column).text = f"{{{{ row.{field} }}}}"
        for row in (0, 2):
            cell = table.cell(row, column)
            _align(cell.paragraphs[0], is_left=column in left)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _keep_rows_whole(table)
    return table


def _closing_rows(table: Table) -> None:
    for text in ("{%tr for row in closing %}", None, "{%tr endfor %}"):
        cells = table.add_row().cells  # type: ignore[no-untyped-call]
        if text is not None:
            cells[0].text = text
            continue
        label = cells[0].merge(cells[2])
        label.text, cells[3].text = "{{ row.label }}", "{{ row.points }}"
        for cell in (label, cells[3]):
            _align(cell.paragraphs[0], is_left=False)
    _keep_rows_whole(table)


def _align(paragraph: Paragraph, *, is_left: bool) -> None:
    paragraph.style = "Table text"
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if is_left else WD_ALIGN_PARAGRAPH.RIGHT


def _keep_rows_whole(table: Table) -> None:
    for row in table.rows:
        properties = row._tr.get_or_add_trPr()
        if properties.find(qn("w:cantSplit")) is None:
            properties.insert(0, OxmlElement("w:cantSplit"))
