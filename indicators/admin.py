"""The library is reference data; what assesses and what was reported is looked at, never touched.

Systems, units' own rules and figures change on their pages only, by the people who answer for them.
"""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indicators.models import (
    AssessmentProcess,
    Exemption,
    FigureReview,
    Indicator,
    IndicatorReview,
    IndicatorSystem,
    LibraryModel,
    MergedAssessment,
    ModelNode,
    PersonWeight,
    ProcessStep,
    ReportedValue,
    ResultLink,
    StatusChange,
    SystemNode,
    TargetAnswer,
    WeightOverride,
)
from indicators.selectors.trees import engine_language
from indicators.services.library import RECORDED, save_indicator
from organization.admin import AuditedAdmin, ReadOnlyAdmin
from organization.models import Role, User
from scoring import RULES


class SystemAdminReads(ReadOnlyAdmin):
    """Seen by the system administrator."""

    viewed_by = (Role.SYSTEM_ADMIN,)


@admin.register(Indicator)
class IndicatorAdmin(AuditedAdmin):
    list_display = ["name", "code", "status", "kind", "unit_of_measure", "direction", "owner"]
    list_filter = ["status", "kind", "direction", "unit_of_measure"]
    list_select_related = ["owner"]
    search_fields = ["name", "code", "initials", "owner__name"]
    autocomplete_fields = ["owner"]

    def save_row(self, thing: Any, *, by: User) -> None:
        fields = {name: getattr(thing, name) for name in RECORDED}
        save_indicator(thing if thing.pk else None, by=by, **fields)


@admin.register(LibraryModel)
class LibraryModelAdmin(SystemAdminReads):
    list_display = ["name", "code", "tags", "origin"]
    list_select_related = ["origin"]
    search_fields = ["name", "code", "initials"]


@admin.register(ModelNode)
class ModelNodeAdmin(SystemAdminReads):
    list_display = ["name", "code", "model", "parent", "share", "source"]
    list_filter = ["source"]
    list_select_related = ["model", "parent"]
    search_fields = ["name", "code", "model__name"]


@admin.register(AssessmentProcess)
class AssessmentProcessAdmin(SystemAdminReads):
    list_display = ["name", "code", "kind", "tags"]
    list_filter = ["kind"]
    search_fields = ["name", "code", "initials"]


@admin.register(ProcessStep)
class ProcessStepAdmin(SystemAdminReads):
    list_display = ["name", "process", "position", "actor", "days", "paper"]
    list_select_related = ["process"]
    search_fields = ["name", "process__name", "actor"]


@admin.register(StatusChange)
class StatusChangeAdmin(SystemAdminReads):
    list_display = ["indicator", "before", "after", "reason", "decided_on", "changed_by"]
    list_filter = ["after"]
    list_select_related = ["indicator", "changed_by"]
    search_fields = ["indicator__name", "indicator__code", "reason"]


@admin.register(IndicatorReview)
class IndicatorReviewAdmin(SystemAdminReads):
    list_display = ["indicator", "year", "verdict", "reason", "decided_on", "recorded_by"]
    list_filter = ["year", "verdict"]
    list_select_related = ["indicator", "recorded_by"]
    search_fields = ["indicator__name", "indicator__code", "reason"]


@admin.register(IndicatorSystem)
class IndicatorSystemAdmin(SystemAdminReads):
    list_display = ["name", "category", "assessee_kind", "year", "version", "state"]
    list_filter = ["state", "year", "assessee_kind", "category"]
    list_select_related = ["category"]
    search_fields = ["name", "category__name"]


@admin.register(MergedAssessment)
class MergedAssessmentAdmin(SystemAdminReads):
    list_display = ["name", "department", "level", "domain", "year"]
    list_filter = ["year", "level", "domain"]
    list_select_related = ["department", "domain"]
    search_fields = ["name", "department__name"]


@admin.register(SystemNode)
class SystemNodeAdmin(SystemAdminReads):
    list_display = ["name", "code", "system", "parent", "weight", "source", "rule_name"]
    list_filter = ["source", "system"]
    exclude = ["rule"]
    readonly_fields = ["rule_name"]
    list_select_related = ["system", "parent"]
    search_fields = ["name", "code", "system__name"]

    @admin.display(description=_("rule"), ordering="rule")
    def rule_name(self, node: SystemNode) -> str:
        return RULES[node.rule].name[engine_language()] if node.rule in RULES else node.rule


@admin.register(WeightOverride)
class WeightOverrideAdmin(SystemAdminReads):
    list_display = ["unit", "node", "weight", "reason"]
    list_filter = ["node__system"]
    list_select_related = ["unit", "node"]
    search_fields = ["unit__name", "node__name", "reason"]


@admin.register(PersonWeight)
class PersonWeightAdmin(SystemAdminReads):
    list_display = ["cadre", "node", "weight", "reason"]
    list_filter = ["node__system"]
    list_select_related = ["cadre", "node"]
    search_fields = ["cadre__name", "node__name", "reason"]


@admin.register(Exemption)
class ExemptionAdmin(SystemAdminReads):
    list_display = ["unit", "node", "reason"]
    list_filter = ["node__system"]
    list_select_related = ["unit", "node"]
    search_fields = ["unit__name", "node__name", "reason"]


@admin.register(ResultLink)
class ResultLinkAdmin(SystemAdminReads):
    list_display = ["unit", "node", "target", "weight"]
    list_filter = ["node__system"]
    list_select_related = ["unit", "node", "target"]
    search_fields = ["unit__name", "node__name", "target__name"]


@admin.register(ReportedValue)
class ReportedValueAdmin(SystemAdminReads):
    list_display = ["indicator", "unit", "period", "series", "value", "unit_of_measure"]
    list_filter = ["series", "period"]
    list_select_related = ["indicator", "unit"]
    search_fields = ["indicator__name", "indicator__code", "unit__name", "unit__code"]


@admin.register(FigureReview)
class FigureReviewAdmin(SystemAdminReads):
    list_display = ["indicator", "unit", "period", "finding", "state", "due_on"]
    list_filter = ["state", "finding", "period"]
    list_select_related = ["indicator", "unit"]
    search_fields = ["indicator__name", "indicator__code", "unit__name", "unit__code"]


@admin.register(TargetAnswer)
class TargetAnswerAdmin(SystemAdminReads):
    list_display = ["indicator", "unit", "period", "kind", "reason", "answered_at"]
    list_filter = ["kind", "period"]
    list_select_related = ["indicator", "unit"]
    search_fields = ["indicator__name", "indicator__code", "unit__name", "unit__code"]
