"""Waivers, links and forming runs to look at."""

from django.contrib import admin

from evaluators.admin.base import WrittenByServices
from evaluators.models import FormingRun, GroupLink, Waiver


@admin.register(Waiver)
class WaiverAdmin(WrittenByServices):
    list_display = ["evaluator", "unit", "rule", "plan", "state", "requested_by", "decided_by"]
    list_filter = ["state", "rule"]
    list_select_related = ["evaluator", "unit", "plan", "requested_by", "decided_by"]
    search_fields = ["evaluator__name", "unit__name", "reason"]


@admin.register(GroupLink)
class GroupLinkAdmin(WrittenByServices):
    list_display = ["from_group", "to_group"]
    list_select_related = ["from_group", "to_group"]
    search_fields = ["from_group__name", "to_group__name"]


@admin.register(FormingRun)
class FormingRunAdmin(WrittenByServices):
    list_display = ["plan", "state", "stage", "attempt", "requested_by", "requested_at"]
    list_filter = ["state"]
    list_select_related = ["plan", "requested_by"]
    search_fields = ["plan__name"]
