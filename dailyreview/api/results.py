"""Decided grades of the API, counted: of a quarter, of a unit over the quarters, and patterns."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from assessment.api.base import ReadByOffice, user_of
from dailyreview.models import DailyPlan, Quarter
from dailyreview.selectors.patterns import patterns_of
from dailyreview.selectors.results import quarter_rows, sees_unpublished, unit_quarters
from dailyreview.serializers import (
    PatternSerializer,
    UnitQuartersSerializer,
    UnitResultSerializer,
)
from organization.models import DOMAIN_ROLES, PEOPLE_ROLES, Unit

OFFICE_READS = (IsAuthenticated, ReadByOffice)


class ReadByLeaders(BasePermission):
    """Office, committee, and who leads a unit."""

    def has_permission(self, request: Request, view: object) -> bool:
        return user_of(request).has_role(*DOMAIN_ROLES, *PEOPLE_ROLES)


class QuarterResults(GenericViewSet[Quarter]):
    """The grades of a quarter by unit."""

    @extend_schema(responses=UnitResultSerializer(many=True))
    @action(detail=True, permission_classes=OFFICE_READS)
    def results(self, request: Request, pk: str) -> Response:
        """How often each grade was decided in each unit."""
        page = self.paginate_queryset(quarter_rows(self.get_object(), user_of(request)))
        return self.get_paginated_response(UnitResultSerializer(page, many=True).data)


class PlanPatterns(GenericViewSet[DailyPlan]):
    """Patterns in the grades of the last quarters."""

    @extend_schema(responses=PatternSerializer(many=True))
    @action(detail=True, permission_classes=OFFICE_READS)
    def patterns(self, request: Request, pk: str) -> Response:
        """The units, what is worth a look first; to ask about, never to judge by."""
        found = patterns_of(self.get_object(), user_of(request)).units
        page = self.paginate_queryset(found)
        return self.get_paginated_response(PatternSerializer(page, many=True).data)


class UnitResultViewSet(GenericViewSet[Unit]):
    """The grades of a unit over its last quarters, beside its class."""

    queryset = Unit.objects.none()
    serializer_class = UnitQuartersSerializer
    permission_classes = (IsAuthenticated, ReadByLeaders)
    filterset_fields: list[str] = []

    def get_queryset(self) -> QuerySet[Unit]:
        return Unit.objects.with_people_visible_to(user_of(self.request))

    def retrieve(self, request: Request, pk: str) -> Response:
        """Inside a unit only published grades count, for the office all that are decided."""
        unit = self.get_object()
        published = not sees_unpublished(unit, user_of(request))
        told = {"unit": unit, "quarters": unit_quarters(unit, published=published)}
        return Response(self.get_serializer(told).data)
