"""Events of units and checklists in the API, to read."""

from django.db.models import QuerySet
from rest_framework.viewsets import ReadOnlyModelViewSet

from collection.models import CheckSheet, EventKind, UnitEvent
from collection.serializers.events import (
    CheckSheetSerializer,
    EventKindSerializer,
    UnitEventSerializer,
)


class EventKindViewSet(ReadOnlyModelViewSet[EventKind]):
    """Kinds of events with their levels, for the organisers of their domains."""

    queryset = EventKind.objects.none()
    serializer_class = EventKindSerializer
    filterset_fields = ["domain", "colour", "indicator", "is_active"]

    def get_queryset(self) -> QuerySet[EventKind]:
        kinds = EventKind.objects.visible_to(self.request.user)  # type: ignore[arg-type]
        return kinds.prefetch_related("levels").order_by("pk")


class UnitEventViewSet(ReadOnlyModelViewSet[UnitEvent]):
    """Events in every state, for the organisers and for those who speak for the unit."""

    queryset = UnitEvent.objects.none()
    serializer_class = UnitEventSerializer
    filterset_fields = {
        "unit": ["exact"],
        "kind": ["exact"],
        "state": ["exact"],
        "happened_on": ["gte", "lte"],
    }

    def get_queryset(self) -> QuerySet[UnitEvent]:
        events = UnitEvent.objects.visible_to(self.request.user)  # type: ignore[arg-type]
        return events.select_related("kind", "level").order_by("pk")


class CheckSheetViewSet(ReadOnlyModelViewSet[CheckSheet]):
    """Checklists filled in, for the organisers; of oneself nobody reads one."""

    queryset = CheckSheet.objects.none()
    serializer_class = CheckSheetSerializer
    filterset_fields = ["checklist", "unit", "period", "state"]

    def get_queryset(self) -> QuerySet[CheckSheet]:
        sheets = CheckSheet.objects.visible_to(self.request.user)  # type: ignore[arg-type]
        return sheets.order_by("pk")
