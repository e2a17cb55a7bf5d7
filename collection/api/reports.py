"""Reporting tables of the API: read, fill, hand in, verify, return."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from collection.forms.drafts import answer_cells
from collection.models import DepartmentReport, ReportingPlan, ReportingRound
from collection.selectors.due import due_lines
from collection.selectors.tables import table_rows
from collection.serializers.reports import (
    CellSerializer,
    DepartmentReportSerializer,
    ReportingPlanSerializer,
    ReportingRoundSerializer,
    ReturnSerializer,
    TableRowSerializer,
)
from collection.services.reports import Pair, return_report, submit_report, verify_report
from organization.models import User


def _user(request: Request) -> User:
    return request.user  # type: ignore[return-value]


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        raise serializers.ValidationError(serializers.as_serializer_error(error)) from error


class ReportingPlanViewSet(ReadOnlyModelViewSet[ReportingPlan]):
    """Reporting plans that the account sees as office or committee."""

    queryset = ReportingPlan.objects.none()
    serializer_class = ReportingPlanSerializer
    filterset_fields = ["year", "kind"]

    def get_queryset(self) -> QuerySet[ReportingPlan]:
        plans = ReportingPlan.objects.visible_to(_user(self.request))
        return plans.prefetch_related("systems")


class ReportingRoundViewSet(ReadOnlyModelViewSet[ReportingRound]):
    """The calendar: rounds of the plans the account sees, or that its department reports in."""

    queryset = ReportingRound.objects.none()
    serializer_class = ReportingRoundSerializer
    filterset_fields = ["plan", "period", "due_on"]

    def get_queryset(self) -> QuerySet[ReportingRound]:
        return ReportingRound.objects.visible_to(_user(self.request))


class ReportingTableViewSet(ReadOnlyModelViewSet[DepartmentReport]):
    """Tables of departments that the account sees."""

    queryset = DepartmentReport.objects.none()
    serializer_class = DepartmentReportSerializer
    filterset_fields = ["state", "round", "round__plan", "round__period"]

    def get_queryset(self) -> QuerySet[DepartmentReport]:
        return DepartmentReport.objects.visible_to(_user(self.request)).with_facts()

    @extend_schema(methods=["GET"], responses=TableRowSerializer(many=True))
    @extend_schema(methods=["POST"], request=CellSerializer(many=True), responses=dict[str, Any])
    @action(detail=True, methods=["get", "post"])
    def rows(self, request: Request, pk: str) -> Response:
        """The lines of a table; posted ones are saved as a draft, with what was found."""
        if request.method == "POST":
            told, status = answer_cells(self._fillable(pk), request.data, _user(request))
            return Response(told, status=status)
        report = self.get_object()
        page = self.paginate_queryset(due_lines(report))
        return self.get_paginated_response(
            TableRowSerializer(table_rows(report, page or []), many=True).data
        )

    @extend_schema(request=None, responses=DepartmentReportSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Hand in a table of one's own department."""
        report = self._fillable(pk)
        with _refusals():
            submit_report(report, by=_user(request))
        return Response(DepartmentReportSerializer(report).data)

    @extend_schema(request=None, responses=DepartmentReportSerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, pk: str) -> Response:
        """Let the figures of a table count."""
        report = self._verifiable(pk)
        with _refusals():
            verify_report(report, by=_user(request))
        return Response(DepartmentReportSerializer(report).data)

    @extend_schema(request=ReturnSerializer, responses=DepartmentReportSerializer)
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def give_back(self, request: Request, pk: str) -> Response:
        """Return a table, as a whole or for single rows."""
        report = self._verifiable(pk)
        sent = ReturnSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with _refusals():
            rows = _reasons(report, sent.validated_data["rows"])
            reason = sent.validated_data["reason"]
            return_report(report, reason=reason, rows=rows, by=_user(request))
        return Response(DepartmentReportSerializer(report).data)

    def _fillable(self, pk: str) -> DepartmentReport:
        reports = DepartmentReport.objects.fillable_by(_user(self.request)).with_facts()
        return get_object_or_404(reports, pk=pk)

    def _verifiable(self, pk: str) -> DepartmentReport:
        reports = DepartmentReport.objects.verifiable_by(_user(self.request)).with_facts()
        return get_object_or_404(reports.select_related("submitted_by"), pk=pk)


def _reasons(report: DepartmentReport, rows: list[dict[str, Any]]) -> dict[Pair, str]:
    """Reasons by indicator and unit, which are named by their codes."""
    lines = {(line.indicator.code, line.unit.code): line for line in due_lines(report)}
    found = {}
    for row in rows:
        line = lines.get((str(row.get("indicator")), str(row.get("unit"))))
        if line is None:
            raise ValidationError(_("The table does not ask for this figure."), code="not_asked")
        found[line.pair] = str(row.get("reason", ""))
    return found
