"""Surveys in Django admin: themes are reference data, the rest is to look at."""

from django.contrib import admin

from collection.models import Survey, SurveySheet, SurveyTheme, SurveyUpload
from evaluators.admin.base import Sealed, WrittenByServices
from organization.admin.base import AuditedAdmin
from organization.models import Role


@admin.register(SurveyTheme)
class SurveyThemeAdmin(AuditedAdmin):
    """What can be asked about, and the indicator that a theme scores."""

    changed_by = (Role.SYSTEM_ADMIN,)
    list_display = ["name", "code", "position", "indicator", "is_active"]
    list_select_related = ["indicator"]
    list_filter = ["is_active"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["indicator"]


@admin.register(Survey)
class SurveyAdmin(WrittenByServices):
    """Who asked whom; the results are read on the pages."""

    list_display = ["name", "domain", "period", "to_on", "registered_by", "verified_by"]
    list_select_related = ["domain", "registered_by", "verified_by"]
    list_filter = ["domain", "method"]
    search_fields = ["name", "body"]


@admin.register(SurveyUpload)
class SurveyUploadAdmin(WrittenByServices):
    list_display = ["file_name", "survey", "state", "uploaded_by", "uploaded_at"]
    list_select_related = ["survey", "uploaded_by"]
    list_filter = ["state"]
    search_fields = ["file_name", "survey__name"]
    # The way to a file is the page of the upload, which checks who asks.
    exclude = ["file", "preview"]


@admin.register(SurveySheet)
class SurveySheetAdmin(Sealed):
    """That a unit was told and has answered; the words stand on the pages."""

    list_display = ["survey", "unit", "due_on", "answered_at", "noted_at"]
    list_select_related = ["survey", "unit"]
    fields = ["survey", "unit", "due_on", "answered_at", "noted_at"]
    search_fields = ["survey__name", "unit__name"]
