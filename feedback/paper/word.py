"""The report as editable DOCX in the official layout (GB/T 9704-2012).

Word brings the official fonts, which are not free: the document names them and carries none.
"""

import datetime as dt
import io
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from docx.document import Document as WordDocument
from docx.shared import Pt
from docx.table import Table
from docxtpl import DocxTemplate, InlineImage

from feedback.charts import report_charts
from feedback.content import Content, report_content
from feedback.drawing import draw_chart
from feedback.paper.word_template import build_template
from feedback.rules.health_check import HealthCheck
from organization.paper.typesetting import typeset
from organization.paper.word_layout import TYPE_AREA

RESOLUTION = 200
# Heads are counted on in the part that is read, and again in the annex.
READ = ("overview", "top_losses", "strengths", "advice", "remark")
ANNEXED = ("positions", "losses", "trend", "provenance")
ALWAYS_THERE = {"overview", "top_losses", "advice", "positions", "provenance"}
STEP = Pt(10.5)


def report_docx(check: HealthCheck) -> bytes:
    """The report of one assessee as DOCX, in the current language."""
    content, charts = report_content(check), report_charts(check)
    template = DocxTemplate(io.BytesIO(build_template()))
    template.init_docx()
    pictures = {
        name: InlineImage(template, io.BytesIO(_png(draw_chart(chart))), width=TYPE_AREA)
        for name, chart in charts.items()
        if name != "overview"
    }
    template.render({**_worded(content), "pictures": pictures}, autoescape=True)
    _indent(template.docx.tables[0], content["positions"])
    _describe(template.docx, [chart.label for name, chart in charts.items() if name != "overview"])
    properties = template.docx.core_properties
    properties.title = f"{content['unit']} {content['title']}"
    properties.author, properties.comments = "", ""
    properties.created = properties.modified = dt.datetime.combine(
        check.provenance.computed_on, dt.time()
    )
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def _worded(content: Content) -> dict[str, Any]:
    """The content with what running text needs: numbered heads and whole sentences."""
    return {
        **content,
        "heads": _heads(content, READ) | _heads(content, ANNEXED),
        "annex": _("%(label)s: %(value)s")
        % {"label": content["labels"]["annex"], "value": content["labels"]["annex_title"]},
        "top_losses": [
            {
                **loss,
                "head": _("(%(number)s) %(head)s")
                % {"number": _numeral(number), "head": loss["name"]},
                "sentence": (
                    _("Deducted %(lost)s points. %(reason)s") % loss
                    if loss["bonus"]
                    else _("Lost %(lost)s of %(full)s points. %(reason)s") % loss
                ),
            }
            for number, loss in enumerate(content["top_losses"])
        ],
        "strengths": [
            {"sentence": _("%(name)s: %(sentence)s") % strength}
            for strength in content["strengths"]
        ],
    }


def _heads(content: Content, names: tuple[str, ...]) -> dict[str, str]:
    present = [name for name in names if name in ALWAYS_THERE or content[name]]
    return {
        name: _("%(number)s. %(head)s")
        % {"number": _numeral(number), "head": content["labels"][name]}
        for number, name in enumerate(present)
    }


def _indent(table: Table, lines: list[Content]) -> None:
    """Show the tree: children further in, whatever has children bold."""
    for row, line in zip(table.rows[1:], lines, strict=True):
        row.cells[0].paragraphs[0].paragraph_format.left_indent = STEP * line["depth"]
        for cell in row.cells if not line["is_leaf"] else ():
            for run in cell.paragraphs[0].runs:
                run.font.bold = True


def _describe(document: WordDocument, labels: list[str]) -> None:
    """Say in words what each picture shows, for those who do not see it."""
    for picture, label in zip(document.inline_shapes, labels, strict=True):
        picture._inline.docPr.set("descr", label)


def _numeral(number: int) -> str:
    # Chinese documents count 一、 and （一）.
    return _("1 2 3 4 5 6 7 8 9").split()[number]


def _png(svg: str) -> bytes:
    return typeset(
        Path(__file__).with_name("chart.typ"), {"svg": svg}, format="png", ppi=RESOLUTION
    )
