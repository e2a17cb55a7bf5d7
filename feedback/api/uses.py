"""The ledger of uses of the API: read, record, withdraw."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import ChangedByOffice, refusals, user_of
from assessment.models import GradeDecision
from feedback.models import ResultUse
from feedback.models.uses import decided_in_domains
from feedback.serializers.uses import (
    RecordedUsesSerializer,
    ResultUseSerializer,
    WithdrawalSerializer,
)
from feedback.services.uses import record_uses, withdraw_use
from organization.models import Role


class ResultUseViewSet(ReadOnlyModelViewSet[ResultUse]):
    """What the results were used for, as far as the account sees it."""

    queryset = ResultUse.objects.none()
    serializer_class = ResultUseSerializer
    permission_classes = [IsAuthenticated, ChangedByOffice]
    filterset_fields = ["kind", "used_on", "document", "decision__assessee__cycle"]

    def get_queryset(self) -> QuerySet[ResultUse]:
        return ResultUse.objects.visible_to(user_of(self.request)).with_result()

    @extend_schema(request=RecordedUsesSerializer, responses=ResultUseSerializer(many=True))
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Record one use of one or more results: all of them or none."""
        user = user_of(request)
        kept = GradeDecision.objects.filter(decided_in_domains(user, [Role.OFFICE_STAFF]))
        sent = RecordedUsesSerializer(data=request.data, context={"decisions": kept})
        sent.is_valid(raise_exception=True)
        with refusals():
            uses = record_uses(**sent.validated_data, by=user)
        stored = ResultUse.objects.filter(pk__in=[use.pk for use in uses]).with_result()
        answer = ResultUseSerializer(stored, many=True).data
        return Response(answer, status=status.HTTP_201_CREATED)

    @extend_schema(request=WithdrawalSerializer, responses=ResultUseSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take back what was recorded by mistake."""
        uses = ResultUse.objects.editable_by(user_of(request)).with_result()
        use = get_object_or_404(uses, pk=pk)
        sent = WithdrawalSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals():
            withdraw_use(use, **sent.validated_data, by=user_of(request))
        use.refresh_from_db()
        return Response(ResultUseSerializer(use).data)
