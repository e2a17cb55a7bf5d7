"""Rules of points and questions as reference data; what was written by them to look at.

Answers of a reverse evaluation have no page here: nobody reads a single one.
"""

from django.contrib import admin

from evaluators.admin.base import WrittenByServices
from evaluators.models import (
    Breach,
    CareerOutcome,
    Complaint,
    EvaluatorReview,
    HomeDeduction,
    PointsEntry,
    PointsItem,
    PointsVersion,
    RecheckCase,
    RecheckSample,
    Recommendation,
    ReverseEvaluation,
    ReverseInvitation,
    ReverseQuestion,
    StarLevel,
    YearStars,
)
from organization.admin.base import AuditedAdmin, AuditedInline


class PointsItemInline(AuditedInline):
    model = PointsItem


class StarLevelInline(AuditedInline):
    model = StarLevel


@admin.register(PointsVersion)
class PointsVersionAdmin(AuditedAdmin):
    list_display = ["name", "valid_from", "clause", "base"]
    search_fields = ["name", "clause"]
    inlines = [PointsItemInline, StarLevelInline]


@admin.register(ReverseQuestion)
class ReverseQuestionAdmin(AuditedAdmin):
    list_display = ["text", "code", "position", "is_asked"]
    search_fields = ["text", "code"]


@admin.register(PointsEntry)
class PointsEntryAdmin(WrittenByServices):
    list_display = ["evaluator", "item", "happened_on", "times", "entered_by"]
    list_select_related = ["evaluator", "item", "entered_by"]
    date_hierarchy = "happened_on"
    search_fields = ["evaluator__name", "evidence"]


@admin.register(YearStars)
class YearStarsAdmin(WrittenByServices):
    list_display = ["evaluator", "year", "proposed", "confirmed", "confirmed_by"]
    list_filter = ["year"]
    list_select_related = ["evaluator", "confirmed_by"]
    search_fields = ["evaluator__name"]


@admin.register(Breach)
class BreachAdmin(WrittenByServices):
    list_display = ["evaluator", "number", "happened_on", "noted_by"]
    list_select_related = ["evaluator", "noted_by"]
    search_fields = ["evaluator__name", "finding"]


@admin.register(HomeDeduction)
class HomeDeductionAdmin(WrittenByServices):
    list_display = ["unit", "year", "points", "state", "decided_by"]
    list_filter = ["state", "year"]
    list_select_related = ["unit", "decided_by"]
    search_fields = ["unit__name"]


@admin.register(Recommendation)
class RecommendationAdmin(WrittenByServices):
    list_display = ["evaluator", "year", "kind", "recommended_by"]
    list_filter = ["kind", "year"]
    list_select_related = ["evaluator", "recommended_by"]
    search_fields = ["evaluator__name"]


@admin.register(CareerOutcome)
class CareerOutcomeAdmin(WrittenByServices):
    list_display = ["evaluator", "kind", "since", "post"]
    list_filter = ["kind"]
    list_select_related = ["evaluator"]
    search_fields = ["evaluator__name", "post"]


@admin.register(EvaluatorReview)
class EvaluatorReviewAdmin(WrittenByServices):
    list_display = ["seat", "source", "rating", "written_by"]
    list_filter = ["source", "rating"]
    list_select_related = ["seat__group", "seat__role", "written_by"]
    search_fields = ["seat__evaluator__name"]


@admin.register(ReverseEvaluation)
class ReverseEvaluationAdmin(WrittenByServices):
    list_display = ["group", "opened_at", "closed_at"]
    list_select_related = ["group"]
    search_fields = ["group__name"]


@admin.register(ReverseInvitation)
class ReverseInvitationAdmin(WrittenByServices):
    list_display = ["unit", "evaluation", "is_answered"]
    list_select_related = ["unit", "evaluation__group__plan"]
    search_fields = ["unit__name"]


@admin.register(RecheckSample)
class RecheckSampleAdmin(WrittenByServices):
    list_display = ["plan", "percent", "seed", "drawn_at"]
    list_select_related = ["plan"]
    search_fields = ["plan__name", "seed"]


@admin.register(RecheckCase)
class RecheckCaseAdmin(WrittenByServices):
    list_display = ["plan_unit", "sample", "position", "finding"]
    list_filter = ["finding"]
    list_select_related = ["plan_unit__plan", "plan_unit__unit", "sample__plan"]
    search_fields = ["plan_unit__unit__name"]


@admin.register(Complaint)
class ComplaintAdmin(WrittenByServices):
    list_display = ["received_on", "channel", "group", "evaluator", "outcome"]
    list_filter = ["channel", "outcome"]
    list_select_related = ["group", "evaluator"]
    search_fields = ["matter"]
