"""The report as editable DOCX in the official layout (GB/T 9704-2012).

Word brings the official fonts, which are not free: the document names them and carries none.
"""

import io
from typing import Any

from django.utils.translation import gettext as _
from docxtpl import DocxTemplate, InlineImage

from feedback.charts import report_charts
from feedback.content import Content, report_content
from feedback.drawing import draw_chart
from feedback.paper.typesetting import typeset
from feedback.paper.word_template import TYPE_AREA, build_template
from feedback.rules.health_check import HealthCheck

RESOLUTION = 200
SECTIONS = (
    "overview",
    "top_losses",
    "strengths",
    "advice",
    "remark",
    "positions",
    "losses",
    "trend",
    "provenance",
)
ALWAYS_THERE = {"overview", "top_losses", "advice", "positions", "provenance"}


def report_docx(check: HealthCheck) -> bytes:
    """The report of one assessee as DOCX, in the current language."""
    content = report_content(check)
    template = DocxTemplate(io.BytesIO(build_template()))
    template.init_docx()
    pictures = {
        name: InlineImage(template, io.BytesIO(_png(draw_chart(chart))), width=TYPE_AREA)
        for name, chart in report_charts(check).items()
        if name != "overview"
    }
    template.render({**_worded(content), "pictures": pictures}, autoescape=True)
    properties = template.docx.core_properties
    properties.title = f"{check.assessee} {content['title']}"
    properties.author, properties.comments = "", ""
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def _worded(content: Content) -> dict[str, Any]:
    """The content with what running text needs: numbered heads and whole sentences."""
    present = [name for name in SECTIONS if name in ALWAYS_THERE or content[name]]
    heads = {
        name: _("%(number)s. %(head)s")
        % {"number": _numeral(number), "head": content["labels"][name]}
        for number, name in enumerate(present)
    }
    return {
        **content,
        "heads": heads,
        "top_losses": [
            {
                **loss,
                "head": _("(%(number)s) %(head)s")
                % {"number": _numeral(number), "head": loss["name"]},
                "sentence": _("Lost %(lost)s of %(full)s points. %(reason)s") % loss,
            }
            for number, loss in enumerate(content["top_losses"])
        ],
        "strengths": [
            {"sentence": _("%(name)s: %(sentence)s") % strength}
            for strength in content["strengths"]
        ],
        "positions": [
            {**line, "name": "\u3000" * line["depth"] + line["name"]}
            for line in content["positions"]
        ],
    }


def _numeral(number: int) -> str:
    # Chinese documents count 一、 and （一）.
    return _("1 2 3 4 5 6 7 8 9").split()[number]


def _png(svg: str) -> bytes:
    return typeset("chart.typ", {"svg": svg}, format="png", ppi=RESOLUTION)
