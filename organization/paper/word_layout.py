"""Page, type and page numbers of the official layout, GB/T 9704-2012.

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
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

TYPE_AREA = Mm(156)
SIZE_2, SIZE_3, SIZE_4, SIZE_5 = Pt(22), Pt(16), Pt(14), Pt(10.5)
LINE = Pt(28.95)
# 28 characters of 16 pt are a little wider than 156 mm. Closing them up in the styles looks alike
# in every word processor; a grid of characters does not.
CLOSER = "-5"  # twentieths of a point
LATIN = "Times New Roman"
TITLE_FONT, BODY_FONT, HEAD_FONT, SUBHEAD_FONT, PAGE_FONT = (
    "方正小标宋简体",
    "仿宋",
    "黑体",
    "楷体",
    "宋体",
)
# What stands in where a font is missing.
STAND_INS = {
    TITLE_FONT: "华文中宋",
    BODY_FONT: "仿宋_GB2312",
    HEAD_FONT: "SimHei",
    SUBHEAD_FONT: "楷体_GB2312",
    PAGE_FONT: "SimSun",
}


def official_document() -> WordDocument:
    """An empty document in the official layout."""
    return Document(io.BytesIO(_empty()))


@cache
def _empty() -> bytes:
    """The same, made once for each process: thousands of papers begin with it."""
    document = Document()
    _page(document)
    _language(document)
    _styles(document)
    _stand_ins(document)
    _page_numbers(document)
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
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), "579")


def _language(document: WordDocument) -> None:
    """Chinese rules for breaking lines, and the layout of today's Word instead of that of 2007."""
    language = document.styles.element.find(".//" + qn("w:lang"))
    language.set(qn("w:eastAsia"), "zh-CN")
    modes = document.settings.element.iter(qn("w:compatSetting"))
    mode = next(mode for mode in modes if mode.get(qn("w:name")) == "compatibilityMode")
    mode.set(qn("w:val"), "15")


def _styles(document: WordDocument) -> None:
    normal = document.styles["Normal"]
    _dress(normal, BODY_FONT, SIZE_3)
    _close_up(normal)
    normal.paragraph_format.first_line_indent = SIZE_3 * 2
    normal.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    title = document.styles["Title"]
    _dress(title, TITLE_FONT, SIZE_2)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _no_border(title)
    # A line of the grid is lower than some fonts at this size, which would then take two.
    _leave_grid(title, LINE)
    _dress(document.styles["Heading 1"], HEAD_FONT, SIZE_3)
    _dress(document.styles["Heading 2"], SUBHEAD_FONT, SIZE_3)
    for style in (document.styles["Heading 1"], document.styles["Heading 2"]):
        _close_up(style)
        style.paragraph_format.first_line_indent = SIZE_3 * 2
        style.paragraph_format.keep_with_next = True
    for name, font in (("Table text", BODY_FONT), ("Table head", HEAD_FONT)):
        style = document.styles.add_style(name, 1)
        _dress(style, font, SIZE_5)
        _leave_grid(style)
    picture = document.styles.add_style("Picture", 1)
    picture.paragraph_format.space_before = picture.paragraph_format.space_after = Pt(6)
    _leave_grid(picture)
    _dress(document.styles.add_style("Gap", 1), BODY_FONT, SIZE_5)
    _leave_grid(document.styles["Gap"], Pt(10.5))
    draft = document.styles.add_style("Draft", 1)
    _dress(draft, SUBHEAD_FONT, SIZE_3)
    draft.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _dress(document.styles.add_style("Annex", 1), HEAD_FONT, SIZE_3)
    signature = document.styles.add_style("Signature", 1)
    _dress(signature, BODY_FONT, SIZE_3)
    signature.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    # The date stands four characters from the edge.
    signature.paragraph_format.right_indent = SIZE_3 * 4


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


def _close_up(style: ParagraphStyle) -> None:
    style.element.rPr.find(qn("w:sz")).addprevious(element("spacing", val=CLOSER))


def _leave_grid(style: ParagraphStyle, line: Pt | float = 1.0) -> None:
    """Lines of their own height: titles, pictures, the small type of tables."""
    style.paragraph_format.line_spacing = line
    style.element.pPr.find(qn("w:spacing")).addprevious(element("snapToGrid", val="0"))


def _no_border(style: ParagraphStyle) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _stand_ins(document: WordDocument) -> None:
    """Say which fonts are as good, for computers without the official ones."""
    part = next(part for part in document.part.package.iter_parts() if "fontTable" in part.partname)
    table = parse_xml(part.blob)
    for font, stand_in in STAND_INS.items():
        entry = element("font", name=font)
        entry.append(element("altName", val=stand_in))
        entry.append(element("charset", val="86"))
        table.append(entry)
    part._blob = serialize_part_xml(table)


def element(tag: str, **attributes: str) -> Any:
    """An element of WordprocessingML with its attributes."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


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
    text = element("instrText")
    text.text = instruction
    run.extend(
        [element("fldChar", fldCharType="begin"), text, element("fldChar", fldCharType="end")]
    )
