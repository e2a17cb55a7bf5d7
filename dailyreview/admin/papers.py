"""Admin of ordered registration forms and of appointment forms."""

from django.contrib import admin

from dailyreview.models import (
    AppointmentForm,
    FormBatch,
)
from evaluators.admin.base import Sealed, WrittenByServices


@admin.register(FormBatch)
class FormBatchAdmin(WrittenByServices):
    """How far a batch is; the forms themselves are for who ordered them."""

    list_display = ["plan", "quarter", "unit", "format", "state", "requested_by", "requested_at"]
    exclude = ["file"]
    list_filter = ["state", "format"]
    list_select_related = ["plan", "quarter__cycle", "unit", "requested_by"]
    search_fields = ["plan__name", "unit__name"]


@admin.register(AppointmentForm)
class AppointmentFormAdmin(Sealed):
    """Who has a form, since when; what it says is for the pages of the office."""

    list_display = ["cadre", "imported_by", "imported_at"]
    list_select_related = ["cadre", "imported_by"]
    fields = ["cadre", "imported_by", "imported_at"]
    readonly_fields = ["imported_by", "imported_at"]
    search_fields = ["cadre__name"]
