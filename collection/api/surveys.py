"""Surveys of the API: what the office's own domains were asked, to read."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from collection.models import Survey
from collection.serializers.surveys import SurveyResultSerializer, SurveySerializer
from organization.models import User


class SurveyViewSet(ReadOnlyModelViewSet[Survey]):
    """Surveys of the domains that the account answers for."""

    queryset = Survey.objects.none()
    serializer_class = SurveySerializer
    filterset_fields = ["domain", "period"]

    def get_queryset(self) -> QuerySet[Survey]:
        return Survey.objects.visible_to(cast(User, self.request.user)).select_related("domain")

    @extend_schema(responses=SurveyResultSerializer(many=True), filters=False)
    @action(detail=True)
    def results(self, request: Request, pk: str) -> Response:
        """The results by unit and theme."""
        rows: Any = self.get_object().results.select_related("unit", "theme", "survey")
        page: Any = self.paginate_queryset(rows)
        return self.get_paginated_response(SurveyResultSerializer(page, many=True).data)
