"""Lists of the pool."""

from collections.abc import Mapping, Sequence
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from evaluators.models import POOL_ROLES, Evaluator, Nomination, Tag, TrainingSession
from evaluators.selectors.fitness import Obstacle
from evaluators.tables.cells import DAY, NUMBER, WIDE
from organization.models import Role, User
from organization.templatetags.figures import figure


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


class NominationTable(tables.Table):
    """Nominations, one a row, each with the step that comes next."""

    LOOKS = {"directed": "hj-watch", "nominated": "hj-watch", "accepted": "hj-good"}

    wanted = tables.Column(gettext_lazy("wanted"))
    unit = tables.Column(gettext_lazy("unit"), order_by="unit__name")
    evaluator = tables.Column(gettext_lazy("nominated person"), default="—")
    state = tables.Column(gettext_lazy("status"))
    directed_at = tables.DateColumn("Y-m-d", verbose_name=gettext_lazy("asked at"), attrs=DAY)
    opinion = tables.Column(gettext_lazy("opinion"), attrs=WIDE, default="—", orderable=False)
    step = tables.Column(
        "", accessor="pk", orderable=False, attrs={"cell": {"class": "hj-actions-cell"}}
    )

    class Meta:
        model = Nomination
        fields: tuple[str, ...] = ()
        empty_text = gettext_lazy("Nothing here. The office asks a unit for somebody first.")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.own_units = user.unit_keys([Role.UNIT_PRINCIPAL])
        self.in_pool_office = user.has_role(*POOL_ROLES)
        self.is_office = user.has_role(Role.OFFICE_STAFF)

    def render_state(self, record: Nomination) -> SafeString:
        look = self.LOOKS.get(record.state, "hj-wait")
        label = record.get_state_display()
        return format_html('<span class="hj-word {}">{}</span>', look, label)

    def render_evaluator(self, value: Evaluator) -> str:
        if not self.in_pool_office:
            return value.name
        return format_html('<a href="{}">{}</a>', value.get_absolute_url(), value.name)

    def render_step(self, record: Nomination) -> str:
        button = '<a class="btn btn-sm" href="{}">{}</a>'
        may_name = self.is_office or record.unit_id in self.own_units
        if record.state == Nomination.State.DIRECTED and may_name:
            address = reverse("evaluators:nomination_name", args=[record.pk])
            return format_html(button, address, _("Name a person"))
        if record.state == Nomination.State.NOMINATED and self.may_review(record):
            address = reverse("evaluators:nomination_review", args=[record.pk])
            return format_html(button, address, _("Review"))
        return ""

    def may_review(self, record: Nomination) -> bool:
        """Another member of the office than who nominated."""
        return self.is_office and record.nominated_by_id != self.user.pk


class PickTable(tables.Table):
    """People for the next groups with what speaks for them."""

    name = tables.Column(gettext_lazy("full name"), linkify=True)
    subtype = tables.Column(gettext_lazy("subtype"), order_by=["pool", "subtype"])
    home = tables.Column(
        gettext_lazy("comes from"), accessor="comes_from", order_by="home_unit__name"
    )
    strengths = tables.Column(gettext_lazy("strength shown in the field"), orderable=False)
    times_served = tables.Column(gettext_lazy("times served"), attrs=NUMBER)
    practice_count = tables.Column(gettext_lazy("field practices"), attrs=NUMBER)

    class Meta:
        model = Evaluator
        fields: tuple[str, ...] = ()
        empty_text = gettext_lazy(
            "Nobody fits. Strengths are noted as tags of an evaluator who can be placed today."
        )

    def render_strengths(self, value: Sequence[Tag]) -> str:
        return pgettext("list", ", ").join(tag.name for tag in value)


class TrainingTable(tables.Table):
    """Training sessions, one a row."""

    title = tables.Column(gettext_lazy("title"), linkify=True)
    kind = tables.Column(gettext_lazy("kind"))
    held_on = tables.DateColumn("Y-m-d", verbose_name=gettext_lazy("held on"), attrs=DAY)
    led_by = tables.Column(gettext_lazy("led by"), attrs=WIDE, default="—")
    person_times = tables.Column(gettext_lazy("person-times"), attrs=NUMBER)

    class Meta:
        model = TrainingSession
        fields: tuple[str, ...] = ()
        empty_text = gettext_lazy("No session fits. Take a filter away, or add one.")

    def render_person_times(self, value: int) -> str:
        return figure(value)
