"""Event files of the API, to read."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import user_of
from dailyreview.models import EventFile
from dailyreview.selectors.events import citations_of
from dailyreview.serializers import EventCitationSerializer, EventFileSerializer


class EventFileViewSet(ReadOnlyModelViewSet[EventFile]):
    """Events of the domains that the account answers for."""

    queryset = EventFile.objects.none()
    serializer_class = EventFileSerializer
    filterset_fields = ["domain", "kind"]

    def get_queryset(self) -> QuerySet[EventFile]:
        return EventFile.objects.visible_to(user_of(self.request))

    @extend_schema(responses=EventCitationSerializer(many=True))
    @action(detail=True, filterset_fields=[])
    def citations(self, request: Request, pk: str) -> Response:
        """Whom the event cites, for which part and which conduct."""
        page = self.paginate_queryset(list(citations_of(self.get_object(), user_of(request))))
        return self.get_paginated_response(EventCitationSerializer(page, many=True).data)
