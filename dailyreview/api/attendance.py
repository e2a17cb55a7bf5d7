"""Attendance of the API: a sheet is read, looked at, and stored whole or not at all."""

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.status import HTTP_201_CREATED
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import refusals, user_of
from dailyreview.api.base import sent_as
from dailyreview.api.papers import A_FILE
from dailyreview.imports.attendance import ATTENDANCE
from dailyreview.imports.uploading import (
    attendance_template,
    confirm_attendance,
    upload_attendance,
)
from dailyreview.models import AttendanceUpload, Quarter, attendance_units
from dailyreview.selectors.attendance import attendance_of, kept_quarter
from dailyreview.serializers import (
    AttendancePreviewSerializer,
    AttendanceUploadSerializer,
    SheetSentSerializer,
    UnitAttendanceSerializer,
)
from dailyreview.services.uploads import drop_attendance
from organization.exports import workbook_response
from organization.models import Role


class KeepsAttendance(BasePermission):
    """Who reports data of a unit, and office staff."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return user_of(request).has_role(Role.DATA_REPORTER, Role.OFFICE_STAFF)


class AttendanceUploadViewSet(ReadOnlyModelViewSet[AttendanceUpload]):
    """The own sheets, while the account keeps the attendance of the unit."""

    queryset = AttendanceUpload.objects.none()
    serializer_class = AttendancePreviewSerializer
    permission_classes = (IsAuthenticated, KeepsAttendance)
    filterset_fields = ["quarter", "state"]

    def get_serializer_class(self) -> type[BaseSerializer[AttendanceUpload]]:
        if self.action == "list":
            return AttendanceUploadSerializer
        return AttendancePreviewSerializer

    def get_queryset(self) -> QuerySet[AttendanceUpload]:
        uploads = AttendanceUpload.objects.visible_to(user_of(self.request))
        return uploads.select_related("quarter__cycle", "unit")

    @extend_schema(
        request={"multipart/form-data": SheetSentSerializer},
        responses={HTTP_201_CREATED: AttendancePreviewSerializer},
    )
    def create(self, request: Request) -> Response:
        """Send a sheet; nothing is stored before it is confirmed."""
        user = user_of(request)
        sent = sent_as(
            SheetSentSerializer,
            request,
            quarter=Quarter.objects.filter(pk__in=[one.quarter.pk for one in attendance_of(user)]),
            unit=attendance_units(user),
        )
        if kept_quarter(user, sent["quarter"].pk, sent["unit"].pk) is None:
            raise ValidationError({"unit": [_("This unit takes no part in the quarter.")]})
        with refusals():
            upload = upload_attendance(**sent, by=user)
        return Response(self.get_serializer(upload).data, status=HTTP_201_CREATED)

    @extend_schema(request=None, responses=AttendancePreviewSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Store all rows of the sheet, or none."""
        with refusals():
            confirm_attendance(self.get_object(), by=user_of(request))
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None, responses=AttendancePreviewSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str) -> Response:
        """Drop a sheet that nobody will confirm."""
        with refusals():
            drop_attendance(self.get_object(), by=user_of(request))
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(responses=UnitAttendanceSerializer(many=True), filters=False)
    @action(detail=False)
    def wanted(self, request: Request) -> Response:
        """Open quarters of the units whose attendance the account keeps."""
        page = self.paginate_queryset(attendance_of(user_of(request)))
        return self.get_paginated_response(UnitAttendanceSerializer(page, many=True).data)  # type: ignore[arg-type]

    @extend_schema(responses=A_FILE, filters=False)
    @action(detail=False, pagination_class=None)
    def template(self, request: Request) -> FileResponse:
        """An empty sheet to fill in."""
        content = attendance_template(language=get_language() or "zh-hans")
        return workbook_response(content, file_name=f"{ATTENDANCE.title}.xlsx")
