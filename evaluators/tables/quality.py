"""Lists of questionnaires, spot rechecks and complaints."""

from typing import Any

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluators.models import (
    AssessmentGroup,
    Complaint,
    RecheckCase,
    RecheckSample,
    ReverseEvaluation,
)
from evaluators.tables.cells import DAY, NUMBER, STEP, button, with_small, word


class ReverseTable(tables.Table):
    """Groups whose field work is over, each with its questionnaire."""

    group = tables.Column(
        gettext_lazy("assessment group"),
        accessor="name",
        order_by="number",
        linkify=lambda record: _questionnaire_address(record),
    )
    plan = tables.Column(gettext_lazy("field plan"), order_by=["plan__year", "plan__name"])
    state = tables.Column(gettext_lazy("state"), accessor="pk", orderable=False)
    answered = tables.Column(gettext_lazy("answered"), attrs=NUMBER)
    step = tables.TemplateColumn(
        template_name="evaluators/partials/reverse_step.html",
        verbose_name="",
        orderable=False,
        attrs=STEP,
    )

    class Meta:
        model = AssessmentGroup
        fields: tuple[str, ...] = ()
        empty_text = gettext_lazy("No group with finished field work fits.")

    def render_state(self, record: Any) -> SafeString:
        evaluation = _questionnaire(record)
        if evaluation is None:
            return word("hj-wait", _("not opened"))
        if evaluation.closed_at:
            return word("hj-good", _("closed"))
        return word("hj-watch", _("being answered"))

    def render_answered(self, record: Any) -> str:
        if _questionnaire(record) is None:
            return "—"
        return with_small(record.answered, f"/ {record.asked}")


def _questionnaire(group: AssessmentGroup) -> ReverseEvaluation | None:
    # A group that has none has no such attribute either.
    return getattr(group, "reverse_evaluation", None)


def _questionnaire_address(group: Any) -> str | None:
    evaluation = _questionnaire(group)
    return evaluation.get_absolute_url() if evaluation else None


class RecheckTable(tables.Table):
    """Draws, one a row, with how many units are looked at."""

    plan = tables.Column(gettext_lazy("field plan"), order_by="plan__name", linkify=True)
    percent = tables.Column(gettext_lazy("percent"), attrs=NUMBER)
    seed = tables.Column(
        gettext_lazy("seed"), orderable=False, attrs={"cell": {"class": "hj-code"}}
    )
    checked = tables.Column(gettext_lazy("looked at"), attrs=NUMBER)
    drawn_at = tables.Column(gettext_lazy("drawn at"))

    class Meta:
        model = RecheckSample
        fields: tuple[str, ...] = ()
        empty_text = gettext_lazy("No unit was drawn yet.")

    def render_checked(self, record: Any) -> SafeString:
        return with_small(record.checked, f"/ {record.drawn}")

    def render_drawn_at(self, record: RecheckSample) -> SafeString:
        return with_small(f"{record.drawn_at:%Y-%m-%d}", record.drawn_by)


class RecheckCaseTable(tables.Table):
    """Units of a draw in the order of drawing, each with its finding."""

    LOOKS = {"confirmed": "hj-good", "corrected": "hj-watch", "favoured": "hj-bad"}

    unit = tables.Column(
        gettext_lazy("unit"), accessor="plan_unit__unit", order_by="plan_unit__unit__name"
    )
    position = tables.Column(gettext_lazy("order of drawing"), attrs=NUMBER)
    group = tables.Column(
        gettext_lazy("assessment group"),
        accessor="plan_unit__group",
        order_by="plan_unit__group__number",
        default="—",
    )
    finding = tables.Column(gettext_lazy("finding"), empty_values=())
    checked_by = tables.Column(gettext_lazy("checked by"), orderable=False, default="—")
    step = tables.Column("", accessor="pk", orderable=False, attrs=STEP)

    class Meta:
        model = RecheckCase
        fields: tuple[str, ...] = ()
        empty_text = gettext_lazy("No unit fits. Take a filter away.")

    def render_finding(self, record: RecheckCase) -> SafeString:
        if not record.finding:
            return word("hj-wait", _("not looked at yet"))
        shown = word(self.LOOKS[record.finding], record.get_finding_display())
        return with_small(shown, record.remark)

    def render_step(self, record: RecheckCase) -> str:
        return "" if record.finding else button("recheck_note", record.pk, _("Note the finding"))


class ComplaintTable(tables.Table):
    """Complaints, one a row, the newest first."""

    matter = tables.Column(gettext_lazy("what it is about"), orderable=False)
    received_on = tables.DateColumn("Y-m-d", verbose_name=gettext_lazy("received on"), attrs=DAY)
    channel = tables.Column(gettext_lazy("came by"))
    informant = tables.Column(gettext_lazy("informant"), empty_values=())
    about = tables.Column(gettext_lazy("about whom"), accessor="pk", orderable=False)
    outcome = tables.Column(gettext_lazy("result of handling"), empty_values=())
    step = tables.Column("", accessor="pk", orderable=False, attrs=STEP)

    class Meta:
        model = Complaint
        fields: tuple[str, ...] = ()
        empty_text = gettext_lazy("No complaint fits.")

    def render_informant(self, record: Complaint) -> str:
        return record.informant or _("anonymous")

    def render_about(self, record: Complaint) -> str:
        group = f"{record.group.plan} {record.group}" if record.group else ""
        person = record.evaluator.name if record.evaluator else ""
        return " ".join(part for part in (group, person) if part) or "—"

    def render_outcome(self, record: Complaint) -> SafeString:
        if not record.outcome:
            return word("hj-watch", _("not settled"))
        return with_small(word("hj-wait", record.get_outcome_display()), record.answer)

    def render_step(self, record: Complaint) -> str:
        return "" if record.outcome else button("complaint_settle", record.pk, _("Settle"))
