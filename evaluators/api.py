"""Points, stars, deductions for home units and reverse evaluations, to read."""

from django.db.models import QuerySet
from rest_framework.viewsets import ReadOnlyModelViewSet

from evaluators.models import HomeDeduction, PointsEntry, ReverseEvaluation, YearStars
from evaluators.serializers import (
    HomeDeductionSerializer,
    PointsEntrySerializer,
    ReverseEvaluationSerializer,
    YearStarsSerializer,
)


class PointsEntryViewSet(ReadOnlyModelViewSet[PointsEntry]):
    """Lines of the ledger of points: the office's."""

    queryset = PointsEntry.objects.none()
    serializer_class = PointsEntrySerializer
    filterset_fields = ["evaluator"]

    def get_queryset(self) -> QuerySet[PointsEntry]:
        visible = PointsEntry.objects.visible_to(self.request.user)  # type: ignore[arg-type]
        return visible.select_related("evaluator", "item__version")


class YearStarsViewSet(ReadOnlyModelViewSet[YearStars]):
    """Stars of years: the office's."""

    queryset = YearStars.objects.none()
    serializer_class = YearStarsSerializer
    filterset_fields = ["year", "evaluator"]

    def get_queryset(self) -> QuerySet[YearStars]:
        return YearStars.objects.visible_to(self.request.user).select_related("evaluator")  # type: ignore[arg-type]


class HomeDeductionViewSet(ReadOnlyModelViewSet[HomeDeduction]):
    """Deductions for units that sent an evaluator: the office's."""

    queryset = HomeDeduction.objects.none()
    serializer_class = HomeDeductionSerializer
    filterset_fields = ["year", "state"]

    def get_queryset(self) -> QuerySet[HomeDeduction]:
        return HomeDeduction.objects.visible_to(self.request.user).select_related("unit")  # type: ignore[arg-type]


class ReverseEvaluationViewSet(ReadOnlyModelViewSet[ReverseEvaluation]):
    """Reverse evaluations: the office's, and the leader's once closed."""

    queryset = ReverseEvaluation.objects.none()
    serializer_class = ReverseEvaluationSerializer

    def get_queryset(self) -> QuerySet[ReverseEvaluation]:
        visible = ReverseEvaluation.objects.visible_to(self.request.user)  # type: ignore[arg-type]
        return visible.select_related("group__plan").prefetch_related("answers", "invitations")


routes = [
    ("points-entries", PointsEntryViewSet, "points-entry"),
    ("evaluator-stars", YearStarsViewSet, "evaluator-stars"),
    ("home-deductions", HomeDeductionViewSet, "home-deduction"),
    ("reverse-evaluations", ReverseEvaluationViewSet, "reverse-evaluation"),
]
