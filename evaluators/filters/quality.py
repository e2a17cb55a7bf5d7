"""Filters of questionnaires, spot rechecks and complaints."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from evaluators.filters.words import words_filter
from evaluators.models import AssessmentGroup, Complaint, FieldPlan, RecheckCase
from organization.http import AuthenticatedRequest

UNCHECKED = UNSETTLED = "open"


def _begun_plans(request: AuthenticatedRequest) -> QuerySet[FieldPlan]:
    return FieldPlan.objects.visible_to(request.user).exclude(state=FieldPlan.State.DRAFT)


class ReverseFilter(django_filters.FilterSet):
    """Groups by plan and by the state of their questionnaire."""

    plan = django_filters.ModelChoiceFilter(
        label=_("field plan"),
        queryset=_begun_plans,
        empty_label=_("all"),
    )
    state = django_filters.ChoiceFilter(
        label=_("state"),
        method="of_state",
        empty_label=_("all"),
        choices=[
            ("none", _("not opened")),
            ("open", _("being answered")),
            ("closed", _("closed")),
        ],
    )

    class Meta:
        model = AssessmentGroup
        fields: list[str] = []

    def of_state(self, groups: Any, _name: str, state: str) -> Any:
        if state == "none":
            return groups.filter(reverse_evaluation=None)
        still_open = state == "open"
        return groups.filter(
            reverse_evaluation__isnull=False, reverse_evaluation__closed_at__isnull=still_open
        )


class RecheckCaseFilter(django_filters.FilterSet):
    """Units of a draw by name and finding."""

    q = words_filter(_("Unit"))
    finding = django_filters.ChoiceFilter(
        label=_("finding"),
        method="of_finding",
        choices=[(UNCHECKED, _("not looked at yet")), *RecheckCase.Finding.choices],
        empty_label=_("all"),
    )

    class Meta:
        model = RecheckCase
        fields: list[str] = []

    def search(self, cases: Any, _name: str, text: str) -> Any:
        return cases.filter(plan_unit__unit__name__contains=text)

    def of_finding(self, cases: Any, _name: str, finding: str) -> Any:
        return cases.filter(finding="" if finding == UNCHECKED else finding)


class ComplaintFilter(django_filters.FilterSet):
    """Complaints by words, channel and what came of them."""

    q = words_filter(_("Matter, informant or name"))
    channel = django_filters.ChoiceFilter(
        label=_("came by"), choices=Complaint.Channel.choices, empty_label=_("all")
    )
    outcome = django_filters.ChoiceFilter(
        label=_("result of handling"),
        method="of_outcome",
        choices=[(UNSETTLED, _("not settled")), *Complaint.Outcome.choices],
        empty_label=_("all"),
    )

    class Meta:
        model = Complaint
        fields: list[str] = []

    def search(self, complaints: Any, _name: str, text: str) -> Any:
        return complaints.filter(
            Q(matter__contains=text)
            | Q(informant__contains=text)
            | Q(evaluator__name__contains=text)
            | Q(group__name__contains=text)
        )

    def of_outcome(self, complaints: Any, _name: str, outcome: str) -> Any:
        return complaints.filter(outcome="" if outcome == UNSETTLED else outcome)
