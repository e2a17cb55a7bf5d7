"""Handed-in sheets of the API: the office reopens one, and rules on flat marking."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from assessment.api.base import OfficeOnly, refusals, user_of
from assessment.filters import StandingSheetFilter
from assessment.models import AssessmentCycle, ScoreSheet
from assessment.selectors.flat_fields import flat_fields, overdue_returns
from assessment.serializers import (
    AcceptanceReasonSerializer,
    AcceptanceSerializer,
    ExtensionSerializer,
    FlatFieldSerializer,
    OverdueReturnSerializer,
    ReopeningSerializer,
    ReturningSerializer,
    SheetCountSerializer,
    StandingSheetSerializer,
)
from assessment.services.returning import accept_flat, extend_returns, reopen_sheet, return_flat

ACCOUNT = OpenApiParameter("account_pk", OpenApiTypes.INT, OpenApiParameter.PATH)


class StandingSheetViewSet(ReadOnlyModelViewSet[ScoreSheet]):
    """Sheets that count, for the office: never with a mark, which stays blind."""

    queryset = ScoreSheet.objects.none()
    serializer_class = StandingSheetSerializer
    permission_classes = (IsAuthenticated, OfficeOnly)
    filterset_class = StandingSheetFilter

    def get_queryset(self) -> QuerySet[ScoreSheet]:
        sheets = ScoreSheet.objects.visible_to(user_of(self.request)).standing()
        return sheets.defer("marks").select_related("assessee__cycle__scheme", "evaluator")

    @extend_schema(request=ReopeningSerializer, responses=SheetCountSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Give a sheet back to its evaluator, who may change it until it is handed in again."""
        sheet, sent = self.get_object(), self._sent(ReopeningSerializer)
        with refusals():
            reopen_sheet(sheet, **sent, by=user_of(request))
        return Response(SheetCountSerializer({"sheets": 1}).data)

    @extend_schema(request=ReturningSerializer, responses=SheetCountSerializer)
    @action(detail=True, methods=["post"], url_path="return-flat")
    def return_flat(self, request: Request, pk: str) -> Response:
        """Give all sheets of the flat field that this one belongs to back."""
        first, sent = self._flat(), self._sent(ReturningSerializer)
        with refusals():
            field = return_flat(first, **sent, by=user_of(request))
        return Response(SheetCountSerializer({"sheets": len(field.sheets)}).data)

    @extend_schema(
        request=AcceptanceReasonSerializer, responses={HTTP_201_CREATED: AcceptanceSerializer}
    )
    @action(detail=True, methods=["post"], url_path="accept-flat")
    def accept_flat(self, request: Request, pk: str) -> Response:
        """Let the flat field that this sheet belongs to stand, with the reason on record."""
        first, sent = self._flat(), self._sent(AcceptanceReasonSerializer)
        with refusals():
            acceptance = accept_flat(first, **sent, by=user_of(request))
        return Response(AcceptanceSerializer(acceptance).data, status=HTTP_201_CREATED)

    def _flat(self) -> ScoreSheet:
        sheet = self.get_object()
        fields = flat_fields(sheet.assessee.cycle, sheet)
        if not fields:
            raise NotFound
        return fields[0].first

    def _sent(self, shape: Any) -> dict[str, Any]:
        sent = shape(data=self.request.data)
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)


class CycleMarking(GenericViewSet[AssessmentCycle]):
    """What the office has to settle before the marking of a cycle can be closed."""

    @extend_schema(responses=FlatFieldSerializer(many=True), filters=False)
    @action(detail=True, permission_classes=[IsAuthenticated, OfficeOnly])
    def flat(self, request: Request, pk: str) -> Response:
        """Whose sheets of a comparison group do not tell it apart."""
        cycle = self.get_object()
        page = self.paginate_queryset(flat_fields(cycle) if cycle.is_marking else [])
        return self.get_paginated_response(FlatFieldSerializer(page, many=True).data)  # type: ignore[arg-type]

    @extend_schema(responses=OverdueReturnSerializer(many=True), filters=False)
    @action(
        detail=True, url_path="overdue-returns", permission_classes=[IsAuthenticated, OfficeOnly]
    )
    def overdue(self, request: Request, pk: str) -> Response:
        """Who let returned sheets lie until their deadline was over."""
        cycle = self.get_object()
        page = self.paginate_queryset(overdue_returns(cycle) if cycle.is_marking else [])
        return self.get_paginated_response(OverdueReturnSerializer(page, many=True).data)  # type: ignore[arg-type]

    @extend_schema(
        parameters=[ACCOUNT], request=ExtensionSerializer, responses=SheetCountSerializer
    )
    @action(
        detail=True,
        methods=["post"],
        url_path=r"overdue-returns/(?P<account_pk>\d+)",
        permission_classes=[IsAuthenticated, OfficeOnly],
    )
    def extend(self, request: Request, pk: str, account_pk: str) -> Response:
        """More time for one evaluator's returned sheets."""
        cycle = self.get_object()
        found = (one for one in overdue_returns(cycle) if str(one.evaluator.pk) == account_pk)
        lying = next(found, None)
        if lying is None:
            raise NotFound
        sent = ExtensionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals():
            count = extend_returns(
                cycle, evaluator=lying.evaluator, **sent.validated_data, by=user_of(request)
            )
        return Response(SheetCountSerializer({"sheets": count}).data)
