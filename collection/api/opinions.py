"""Opinions of the API, to read."""

from typing import cast

from django.db.models import QuerySet
from rest_framework.viewsets import ReadOnlyModelViewSet

from collection.models import Opinion
from collection.serializers.opinions import OpinionSerializer
from organization.models import User


class OpinionViewSet(ReadOnlyModelViewSet[Opinion]):
    """Opinions that the account sees on the pages."""

    queryset = Opinion.objects.none()
    serializer_class = OpinionSerializer
    filterset_fields = ["channel", "state"]

    def get_queryset(self) -> QuerySet[Opinion]:
        seen = Opinion.objects.visible_to(cast(User, self.request.user))
        return seen.select_related("unit", "theme")
