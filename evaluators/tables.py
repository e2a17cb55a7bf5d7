"""Lists of the pool."""

from collections.abc import Mapping, Sequence
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from evaluators.models import Evaluator
from evaluators.selectors.fitness import Obstacle

WIDE = {"cell": {"class": "hj-wide"}}


class EvaluatorTable(tables.Table):
    """Evaluators, one a row, with what stands in the way of a seat today."""

    name = tables.Column(gettext_lazy("full name"), linkify=True)
    subtype = tables.Column(gettext_lazy("subtype"), order_by=["pool", "subtype"])
    tier = tables.Column(gettext_lazy("tier"))
    home = tables.Column(
        gettext_lazy("comes from"), accessor="comes_from", order_by="home_unit__name"
    )
    post = tables.Column(gettext_lazy("post"), attrs=WIDE, default="—")
    tags = tables.Column(gettext_lazy("tags"), accessor="tags__all", orderable=False)
    standing = tables.Column(gettext_lazy("today"), accessor="pk", orderable=False)

    class Meta:
        model = Evaluator
        fields: tuple[str, ...] = ()
        empty_text = gettext_lazy("No evaluator fits. Take a filter away, or add one.")

    def __init__(
        self, *args: Any, obstacles: Mapping[int, Sequence[Obstacle]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.obstacles = obstacles

    def render_tags(self, value: Any) -> str:
        return pgettext("list", ", ").join(tag.name for tag in value) or "—"

    def render_standing(self, record: Evaluator) -> SafeString:
        return standing_words(self.obstacles.get(record.pk, []))


def standing_words(obstacles: Sequence[Obstacle]) -> SafeString:
    """May be placed, or the reasons against it, as words with their colour."""
    if not obstacles:
        return format_html('<span class="hj-word hj-good">{}</span>', _("can be placed"))
    look = "hj-wait" if Obstacle.NOT_IN_POOL in obstacles else "hj-watch"
    return format_html_join(
        " ", '<span class="hj-word {}">{}</span>', ((look, one.label) for one in obstacles)
    )
