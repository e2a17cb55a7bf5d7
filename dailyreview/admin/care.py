"""Admin of what follows from a quarter: reminders, mentorings, visits."""

from django.contrib import admin

from dailyreview.models import (
    GuidanceVisit,
    Mentoring,
    Reminder,
    Revisit,
)
from evaluators.admin.base import WrittenByServices

PERSON = "record__assessee__name"
RECORD = ["record__assessee", "record__quarter__cycle"]


@admin.register(Reminder)
class ReminderAdmin(WrittenByServices):
    list_display = ["record", "words", "written_by", "written_at", "replied_at", "closed_at"]
    list_select_related = [*RECORD, "written_by"]
    date_hierarchy = "written_at"
    search_fields = [PERSON, "words"]


@admin.register(Mentoring)
class MentoringAdmin(WrittenByServices):
    list_display = ["record", "grade", "mentor", "opened_at", "ended_on"]
    list_filter = ["grade"]
    list_select_related = [*RECORD, "mentor"]
    search_fields = [PERSON, "mentor__display_name"]


@admin.register(Revisit)
class RevisitAdmin(WrittenByServices):
    list_display = ["mentoring", "held_on", "held_by"]
    list_select_related = [
        "mentoring__record__assessee",
        "mentoring__record__quarter__cycle",
        "held_by",
    ]
    date_hierarchy = "held_on"
    search_fields = ["mentoring__record__assessee__name", "words"]


@admin.register(GuidanceVisit)
class GuidanceVisitAdmin(WrittenByServices):
    list_display = ["unit", "quarter", "visited_on", "process_score", "visited_by"]
    list_filter = ["quarter__plan__year", "quarter__number"]
    list_select_related = ["unit", "quarter__cycle", "visited_by"]
    search_fields = ["unit__name", "words"]
