"""Achievement points and tags of the API, to read: for office and committee alone."""

from django.db.models import QuerySet
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import user_of
from dailyreview.models import MeritLine, Tagging
from dailyreview.serializers import MeritLineSerializer, TaggingSerializer


class MeritLineViewSet(ReadOnlyModelViewSet[MeritLine]):
    """What each confirmed fact counts, and by which rule; totals are for the reader to add."""

    queryset = MeritLine.objects.none()
    serializer_class = MeritLineSerializer
    filterset_fields = {"entry__year": ["exact"], "entry__cadre": ["exact"]}

    def get_queryset(self) -> QuerySet[MeritLine]:
        lines = MeritLine.objects.visible_to(user_of(self.request))
        return lines.select_related("entry__cadre", "rule__version").order_by("pk")


class TaggingViewSet(ReadOnlyModelViewSet[Tagging]):
    """Tags on people, with who put them on and who took them away."""

    queryset = Tagging.objects.none()
    serializer_class = TaggingSerializer
    filterset_fields = {"tag": ["exact"], "cadre": ["exact"], "removed_at": ["isnull"]}

    def get_queryset(self) -> QuerySet[Tagging]:
        marks = Tagging.objects.visible_to(user_of(self.request))
        return marks.select_related("tag", "cadre", "put_by", "removed_by").order_by("pk")
