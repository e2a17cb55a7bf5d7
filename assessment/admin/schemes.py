"""Schemes in the admin: grades, quotas and rater classes."""

from django.contrib import admin

from assessment.admin.base import OfficeRecordAdmin
from assessment.models import (
    MethodDocument,
    RaterClass,
    Scheme,
    SchemeGrade,
    SchemeQuota,
    UnitShare,
)
from evaluators.admin.base import WrittenByServices


@admin.register(Scheme)
class SchemeAdmin(OfficeRecordAdmin):
    list_display = ["name", "code", "year", "decimals", "tie_method", "missing_value"]
    list_filter = ["year"]
    search_fields = ["name", "code", "clause"]


@admin.register(MethodDocument)
class MethodDocumentAdmin(OfficeRecordAdmin):
    list_display = ["name", "number", "in_force_from", "in_force_until"]
    list_filter = ["for_annual", "for_daily", "for_special", "for_term", "for_use"]
    search_fields = ["name", "number"]


@admin.register(SchemeGrade)
class SchemeGradeAdmin(OfficeRecordAdmin):
    list_display = ["name", "scheme", "position", "min_score", "clause"]
    list_filter = ["scheme"]
    list_select_related = ["scheme"]
    search_fields = ["name", "code"]


@admin.register(SchemeQuota)
class SchemeQuotaAdmin(OfficeRecordAdmin):
    list_display = ["grade", "scope", "level", "value", "share", "rounding", "is_strict", "clause"]
    list_filter = ["scope", "level", "grade__scheme"]
    list_select_related = ["grade"]
    search_fields = ["grade__name", "value", "clause"]


@admin.register(UnitShare)
class UnitShareAdmin(WrittenByServices):
    list_display = ["unit", "cycle", "quota", "share", "reason"]
    list_filter = ["cycle"]
    list_select_related = ["unit", "cycle", "quota__grade"]
    search_fields = ["unit__name", "unit__code", "reason"]


@admin.register(RaterClass)
class RaterClassAdmin(OfficeRecordAdmin):
    list_display = ["name", "scheme", "weight", "aggregation"]
    list_filter = ["scheme"]
    list_select_related = ["scheme"]
    search_fields = ["name", "code"]
