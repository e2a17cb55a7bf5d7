"""Lists of systems and indicators."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator, IndicatorSystem

STATE_LOOK: dict[str, str] = {
    IndicatorSystem.State.DRAFT: "hj-wait",
    IndicatorSystem.State.PUBLISHED: "hj-good",
    IndicatorSystem.State.FROZEN: "hj-accent",
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
    node_count = tables.Column(verbose_name=_("In systems"), attrs=NUMBER)

    class Meta:
        model = Indicator
        fields = ("name", "code", "unit_of_measure", "direction", "owner", "node_count")
        empty_text = _("No indicator with these words.")
