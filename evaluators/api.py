"""Points, stars, deductions for home units and reverse evaluations, to read."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from evaluators.filters import EvaluatorFilter
from evaluators.models import (
    POOL_ROLES,
    AssessmentGroup,
    Evaluator,
    FieldPlan,
    FormingRun,
    HomeDeduction,
    PlanUnit,
    PointsEntry,
    ReverseEvaluation,
    YearStars,
)
from evaluators.selectors.plans import listed_plans
from evaluators.serializers import (
    EvaluatorSerializer,
    FieldPlanSerializer,
    FormingProposalSerializer,
    FormingRunSerializer,
    GroupSerializer,
    HomeDeductionSerializer,
    PointsEntrySerializer,
    ReverseEvaluationSerializer,
    YearStarsSerializer,
)
from evaluators.services.adopting import apply_forming
from evaluators.services.forming import cancel_forming, start_forming
from organization.models import Role, User


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


class FormedByOffice(BasePermission):
    """Everybody reads what is visible to them; office staff alone form groups."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or _user(request).has_role(Role.OFFICE_STAFF)


class FieldPlanViewSet(ReadOnlyModelViewSet[FieldPlan]):
    """Field plans that the account sees, with their figures."""

    queryset = FieldPlan.objects.none()
    serializer_class = FieldPlanSerializer
    filterset_fields = ["year", "state", "mode"]

    def get_queryset(self) -> QuerySet[FieldPlan]:
        return listed_plans(_user(self.request))


class GroupViewSet(ReadOnlyModelViewSet[AssessmentGroup]):
    """Assessment groups that the account sees, with members and units."""

    queryset = AssessmentGroup.objects.none()
    serializer_class = GroupSerializer
    filterset_fields = ["plan"]

    def get_queryset(self) -> QuerySet[AssessmentGroup]:
        visible = AssessmentGroup.objects.visible_to(_user(self.request))
        units = PlanUnit.objects.visible_to(_user(self.request)).select_related("unit")
        return visible.prefetch_related(
            "seats__role", "seats__evaluator", Prefetch("plan_units", units)
        )


class FormingViewSet(mixins.CreateModelMixin, ReadOnlyModelViewSet[FormingRun]):
    """Searches for groups: start one by naming the plan, follow it, read and adopt its proposal."""

    queryset = FormingRun.objects.none()
    serializer_class = FormingRunSerializer
    permission_classes = [IsAuthenticated, FormedByOffice]
    filterset_fields = ["plan", "state"]

    def get_queryset(self) -> QuerySet[FormingRun]:
        return FormingRun.objects.visible_to(_user(self.request)).select_related("plan")

    def perform_create(self, serializer: serializers.BaseSerializer[FormingRun]) -> None:
        wanted = serializer.validated_data
        try:
            serializer.instance = start_forming(
                wanted["plan"],
                deals_units=wanted.get("deals_units", True),
                keeps_placed=wanted.get("keeps_placed", True),
                by=_user(self.request),
            )
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from error

    @extend_schema(responses=FormingProposalSerializer)
    @action(detail=True)
    def proposal(self, request: Request, pk: str) -> Response:
        """Units, seats and links by keys, or why there are none (for the office)."""
        context = self.get_serializer_context()
        return Response(FormingProposalSerializer(self.get_object(), context=context).data)

    @extend_schema(request=None, responses=FormingRunSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Stop the search."""
        return self._acted(cancel_forming)

    @extend_schema(request=None, responses=FormingRunSerializer)
    @action(detail=True, methods=["post"])
    def adopt(self, request: Request, pk: str) -> Response:
        """Take the proposal over into the plan, if the plan has not changed since."""
        return self._acted(apply_forming)

    def _acted(self, act: Any) -> Response:
        run = self.get_object()
        try:
            act(run, by=_user(self.request))
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from error
        return Response(self.get_serializer(run).data)


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


def _user(request: Request) -> User:
    return request.user  # type: ignore[return-value]


routes = [
    ("evaluators", EvaluatorViewSet, "evaluator"),
    ("field-plans", FieldPlanViewSet, "field-plan"),
    ("assessment-groups", GroupViewSet, "assessment-group"),
    ("formings", FormingViewSet, "forming"),
    ("points-entries", PointsEntryViewSet, "points-entry"),
    ("evaluator-stars", YearStarsViewSet, "evaluator-stars"),
    ("home-deductions", HomeDeductionViewSet, "home-deduction"),
    ("reverse-evaluations", ReverseEvaluationViewSet, "reverse-evaluation"),
]
