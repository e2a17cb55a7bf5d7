"""Tables of the assessment pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from assessment.models import AssessmentCycle, Scheme, WorkbookImport
from assessment.selectors.quotas import QuotaLine
from assessment.selectors.results import ResultRow

FIGURE: dict[str, Any] = {"cell": {"class": "hj-num"}}
LEAD: dict[str, Any] = {"th": {"class": "hj-num"}, "td": {"class": "hj-num hj-lead"}}


class CycleTable(tables.Table):
    """Cycles, newest first."""

    name = tables.Column(linkify=True)
    state = tables.Column(attrs={"td": {"class": "hj-lead"}})
    assessee_count = tables.Column(verbose_name=_("Assessees"), attrs=FIGURE)
    decided_count = tables.Column(verbose_name=_("Decided"), attrs=FIGURE)

    class Meta:
        model = AssessmentCycle
        fields = ["name", "period", "kind", "scheme", "state", "assessee_count", "decided_count"]
        empty_text = _("No cycle yet. The office prepares one for a period and a scheme.")


class SchemeTable(tables.Table):
    """Schemes, newest first."""

    name = tables.Column(linkify=True)
    year = tables.Column(attrs=LEAD)
    cycle_count = tables.Column(verbose_name=_("Cycles"), attrs=FIGURE)

    class Meta:
        model = Scheme
        fields = ["name", "year", "clause", "cycle_count"]
        empty_text = _("No scheme yet. A scheme says how totals become places and grades.")

    def render_year(self, value: int) -> str:
        return str(value)


@dataclass(frozen=True)
class BarPiece:
    """A first-level node in the bar of a result, in percent of the bar's width."""

    x: float
    width: float
    gained: float


@dataclass(frozen=True)
class ListedResult:
    """A row of the list of results, with the quota lines drawn above it."""

    row: ResultRow
    lines_above: list[QuotaLine]

    GAP = 1.0

    @property
    def pieces(self) -> list[BarPiece]:
        """First-level nodes, each as wide as its full marks, a gap between; bonus has none."""
        nodes = [part for part in self.row.parts if part.full > 0]
        scale = (100 - self.GAP * (len(nodes) - 1)) / float(self.row.full or 1)
        pieces, x = [], 0.0
        for part in nodes:
            width = float(part.full) * scale
            gained = min(max(float(part.points / part.full), 0.0), 1.0)
            pieces.append(BarPiece(round(x, 2), round(width, 2), round(width * gained, 2)))
            x += width + self.GAP
        return pieces


class ResultTable(tables.Table):
    """Ranked results of a group; the change is against the last published cycle of the kind."""

    place = tables.TemplateColumn(
        template_name="assessment/partials/result_place.html",
        order_by="row__rank",
        verbose_name=_("Place and name"),
    )
    total = tables.TemplateColumn(
        "{% load figures %}{{ record.row.total|figure:table.decimals }}",
        order_by="row__total",
        verbose_name=_("Total"),
        attrs={"th": {"class": "hj-num"}, "td": {"class": "hj-num hj-lead hj-total"}},
    )
    parts = tables.TemplateColumn(
        template_name="assessment/partials/result_parts.html",
        orderable=False,
        verbose_name=_("Gained and lost"),
    )
    change = tables.TemplateColumn(
        "{% load figures %}{{ record.row.total_change|change:table.decimals }}",
        order_by="row__total_change",
        verbose_name=_("Against last year"),
        attrs=FIGURE,
    )
    grade = tables.TemplateColumn(
        template_name="assessment/partials/result_grade.html",
        orderable=False,
        verbose_name=_("Grade"),
    )

    class Meta:
        template_name = "assessment/partials/result_table.html"
        empty_text = _("Nobody fits. Change the search or the grade.")

    def __init__(self, rows: list[ListedResult], *, decimals: int, **kwargs: Any) -> None:
        super().__init__(rows, **kwargs)
        self.decimals = decimals


def with_quota_lines(
    rows: Sequence[ResultRow], quotas: Sequence[QuotaLine], *, ladder: Sequence[str]
) -> list[ListedResult]:
    """Draw the line of each quota of the whole group below the last row it allows the grade.

    Args:
        rows: ranked, best first.
        ladder: codes of the scheme's grades, best first.
    """
    above: dict[int, list[QuotaLine]] = {}
    for quota in (line for line in quotas if line.is_of_group):
        reached = set(ladder[: ladder.index(quota.grade.code) + 1])
        inside = [at for at, row in enumerate(rows) if row.result.proposed_grade in reached]
        above.setdefault(max(inside, default=-1) + 1, []).append(quota)
    return [ListedResult(row, above.get(at, [])) for at, row in enumerate(rows)]


class ImportTable(tables.Table):
    """The account's own uploads, newest first."""

    file_name = tables.Column(linkify=("assessment:import_detail", [tables.A("pk")]))
    uploaded_at = tables.DateTimeColumn(format="Y-m-d H:i", attrs={"cell": {"class": "hj-nowrap"}})
    state = tables.Column(attrs={"td": {"class": "hj-lead"}})
    created_count = tables.Column(verbose_name=_("New"), attrs=FIGURE)
    changed_count = tables.Column(verbose_name=_("Changed"), attrs=FIGURE)
    unchanged_count = tables.Column(verbose_name=_("Unchanged"), attrs=FIGURE)
    refused_count = tables.Column(verbose_name=_("Refused"), attrs=FIGURE)

    class Meta:
        model = WorkbookImport
        fields = [
            "file_name",
            "uploaded_at",
            "state",
            "created_count",
            "changed_count",
            "unchanged_count",
            "refused_count",
        ]
        empty_text = _("No workbook has been uploaded yet.")
