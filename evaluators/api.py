"""The pool, points, stars, deductions for home units and reverse evaluations, to read."""

from django.db.models import QuerySet
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from evaluators.filters import EvaluatorFilter
from evaluators.models import (
    POOL_ROLES,
    Evaluator,
    HomeDeduction,
    PointsEntry,
    ReverseEvaluation,
    YearStars,
)
from evaluators.serializers import (
    EvaluatorSerializer,
    HomeDeductionSerializer,
    PointsEntrySerializer,
    ReverseEvaluationSerializer,
    YearStarsSerializer,
)
from organization.models import User


class KeepsPool(BasePermission):
    """Only those who see the pool on pages."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.user, User) and request.user.has_role(*POOL_ROLES)


class EvaluatorViewSet(ReadOnlyModelViewSet[Evaluator]):
    """Evaluators with tags, certificates and times in the pool, filtered as on the page."""

    queryset = Evaluator.objects.none()
    serializer_class = EvaluatorSerializer
    filterset_class = EvaluatorFilter
    permission_classes = (IsAuthenticated, KeepsPool)

    def get_queryset(self) -> QuerySet[Evaluator]:
        visible = Evaluator.objects.visible_to(self.request.user)  # type: ignore[arg-type]
        related = visible.select_related("home_unit")
        return related.prefetch_related("tags", "certificates", "spells")


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
    ("evaluators", EvaluatorViewSet, "evaluator"),
    ("points-entries", PointsEntryViewSet, "points-entry"),
    ("evaluator-stars", YearStarsViewSet, "evaluator-stars"),
    ("home-deductions", HomeDeductionViewSet, "home-deduction"),
    ("reverse-evaluations", ReverseEvaluationViewSet, "reverse-evaluation"),
]
