"""Quarters of the API: how far they are, and the guidance visits of the office."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import ChangedByOffice, refusals, user_of
from dailyreview.api.base import sent_as
from dailyreview.api.papers import QuarterPapers
from dailyreview.api.results import QuarterResults
from dailyreview.models import Quarter
from dailyreview.selectors.choices import units_to_visit
from dailyreview.selectors.progress import progress_of
from dailyreview.serializers import QuarterSerializer, UnitProgressSerializer, VisitSerializer
from dailyreview.services.care import record_visit


class QuarterViewSet(QuarterPapers, QuarterResults, ReadOnlyModelViewSet[Quarter]):
    """Quarters of the plans that the account sees; opened at a plan."""

    queryset = Quarter.objects.none()
    serializer_class = QuarterSerializer
    permission_classes = (IsAuthenticated, ChangedByOffice)
    filterset_fields = ["plan", "number"]

    def get_queryset(self) -> QuerySet[Quarter]:
        quarters = Quarter.objects.visible_to(user_of(self.request))
        return quarters.select_related("plan", "cycle")

    @extend_schema(responses=UnitProgressSerializer(many=True))
    @action(detail=True)
    def progress(self, request: Request, pk: str) -> Response:
        """How far the units are: counts of records, never of people's log-ins."""
        page = self.paginate_queryset(progress_of(self.get_object(), user_of(request)))
        return self.get_paginated_response(UnitProgressSerializer(page, many=True).data)  # type: ignore[arg-type]

    @extend_schema(request=VisitSerializer, responses={HTTP_201_CREATED: VisitSerializer})
    @action(detail=True, methods=["post"])
    def visits(self, request: Request, pk: str) -> Response:
        """Record a guidance visit to a unit of the quarter."""
        quarter, user = self.get_object(), user_of(request)
        sent = sent_as(VisitSerializer, request, unit=units_to_visit(quarter, user))
        with refusals():
            visit = record_visit(quarter, **sent, by=user)
        return Response(VisitSerializer(visit).data, status=HTTP_201_CREATED)
