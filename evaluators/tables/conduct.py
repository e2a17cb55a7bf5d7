"""Lists of stars, candidates for exit, deductions, recommendations and careers."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluators.models import (
    Breach,
    CareerOutcome,
    HomeDeduction,
    Recommendation,
    RosterSpell,
    YearStars,
)
from evaluators.selectors.ledgers import Leaver
from evaluators.tables.cells import DAY, LEAD, NUMBER, STEP, button, points_link, with_small, word


class StarsTable(tables.Table):
    """Stars of a year, one evaluator a row."""

    name = tables.Column(gettext_lazy("full name"), accessor="evaluator")
    points = tables.Column(gettext_lazy("points"), attrs=NUMBER)
    red = tables.Column(gettext_lazy("red points"), attrs=NUMBER)
    black = tables.Column(gettext_lazy("black points"), attrs=NUMBER)
    proposed = tables.Column(gettext_lazy("proposed stars"), attrs=NUMBER)
    confirmed = tables.Column(gettext_lazy("confirmed stars"), attrs=LEAD, default="—")
    confirmed_by = tables.Column(gettext_lazy("confirmed by"), orderable=False, default="")
    step = tables.Column("", accessor="pk", orderable=False, attrs=STEP)

    class Meta:
        model = YearStars
        fields: tuple[str, ...] = ()
        empty_text = gettext_lazy("No stars fit. Take a filter away, or propose them by rule.")

    def render_name(self, record: YearStars) -> SafeString:
        return points_link(record.evaluator, record.year)

    def render_confirmed_by(self, record: YearStars) -> SafeString:
        return with_small(record.confirmed_by, record.reason)

    def render_step(self, record: YearStars) -> str:
        if record.confirmed is not None:
            return ""
        return button("stars_confirm", record.pk, _("Confirm"))


class ExitTable(tables.Table):
    """Candidates for exit with the reasons; by name, for it is no ranking."""

    name = tables.Column(gettext_lazy("full name"), accessor="evaluator__name")
    home = tables.Column(gettext_lazy("comes from"), accessor="evaluator__comes_from")
    grounds = tables.Column(gettext_lazy("reasons"), orderable=False)
    points = tables.Column(gettext_lazy("points"), accessor="total__total", attrs=NUMBER)
    black = tables.Column(gettext_lazy("black points"), accessor="total__black", attrs=NUMBER)
    step = tables.Column("", accessor="evaluator__pk", orderable=False, attrs=STEP)

    class Meta:
        empty_text = gettext_lazy("Nobody meets a condition.")

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def render_name(self, record: Leaver) -> SafeString:
        return points_link(record.evaluator, self.year)

    def render_grounds(self, record: Leaver) -> SafeString:
        reasons = dict(RosterSpell.ExitReason.choices)
        return format_html_join(
            " ",
            '<span class="hj-word hj-watch">{}</span>',
            ((reasons[ground.value],) for ground in record.grounds),
        )

    def render_step(self, value: int) -> SafeString:
        return button("evaluator_release", value, _("Let leave the pool"))


class DeductionTable(tables.Table):
    """Deductions for home units, one a row."""

    LOOKS = {"proposed": "hj-watch"}

    unit = tables.Column(gettext_lazy("unit"), order_by="unit__name")
    name = tables.Column(
        gettext_lazy("full name"), accessor="entry__evaluator", order_by="entry__evaluator__name"
    )
    what = tables.Column(
        gettext_lazy("what happened"), accessor="entry__item", order_by="entry__happened_on"
    )
    points = tables.Column(gettext_lazy("points to deduct"), attrs=NUMBER)
    state = tables.Column(gettext_lazy("state"))
    step = tables.Column("", accessor="pk", orderable=False, attrs=STEP)

    class Meta:
        model = HomeDeduction
        fields: tuple[str, ...] = ()
        empty_text = gettext_lazy("No deduction was proposed.")

    def render_name(self, record: HomeDeduction) -> SafeString:
        return points_link(record.entry.evaluator, record.year)

    def render_what(self, record: HomeDeduction) -> SafeString:
        entry = record.entry
        return with_small(f"{entry.happened_on:%Y-%m-%d} {entry.item}", entry.evidence)

    def render_state(self, record: HomeDeduction) -> SafeString:
        shown = word(self.LOOKS.get(record.state, "hj-wait"), record.get_state_display())
        return with_small(shown, record.decided_by, record.opinion)

    def render_step(self, record: HomeDeduction) -> str:
        if record.state != HomeDeduction.State.PROPOSED:
            return ""
        return button("deduction_decide", record.pk, _("Decide"))


class RecommendationTable(tables.Table):
    """Recommendations of a year, one a row."""

    name = tables.Column(
        gettext_lazy("full name"), accessor="evaluator", order_by="evaluator__name"
    )
    kind = tables.Column(gettext_lazy("kind"))
    home = tables.Column(
        gettext_lazy("comes from"),
        accessor="evaluator__comes_from",
        order_by="evaluator__home_unit__name",
    )
    reason = tables.Column(gettext_lazy("reason"), orderable=False)
    recommended_by = tables.Column(gettext_lazy("recommended by"), orderable=False)
    step = tables.TemplateColumn(
        template_name="evaluators/partials/recommendation_step.html",
        verbose_name="",
        orderable=False,
        attrs=STEP,
    )

    class Meta:
        model = Recommendation
        fields: tuple[str, ...] = ()
        empty_text = gettext_lazy(
            "Nobody is recommended in this year. Recommend people from their page of points."
        )

    def render_name(self, record: Recommendation) -> SafeString:
        return points_link(record.evaluator, record.year)


class BreachTable(tables.Table):
    """Breaches of the nine don'ts in a year, one a row."""

    name = tables.Column(
        gettext_lazy("full name"),
        accessor="evaluator",
        order_by="evaluator__name",
        linkify=lambda record: record.evaluator.get_absolute_url(),
    )
    home = tables.Column(
        gettext_lazy("comes from"),
        accessor="evaluator__comes_from",
        order_by="evaluator__home_unit__name",
    )
    happened_on = tables.DateColumn("Y-m-d", verbose_name=gettext_lazy("happened on"), attrs=DAY)
    number = tables.Column(gettext_lazy("which of the nine"), attrs=NUMBER)
    finding = tables.Column(gettext_lazy("what was found"), orderable=False)
    noted_by = tables.Column(gettext_lazy("noted by"), orderable=False)

    class Meta:
        model = Breach
        fields: tuple[str, ...] = ()
        empty_text = gettext_lazy("No breach is on record in this year.")

    def render_number(self, value: int) -> str:
        return _("number %(number)s") % {"number": value}

    def render_finding(self, record: Breach) -> SafeString:
        wording = _("wording of %(day)s") % {"day": f"{record.letter.valid_from:%Y-%m-%d}"}
        return with_small(record.finding, wording, record.plan)


class OutcomeTable(tables.Table):
    """What became of evaluators, one step a row."""

    name = tables.Column(
        gettext_lazy("full name"),
        accessor="evaluator",
        order_by="evaluator__name",
        linkify=lambda record: record.evaluator.get_absolute_url(),
    )
    kind = tables.Column(gettext_lazy("outcome"))
    post = tables.Column(gettext_lazy("new post"), orderable=False)
    since = tables.DateColumn("Y-m-d", verbose_name=gettext_lazy("in the post since"), attrs=DAY)

    class Meta:
        model = CareerOutcome
        fields: tuple[str, ...] = ()
        empty_text = gettext_lazy("No outcome on record.")
