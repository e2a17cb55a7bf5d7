"""Verifications of the API: doubts with their files and conclusions."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.status import HTTP_201_CREATED
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import refusals, user_of
from assessment.models import Verification
from assessment.selectors.fieldwork import records_seen_by, standing_in
from assessment.serializers import (
    ConclusionSerializer,
    VerificationDetailSerializer,
    VerificationFileSerializer,
    VerificationSerializer,
)
from assessment.services.verifications import attach_file, conclude_verification


class VerificationViewSet(ReadOnlyModelViewSet[Verification]):
    """Doubts of the groups that the account sees; raised at an assessee of a group."""

    queryset = Verification.objects.none()
    serializer_class = VerificationDetailSerializer
    filterset_fields = ["group", "assessee", "assigned_to", "conclusion"]

    def get_serializer_class(self) -> type[BaseSerializer[Verification]]:
        return VerificationSerializer if self.action == "list" else VerificationDetailSerializer

    def get_queryset(self) -> QuerySet[Verification]:
        doubts = Verification.objects.select_related(
            "group", "assessee", "node", "assigned_to", "raised_by", "concluded_by"
        )
        if self.action != "list":
            doubts = doubts.prefetch_related("files__attached_by")
        return records_seen_by(user_of(self.request), doubts)

    @extend_schema(request=ConclusionSerializer, responses=VerificationDetailSerializer)
    @action(detail=True, methods=["post"])
    def conclude(self, request: Request, pk: str) -> Response:
        """Say what came out of it, once."""
        doubt = self._worked_on()
        sent = ConclusionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals():
            conclude_verification(doubt, **sent.validated_data, by=user_of(request))
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(
        request={"multipart/form-data": VerificationFileSerializer},
        responses={HTTP_201_CREATED: VerificationFileSerializer},
    )
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def files(self, request: Request, pk: str) -> Response:
        """Keep a file with a doubt that is not concluded yet."""
        doubt = self._worked_on()
        sent = VerificationFileSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals():
            kept = attach_file(doubt, sent.validated_data["file"], by=user_of(request))
        return Response(VerificationFileSerializer(kept).data, status=HTTP_201_CREATED)

    @extend_schema(
        parameters=[OpenApiParameter("file_pk", OpenApiTypes.INT, OpenApiParameter.PATH)],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    @action(detail=True, url_path=r"files/(?P<file_pk>\d+)")
    def file(self, request: Request, pk: str, file_pk: str) -> FileResponse:
        """The file itself, to keep."""
        kept = get_object_or_404(self.get_object().files.all(), pk=file_pk)
        return FileResponse(kept.file.open("rb"), as_attachment=True, filename=kept.name)

    def _worked_on(self) -> Verification:
        doubt = self.get_object()
        if not standing_in(doubt.group, user_of(self.request)).is_worker:
            raise PermissionDenied
        return doubt
