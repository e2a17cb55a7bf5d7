"""The feedback sheet of a unit on A4, as PDF."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from collection.models import SurveySheet
from collection.selectors.surveys import SheetLine
from organization.paper.typesetting import typeset
from organization.templatetags.figures import figure

TEMPLATE = Path(__file__).with_name("survey_sheet.typ")
NOTHING = "—"


def survey_sheet_pdf(sheet: SurveySheet, lines: Iterable[SheetLine]) -> bytes:
    """What the unit was told, and its answer where there is one, as PDF/A-2b."""
    language = get_language() or "zh-hans"
    document = {
        **_content(sheet, lines),
        "lang": language[:2],
        "region": "cn" if language.startswith("zh") else "gb",
    }
    inputs = {"sheet": json.dumps(document, ensure_ascii=False)}
    return typeset(TEMPLATE, inputs, format="pdf", pdf_standards="a-2b", timestamp=0)


def _content(sheet: SurveySheet, lines: Iterable[SheetLine]) -> dict[str, Any]:
    survey = sheet.survey
    days = {"first": survey.from_on.isoformat(), "last": survey.to_on.isoformat()}
    facts = [
        (_("Survey"), survey.name),
        (_("Carried out by"), survey.body),
        (_("Time of asking"), _("%(first)s to %(last)s") % days),
        (_("Method"), str(survey.get_method_display())),
        (_("Answer due on"), sheet.due_on.isoformat()),
    ]
    return {
        "title": _("Survey feedback sheet"),
        "unit": sheet.unit.name,
        "facts": facts,
        "heads": [
            _("Theme"),
            _("Satisfaction"),
            _("Interval"),
            _("Sample"),
            _("Category median"),
            _("Last survey"),
        ],
        "lines": [_cells(line) for line in lines],
        "notes": [
            _("Interval: the stated margin, else after Wilson (1927) from the sample."),
            _("* Fewer answers than %(least)s: read with care.") % {"least": survey.least_sample},
        ],
        "measures_title": _("Measures of the unit"),
        "measures": [line for line in sheet.measures.splitlines() if line.strip()],
        "remark_title": _("Remark of the office"),
        "remark": sheet.remark,
        "sign": _("Signature:"),
    }


def _cells(line: SheetLine) -> list[str]:
    result = line.result
    last = line.before[-1][1] if line.before else None
    return [
        result.theme.name,
        figure(result.score, 2),
        f"{figure(result.interval.low, 1)} – {figure(result.interval.high, 1)}",
        f"{result.sample_size}{'*' if result.is_small else ''}",
        figure(line.median, 2) or NOTHING,
        figure(last, 2) or NOTHING,
    ]
