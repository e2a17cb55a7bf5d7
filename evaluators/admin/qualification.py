"""Policy, nominations, gates, certificates, training."""

from django.contrib import admin

from evaluators.admin.base import WrittenByServices
from evaluators.models import (
    Certificate,
    FieldPractice,
    GateCheck,
    Nomination,
    PoolPolicy,
    PoolUpload,
    ResearchTopic,
    TrainingAttendance,
    TrainingNeed,
    TrainingResource,
    TrainingSession,
)
from organization.admin.base import AuditedAdmin


@admin.register(PoolPolicy)
class PoolPolicyAdmin(AuditedAdmin):
    list_display = ["valid_from", "clause", "yearly_exit_share", "training_months"]
    search_fields = ["clause"]


@admin.register(TrainingResource)
class TrainingResourceAdmin(AuditedAdmin):
    list_display = ["name", "kind", "note"]
    list_filter = ["kind"]
    search_fields = ["name"]


@admin.register(Nomination)
class NominationAdmin(WrittenByServices):
    list_display = ["unit", "wanted", "evaluator", "state", "directed_at"]
    list_filter = ["state"]
    list_select_related = ["unit", "evaluator"]
    search_fields = ["unit__name", "wanted", "evaluator__name"]


@admin.register(GateCheck)
class GateCheckAdmin(WrittenByServices):
    list_display = ["evaluator", "gate", "passed", "checked_on", "checked_by"]
    list_filter = ["gate", "passed"]
    list_select_related = ["evaluator", "checked_by"]
    search_fields = ["evaluator__name"]


@admin.register(Certificate)
class CertificateAdmin(WrittenByServices):
    list_display = ["number", "evaluator", "issued_on", "expires_on", "test_score"]
    list_select_related = ["evaluator"]
    date_hierarchy = "expires_on"
    search_fields = ["number", "evaluator__name"]


@admin.register(TrainingSession)
class TrainingSessionAdmin(WrittenByServices):
    list_display = ["title", "kind", "held_on", "base", "others"]
    list_filter = ["kind"]
    list_select_related = ["base"]
    date_hierarchy = "held_on"
    search_fields = ["title"]


@admin.register(TrainingAttendance)
class TrainingAttendanceAdmin(WrittenByServices):
    list_display = ["session", "evaluator"]
    list_select_related = ["session", "evaluator"]
    search_fields = ["session__title", "evaluator__name"]


@admin.register(TrainingNeed)
class TrainingNeedAdmin(WrittenByServices):
    list_display = ["topic", "evaluator", "unit", "noted_on", "session"]
    list_select_related = ["evaluator", "unit", "session"]
    search_fields = ["topic", "evaluator__name", "unit__name"]


@admin.register(FieldPractice)
class FieldPracticeAdmin(WrittenByServices):
    list_display = ["evaluator", "kind", "place", "starts_on", "ends_on"]
    list_filter = ["kind"]
    list_select_related = ["evaluator"]
    search_fields = ["evaluator__name", "place"]


@admin.register(ResearchTopic)
class ResearchTopicAdmin(WrittenByServices):
    list_display = ["title", "year", "led_by", "outcome"]
    list_filter = ["year"]
    search_fields = ["title", "led_by"]


@admin.register(PoolUpload)
class PoolUploadAdmin(WrittenByServices):
    list_display = ["file_name", "kind", "uploaded_by", "uploaded_at", "state"]
    list_filter = ["kind", "state"]
    list_select_related = ["uploaded_by"]
    search_fields = ["file_name"]
