"""Page, PDF and DOCX say the same, and the DOCX keeps to the official layout."""

import io
import re
from dataclasses import replace
from decimal import Decimal

import docx
import pypdf
import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, Twips
from docx.text.paragraph import Paragraph

from feedback.charts import report_charts
from feedback.content import report_content
from feedback.paper import report_docx, report_pdf
from organization.paper.glyphs import _covered, drawable
from tests.feedback.worlds import check_at, publish, scored_group

pytestmark = pytest.mark.django_db

OFFICIAL = ("Title", "Normal", "Heading 1", "Heading 2")


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def check(category, language):
    return check_at(scored_group(category), 4, language)


def solid(text: str) -> str:
    """Without blanks: a PDF breaks lines and parts Chinese from figures as it likes."""
    return re.sub(r"[\s\u200b]+", "", text)


def pdf_text(content: bytes) -> str:
    return solid(
        "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    )


def docx_text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return solid("".join([*(paragraph.text for paragraph in document.paragraphs), *cells]))


def figures_of(content) -> list[str]:
    """Every figure and sentence of a report that must stand on each kind of paper."""
    losses = [part for loss in content["losses"] for part in (loss["lost"], loss["reason"])]
    positions = [
        part
        for line in content["positions"]
        for part in (line["points"], line["share"], line["median"], line["best"], line["place"])
    ]
    closing = [line["points"] for line in content["closing"]]
    return [content["balance"], *content["advice"], *losses, *closing, *positions]


def test_pdf_and_docx_say_what_the_content_says(check):
    wanted = [solid(part) for part in figures_of(report_content(check))]
    pdf, word = pdf_text(report_pdf(check)), docx_text(report_docx(check))
    assert [part for part in wanted if part not in pdf] == []
    assert [part for part in wanted if part not in word] == []


def test_the_page_says_what_the_content_says(client, category, office_clerk, language):
    office_clerk.language = language
    office_clerk.save()
    group = scored_group(category)
    result = group.results.get(rank=4)
    client.force_login(office_clerk, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse("feedback:report_detail", args=[result.pk]))
    with translation.override(language):
        wanted = figures_of(report_content(check_at(group, 4, language)))
    page = solid(response.text.replace("&#x27;", "'"))
    assert [part for part in wanted if solid(part) not in page] == []


def test_the_pdf_is_pdf_a_and_the_same_every_time(check):
    content = report_pdf(check)
    assert content.startswith(b"%PDF-1.7")
    assert b"pdfaid" in content
    assert content == report_pdf(check)


def test_names_cannot_break_the_paper(category):
    group = scored_group(category)
    assessee = group.results.get(rank=1).assessee
    assessee.name = '"<b>#{x}</b>{{ y }} & \\'
    assessee.save()
    check = check_at(group, 1)
    assert solid(assessee.name) in docx_text(report_docx(check))
    assert solid(assessee.name) in pdf_text(report_pdf(check))


def test_the_docx_keeps_to_the_official_layout(check):
    document = docx.Document(io.BytesIO(report_docx(check)))
    section = document.sections[0]
    width, height = section.page_width, section.page_height
    sizes = {
        "paper": (width, height),
        "top and binding side": (section.top_margin, section.left_margin),
        "type area": (
            width - section.left_margin - section.right_margin,
            height - section.top_margin - section.bottom_margin,
        ),
    }
    # Word counts in twentieths of a point, so a millimetre is met to a hundredth.
    assert {
        name: tuple(round(Length(size).mm, 1) for size in pair) for name, pair in sizes.items()
    } == {
        "paper": (210, 297),
        "top and binding side": (37, 28),
        "type area": (156, 225),
    }
    fonts = {
        name: (
            document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")),
            document.styles[name].font.size,
        )
        for name in OFFICIAL
    }
    assert fonts == {
        "Title": ("方正小标宋简体", Pt(22)),
        "Normal": ("仿宋", Pt(16)),
        "Heading 1": ("黑体", Pt(16)),
        "Heading 2": ("楷体", Pt(16)),
    }
    footers = section.footer, section.even_page_footer
    assert all("PAGE" in footer._element.xml for footer in footers)
    assert document.settings.odd_and_even_pages_header_footer
    assert not re.search(r"{[%{]", "".join(part.text for part in document.paragraphs))


def test_a_line_of_the_docx_holds_28_characters(check):
    """By the styles alone: word processors differ on a grid of characters."""
    document = docx.Document(io.BytesIO(report_docx(check)))
    (section,) = document.sections
    assert section._sectPr.find(qn("w:docGrid")).get(qn("w:type")) == "lines"
    spacing = document.styles["Normal"].element.rPr.find(qn("w:spacing")).get(qn("w:val"))
    character = Pt(16) + Pt(int(spacing) / 20)
    width = section.page_width - section.left_margin - section.right_margin
    assert width // character == 28


def test_missing_fonts_have_a_stand_in(check):
    document = docx.Document(io.BytesIO(report_docx(check)))
    (fonts,) = (
        part.blob.decode()
        for part in document.part.package.iter_parts()
        if "fontTable" in part.partname
    )
    named = {document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in OFFICIAL}
    assert [font for font in named if f'w:name="{font}"><w:altName' not in fonts] == []


def test_cells_are_as_wide_as_their_column(check):
    for table in docx.Document(io.BytesIO(report_docx(check))).tables:
        widths = [column.width for column in table.columns]
        assert sum(widths) <= Mm(156) + len(widths) * Twips(1)
        for row in (table.rows[0], table.rows[1]):
            assert [cell.width for cell in row.cells] == widths


def test_the_annex_begins_a_page_and_shows_the_tree(check):
    document = docx.Document(io.BytesIO(report_docx(check)))
    (annex,) = (part for part in document.paragraphs if part.style.name == "Annex")
    assert annex.paragraph_format.page_break_before
    lines = report_content(check)["positions"]
    rows = document.tables[0].rows[1:]
    indents = [row.cells[0].paragraphs[0].paragraph_format.left_indent for row in rows]
    assert indents == [Pt(10.5) * line["depth"] for line in lines]
    bold = [bool(row.cells[1].paragraphs[0].runs[0].font.bold) for row in rows]
    assert bold == [not line["is_leaf"] for line in lines]


def test_no_head_stands_alone(check):
    document = docx.Document(io.BytesIO(report_docx(check)))
    for name in ("Heading 1", "Heading 2"):
        assert document.styles[name].paragraph_format.keep_with_next
    # Some word processors forget that for a head right behind a table.
    for table in document.tables:
        following = table._tbl.getnext()
        assert Paragraph(following, document).style.name == "Gap"


def test_the_name_of_the_annex_does_not_stand_alone(check):
    parts = docx.Document(io.BytesIO(report_docx(check))).paragraphs
    wanted = _("%(label)s: %(value)s") % {
        "label": _("Annex"),
        "value": _("Points and losses in full"),
    }
    place = [part.text for part in parts].index(wanted)
    advice, blank = parts[place - 2 : place]
    assert advice.text.endswith(check.advice[-1])
    assert not blank.text
    assert advice.paragraph_format.keep_with_next
    assert blank.paragraph_format.keep_with_next


def test_pictures_are_described_in_words(check):
    document = docx.Document(io.BytesIO(report_docx(check)))
    labels = [
        chart.label
        for name, chart in report_charts(check).items()
        if name in {"positions", "losses"}
    ]
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert described == labels


def test_paper_says_whether_it_is_published(category):
    group = scored_group(category)
    with translation.override("zh-hans"):
        draft = check_at(group, 1)
        publish(group)
        published = check_at(group, 1)
        day = date_format(published.provenance.published_on, "DATE_FORMAT")
        for text in (docx_text(report_docx(draft)), pdf_text(report_pdf(draft))):
            assert "未公布" in text
            assert "盖章" not in text
        word, pdf = docx_text(report_docx(published)), pdf_text(report_pdf(published))
    assert "未公布" not in word + pdf
    assert f"考核办（盖章）{solid(day)}" in word


ODD = "<b>一</b> & {{ unit }} {% if x %} $x_1$ #let y=2 *三* _四_ `五` @六 \\ 😀 堃"


def test_what_a_person_wrote_survives(category):
    remark = "\n\n".join([ODD, "https://example.org/" + "a" * 300, "逐项销号。" * 300])
    check = replace(check_at(scored_group(category), 2), remark=remark, remark_by="考核办甲")
    word, pdf = docx_text(report_docx(check)), pdf_text(report_pdf(check))
    *wanted, long = [solid(part) for part in ["考核办甲", *remark.split("\n\n")]]
    assert [part for part in wanted if part not in word] == []
    assert [part for part in wanted if part.replace("😀", "〓") not in pdf] == []
    assert long in word
    # The foot of a page may stand in between once.
    assert pdf.count("逐项销号。") >= 299


def test_a_long_word_stays_on_the_page(category):
    check = replace(check_at(scored_group(category), 2), remark="b" * 400)
    rows = [
        row
        for page in pypdf.PdfReader(io.BytesIO(report_pdf(check))).pages
        for row in page.extract_text().splitlines()
    ]
    assert 1 < max(row.replace("\u200b", "").count("b" * 9) for row in rows) < 15


def test_a_character_without_a_shape_is_marked():
    assert drawable("江苏 Jiangsu 堃 1.5%") == "江苏 Jiangsu 堃 1.5%"
    assert drawable("张\U0010fffd👍\u200d三") == "张〓〓三"


def test_without_our_fonts_nothing_is_marked(settings, tmp_path):
    settings.FONT_DIRS = [tmp_path]
    _covered.cache_clear()
    try:
        assert drawable("👍") == "👍"
    finally:
        _covered.cache_clear()


def test_a_deduction_is_told_as_one(check):
    (loss, *_rest) = check.losses
    lines = tuple(
        replace(line, bonus=True, full=Decimal(0), points=-line.lost) if line is loss else line
        for line in check.lines
    )
    wanted = _("Deducted %(lost)s points. %(reason)s") % {
        "lost": check.shown(loss.lost),
        "reason": loss.reason,
    }
    assert solid(wanted) in docx_text(report_docx(replace(check, lines=lines)))


def test_table_heads_repeat_and_rows_stay_whole(check):
    document = docx.Document(io.BytesIO(report_docx(check)))
    *tables, facts = document.tables
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in facts.rows)
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
