"""Plans and quarters of the API, to read."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import user_of
from dailyreview.models import DailyPlan, Quarter
from dailyreview.selectors.progress import progress_of
from dailyreview.serializers import (
    DailyPlanSerializer,
    QuarterSerializer,
    UnitProgressSerializer,
)


class DailyPlanViewSet(ReadOnlyModelViewSet[DailyPlan]):
    """Plans of the daily review that the account sees, with the units that take part."""

    queryset = DailyPlan.objects.none()
    serializer_class = DailyPlanSerializer
    filterset_fields = ["domain", "year"]

    def get_queryset(self) -> QuerySet[DailyPlan]:
        plans = DailyPlan.objects.visible_to(user_of(self.request)).select_related("domain")
        return plans.prefetch_related("systems", "pilots__unit")


class QuarterViewSet(ReadOnlyModelViewSet[Quarter]):
    """Quarters of those plans."""

    queryset = Quarter.objects.none()
    serializer_class = QuarterSerializer
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
