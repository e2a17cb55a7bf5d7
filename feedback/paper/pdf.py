"""The report as PDF/A, laid out by Typst from our own template."""

import datetime as dt
import json
from pathlib import Path

from django.utils.translation import get_language

from feedback.charts import report_charts
from feedback.content import report_content
from feedback.drawing import draw_chart
from feedback.rules.health_check import HealthCheck
from organization.paper.typesetting import typeset


def report_pdf(check: HealthCheck) -> bytes:
    """The report of one assessee as PDF/A-2b, in the current language."""
    charts = report_charts(check)
    language = get_language() or "zh-hans"
    document = {
        **report_content(check),
        # The overview repeats what the positions show; it has its place on the page only.
        "charts": {name: draw_chart(chart) for name, chart in charts.items() if name != "overview"},
        "lang": language[:2],
        "region": "cn" if language.startswith("zh") else "gb",
    }
    return typeset(
        Path(__file__).with_name("report.typ"),
        {"report": json.dumps(document, ensure_ascii=False)},
        format="pdf",
        pdf_standards="a-2b",
        # The day of the run, so that the same report is the same file whenever it is made.
        timestamp=_seconds(check.provenance.computed_on),
    )


def _seconds(day: dt.date) -> int:
    return int(dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC).timestamp())
