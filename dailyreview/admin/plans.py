"""Admin of plans, the units that take part, quarters, stand-ins and goals."""

from django.contrib import admin

from dailyreview.models import (
    BonusClass,
    DailyPlan,
    PilotUnit,
    ProcessStep,
    Quarter,
    StandIn,
    WorkGoal,
)
from evaluators.admin.base import WrittenByServices


@admin.register(DailyPlan)
class DailyPlanAdmin(WrittenByServices):
    list_display = ["name", "domain", "year", "scheme", "form_style"]
    list_filter = ["year", "domain", "form_style"]
    list_select_related = ["domain", "scheme"]
    search_fields = ["name", "domain__name"]


@admin.register(PilotUnit)
class PilotUnitAdmin(WrittenByServices):
    list_display = ["unit", "plan", "first_quarter", "chain", "asks_peers", "asks_users"]
    list_filter = ["chain", "asks_peers", "asks_users", "plan__year"]
    list_select_related = ["unit", "plan"]
    search_fields = ["unit__name", "unit__code", "plan__name"]


@admin.register(BonusClass)
class BonusClassAdmin(WrittenByServices):
    list_display = ["plan", "identity_class", "pool", "floor", "gap"]
    list_filter = ["plan__year"]
    list_select_related = ["plan"]
    search_fields = ["plan__name"]


@admin.register(ProcessStep)
class ProcessStepAdmin(WrittenByServices):
    list_display = ["plan", "from_quarter", "min_score", "change", "clause"]
    list_filter = ["plan__year"]
    list_select_related = ["plan"]
    search_fields = ["plan__name", "clause"]


@admin.register(Quarter)
class QuarterAdmin(WrittenByServices):
    list_display = ["cycle", "plan", "number", "records_due_on", "reviews_due_on"]
    list_filter = ["plan__year", "number"]
    list_select_related = ["cycle", "plan"]
    search_fields = ["cycle__name", "plan__name"]


@admin.register(StandIn)
class StandInAdmin(WrittenByServices):
    list_display = ["absent", "deputy", "starts_on", "ends_on", "reason"]
    list_select_related = ["absent", "deputy"]
    date_hierarchy = "starts_on"
    search_fields = ["absent__display_name", "deputy__display_name", "reason"]


@admin.register(WorkGoal)
class WorkGoalAdmin(WrittenByServices):
    list_display = ["title", "appointment", "plan", "due_on", "handed_down_by", "done_on"]
    list_filter = ["plan__year"]
    list_select_related = ["appointment__cadre", "appointment__unit", "plan", "handed_down_by"]
    search_fields = ["title", "appointment__cadre__name"]
