"""Lists of systems and indicators."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from indicators.models import AssessmentProcess, Indicator, IndicatorSystem, LibraryModel

STATE_LOOK: dict[str, str] = {
    IndicatorSystem.State.DRAFT: "hj-wait",
    IndicatorSystem.State.PUBLISHED: "hj-good",
    IndicatorSystem.State.FROZEN: "hj-accent",
}
STATUS_LOOK: dict[str, str] = {
    Indicator.Status.DESIGNING: "hj-wait",
    Indicator.Status.IN_USE: "hj-good",
    Indicator.Status.EVALUATING: "hj-watch",
    Indicator.Status.RETIRED: "hj-muted",
}
NUMBER = {"cell": {"class": "hj-num"}}


class SystemTable(tables.Table):
    """Indicator systems, one row a version."""

    name = tables.Column(linkify=True)
    state = tables.Column(attrs={"td": {"class": "hj-lead"}})
    full_marks = tables.Column(attrs=NUMBER)
    leaf_count = tables.Column(verbose_name=_("Indicators"), attrs=NUMBER)
    year = tables.Column(attrs=NUMBER)
    version = tables.Column(attrs=NUMBER)

    class Meta:
        model = IndicatorSystem
        fields = (
            "name",
            "state",
            "category",
            "assessee_kind",
            "year",
            "version",
            "leaf_count",
            "full_marks",
        )
        empty_text = _("No system yet that you may see. The assessment office creates the first.")

    def render_state(self, value: str, record: IndicatorSystem) -> SafeString:
        return format_html('<span class="hj-word {}">{}</span>', STATE_LOOK[record.state], value)

    def render_full_marks(self, record: IndicatorSystem) -> str:
        return f"{record.full_marks.normalize():f}"


class IndicatorTable(tables.Table):
    """The library, one row an indicator."""

    name = tables.Column(linkify=True)
    code = tables.Column(attrs={"cell": {"class": "hj-nowrap"}})
    status = tables.Column(attrs={"td": {"class": "hj-lead"}})
    node_count = tables.Column(verbose_name=_("In systems"), attrs=NUMBER)

    class Meta:
        model = Indicator
        fields = (
            "name",
            "code",
            "status",
            "kind",
            "unit_of_measure",
            "owner",
            "tags",
            "node_count",
        )
        empty_text = _("No indicator with these words.")

    def render_status(self, value: str, record: Indicator) -> SafeString:
        return format_html('<span class="hj-word {}">{}</span>', STATUS_LOOK[record.status], value)


class ModelTable(tables.Table):
    """Models of the library."""

    name = tables.Column(linkify=True)
    code = tables.Column(attrs={"cell": {"class": "hj-nowrap"}})
    leaf_count = tables.Column(verbose_name=_("Indicators"), attrs=NUMBER)
    system_count = tables.Column(verbose_name=_("In systems"), attrs=NUMBER)

    class Meta:
        model = LibraryModel
        fields = ("name", "code", "tags", "leaf_count", "system_count")
        empty_text = _("No model with these words. Save a section of a system as the first one.")


class ProcessTable(tables.Table):
    """Assessment processes of the library."""

    name = tables.Column(linkify=True)
    code = tables.Column(attrs={"cell": {"class": "hj-nowrap"}})
    step_count = tables.Column(verbose_name=_("Steps"), attrs=NUMBER)
    day_count = tables.Column(verbose_name=_("Days needed"), attrs=NUMBER)

    class Meta:
        model = AssessmentProcess
        fields = ("name", "code", "kind", "tags", "step_count", "day_count")
        empty_text = _("No process with these words. They come by the assessment workbook.")
