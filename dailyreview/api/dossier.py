"""Facts of dossiers of the API, to read."""

from django.db.models import QuerySet
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import user_of
from dailyreview.models import DossierEntry
from dailyreview.serializers import DossierEntrySerializer


class DossierEntryViewSet(ReadOnlyModelViewSet[DossierEntry]):
    """Facts of the dossiers that the account reads; a department reads nothing back."""

    queryset = DossierEntry.objects.none()
    serializer_class = DossierEntrySerializer
    filterset_fields = ["year", "side", "kind", "state"]

    def get_queryset(self) -> QuerySet[DossierEntry]:
        entries = DossierEntry.objects.visible_to(user_of(self.request))
        return entries.select_related("cadre", "unit")
