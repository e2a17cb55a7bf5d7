"""Cycles of the API."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import ReadByOffice, user_of
from assessment.api.marking import CycleMarking
from assessment.models import AssessmentCycle
from assessment.selectors.marking import marking_board
from assessment.serializers import CycleSerializer, MemberSerializer


class CycleViewSet(CycleMarking, ReadOnlyModelViewSet[AssessmentCycle]):
    """Cycles that the account sees."""

    queryset = AssessmentCycle.objects.none()
    serializer_class = CycleSerializer
    filterset_fields = ["kind", "period", "state"]

    def get_queryset(self) -> QuerySet[AssessmentCycle]:
        cycles = AssessmentCycle.objects.visible_to(user_of(self.request))
        return cycles.select_related("scheme").prefetch_related("systems")

    @extend_schema(responses=MemberSerializer(many=True))
    @action(detail=True, permission_classes=[IsAuthenticated, ReadByOffice])
    def marking(self, request: Request, pk: str) -> Response:
        """How far the marking is, member by member; never a mark."""
        board = marking_board(self.get_object(), user=user_of(request))
        lines = [one for group in board.groups for one in group.members]
        page = self.paginate_queryset(lines)
        return self.get_paginated_response(MemberSerializer(page, many=True).data)  # type: ignore[arg-type]
