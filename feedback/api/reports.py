"""Health check reports of the API."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.models import Result
from feedback.selectors.health_checks import health_check, reported_results
from feedback.selectors.reports import REPORT_READERS, reports_for
from feedback.serializers.reports import ReportHeadSerializer, ReportSerializer


class ReadsReports(BasePermission):
    """Roles that reports are written for."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.user.has_role(*REPORT_READERS)  # type: ignore[union-attr]


class ReportViewSet(ReadOnlyModelViewSet[Result]):
    """Health check reports that the account may read."""

    queryset = Result.objects.none()
    serializer_class = ReportHeadSerializer
    permission_classes = [IsAuthenticated, ReadsReports]
    filterset_fields = ["group"]

    def get_queryset(self) -> QuerySet[Result]:
        return reports_for(self.request.user)  # type: ignore[arg-type]

    @extend_schema(responses=ReportSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One whole report: every loss with its reason and what would regain it."""
        visible = reported_results(request.user)  # type: ignore[arg-type]
        result = get_object_or_404(visible, pk=kwargs["pk"])
        check = health_check(result, get_language() or "zh-hans")
        return Response(ReportSerializer(check).data)
