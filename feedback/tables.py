"""Tables of the feedback pages."""

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Result
from feedback.content import printed
from feedback.models import ReportBatch

FIGURE: dict[str, Any] = {"cell": {"class": "hj-num"}}
LEAD: dict[str, Any] = {"th": {"class": "hj-num"}, "td": {"class": "hj-num hj-lead"}}


class ReportTable(tables.Table):
    """Reports that an account may read."""

    assessee = tables.Column(
        verbose_name=gettext_lazy("Assessee"),
        linkify=("feedback:report_detail", {"pk": tables.A("pk")}),
        order_by=("assessee__name",),
    )
    cycle = tables.Column(
        accessor="group__run__cycle",
        verbose_name=gettext_lazy("Cycle"),
        order_by=("group__run__cycle__period",),
    )
    group = tables.Column(
        accessor="group__name",
        verbose_name=gettext_lazy("Category"),
        attrs={"cell": {"class": "hj-wide"}},
    )
    total = tables.Column(attrs=LEAD)
    rank = tables.Column(verbose_name=gettext_lazy("Place"), attrs=FIGURE)
    published = tables.Column(
        accessor="group__publication",
        verbose_name=gettext_lazy("Published"),
        empty_values=(),
        orderable=False,
    )

    class Meta:
        model = Result
        fields = ["assessee", "cycle", "group", "total", "rank", "published"]
        empty_text = gettext_lazy(
            "No report yet. A report is there once a run is complete; units see theirs after "
            "publication."
        )

    def render_total(self, value: Decimal, record: Result) -> str:
        decimals = record.group.run.cycle.scheme.decimals
        return printed(value.quantize(Decimal(1).scaleb(-decimals)))

    def render_rank(self, value: int, record: Result) -> str:
        return f"{value} / {record.group.size}"

    def render_published(self, record: Result) -> SafeString:
        publication = getattr(record.group, "publication", None)
        if publication is None:
            return format_html('<span class="hj-word hj-wait">{}</span>', _("not published"))
        return format_html(
            '<span class="hj-word hj-seal">{}</span> <span class="hj-nowrap">{}</span>',
            _("published"),
            timezone.localdate(publication.published_at).isoformat(),
        )


class BatchTable(tables.Table):
    """Batches that an account ordered."""

    group = tables.Column(verbose_name=gettext_lazy("Category"), linkify=True)
    state = tables.Column(attrs={"td": {"class": "hj-lead"}})
    requested_at = tables.DateTimeColumn(format="Y-m-d H:i")

    class Meta:
        model = ReportBatch
        fields = ["group", "format", "total_count", "state", "requested_at"]
        attrs = {"class": "hj-table"}
        empty_text = gettext_lazy("No batch yet.")
        orderable = False

    def render_group(self, record: ReportBatch) -> str:
        return f"{record.group.run.cycle} · {record.group.name}"
