"""Page, PDF and DOCX say the same, and the DOCX keeps to the official layout."""

import io
import re

import docx
import pypdf
import pytest
from django.urls import reverse
from django.utils import translation
from docx.oxml.ns import qn
from docx.shared import Length, Pt

from feedback.content import report_content
from feedback.paper import report_docx, report_pdf
from tests.feedback.worlds import check_at, scored_group

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def check(category, language):
    return check_at(scored_group(category), 4, language)


def solid(text: str) -> str:
    """Without blanks: a PDF breaks lines and parts Chinese from figures as it likes."""
    return re.sub(r"\s+", "", text)


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
        for name in ("Title", "Normal", "Heading 1", "Heading 2")
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


def test_table_heads_repeat_and_rows_stay_whole(check):
    document = docx.Document(io.BytesIO(report_docx(check)))
    assert document.tables
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
