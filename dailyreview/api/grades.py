"""Grades of the API: what the last reviewer of a unit decides in a quarter."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from assessment.api.base import refusals, user_of
from assessment.models import Assessee
from assessment.selectors.decisions import open_proposals
from assessment.selectors.quotas import quota_lines
from dailyreview.models import Quarter
from dailyreview.selectors.grading import decided_grades, gradeable_quarters, group_of, may_grade
from dailyreview.serializers import (
    AcceptSerializer,
    DoneSerializer,
    GradeableUnitSerializer,
    GradeSerializer,
    UnitGradesSerializer,
)
from dailyreview.services.grading import accept_quarter, decide_quarter_grade
from organization.models import Unit, User
from organization.rest import JSONParser

MOST_ROWS = 500


@extend_schema(
    parameters=[
        OpenApiParameter("quarter_pk", OpenApiTypes.INT, OpenApiParameter.PATH),
        OpenApiParameter("id", OpenApiTypes.INT, OpenApiParameter.PATH, description="Unit."),
    ]
)
class GradeViewSet(GenericViewSet[Unit]):
    """Units whose grades of a quarter the account decides as last reviewer, by the unit's key."""

    queryset = Unit.objects.none()
    serializer_class = GradeableUnitSerializer
    filterset_fields: list[str] = []
    parser_classes = [JSONParser]

    @extend_schema(
        parameters=[
            OpenApiParameter("id", OpenApiTypes.INT, OpenApiParameter.PATH, exclude=True),
        ]
    )
    def list(self, request: Request, quarter_pk: str) -> Response:
        """The units, and how many of their people are undecided."""
        found = gradeable_quarters(user_of(request), timezone.localdate())
        page = self.paginate_queryset([one for one in found if str(one.quarter.pk) == quarter_pk])
        return self.get_paginated_response(GradeableUnitSerializer(page, many=True).data)

    @extend_schema(responses=UnitGradesSerializer)
    def retrieve(self, request: Request, quarter_pk: str, pk: str) -> Response:
        """Proposals, quotas and decisions of one unit; empty before the first run."""
        quarter, unit = self._place(quarter_pk, pk)
        return Response(UnitGradesSerializer(_told(quarter, unit)).data)

    @extend_schema(request=GradeSerializer(many=True), responses=DoneSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, quarter_pk: str, pk: str) -> Response:
        """Decide the grades of some people: all of them or none.

        What is refused is told by the place of its row, from 0 on.
        """
        quarter, unit = self._place(quarter_pk, pk)
        people = Assessee.objects.filter(cycle=quarter.cycle_id, unit=unit)
        sent = serializers.ListSerializer[Any](
            data=request.data,
            child=GradeSerializer(),
            allow_empty=False,
            max_length=MOST_ROWS,
            context={"people": people.select_related("appointment", "unit")},
        )
        sent.is_valid(raise_exception=True)
        _decide_all(sent.validated_data, user_of(request))
        return Response(DoneSerializer({"done": len(sent.validated_data)}).data)

    @extend_schema(request=AcceptSerializer, responses=DoneSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, quarter_pk: str, pk: str) -> Response:
        """Accept every open proposal; refused when they are not as many as were shown."""
        quarter, unit = self._place(quarter_pk, pk)
        sent = AcceptSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals():
            decisions = accept_quarter(quarter, unit, **sent.validated_data, by=user_of(request))
        return Response(DoneSerializer({"done": len(decisions)}).data)

    def _place(self, quarter_pk: str, pk: str) -> tuple[Quarter, Unit]:
        quarter = get_object_or_404(Quarter.objects.select_related("cycle"), pk=quarter_pk)
        unit = get_object_or_404(Unit, pk=pk)
        if not may_grade(unit, user_of(self.request), timezone.localdate()):
            raise NotFound
        return quarter, unit


def _told(quarter: Quarter, unit: Unit) -> dict[str, Any]:
    group = group_of(quarter, unit)
    if group is None:
        return {"run": None, "acceptable": 0, "quotas": [], "undecided": [], "decided": []}
    undecided = group.results.undecided().filter(total__isnull=False).ranked()
    return {
        "run": group.run_id,
        "acceptable": len(open_proposals(group).acceptable),
        "quotas": quota_lines(group),
        "undecided": undecided.select_related("assessee"),
        "decided": decided_grades(group),
    }


def _decide_all(rows: list[dict[str, Any]], by: User) -> None:
    """Decide row by row; what is refused undoes all, and every refusal is told at its row."""
    refused: dict[str, Any] = {}
    with transaction.atomic():
        for place, row in enumerate(rows):
            try:
                decide_quarter_grade(**row, by=by)
            except ValidationError as error:
                refused[str(place)] = serializers.as_serializer_error(error)
        if refused:
            raise serializers.ValidationError(refused)
