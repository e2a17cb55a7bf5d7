"""Talks of the API: read by the group and the office, written and signed by who talked."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.status import HTTP_204_NO_CONTENT
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import refusals, user_of
from assessment.models import TalkRecord
from assessment.selectors.fieldwork import records_seen_by, standing_in
from assessment.serializers import (
    TalkAnswersSerializer,
    TalkDetailSerializer,
    TalkDropSerializer,
    TalkSerializer,
)
from assessment.services.talks import drop_talk, save_talk, sign_talk


class TalkViewSet(ReadOnlyModelViewSet[TalkRecord]):
    """Talks of the groups that the account sees; begun at an assessee of a group."""

    queryset = TalkRecord.objects.none()
    serializer_class = TalkDetailSerializer
    filterset_fields = ["group", "assessee", "state"]

    def get_serializer_class(self) -> type[BaseSerializer[TalkRecord]]:
        return TalkSerializer if self.action == "list" else TalkDetailSerializer

    def get_queryset(self) -> QuerySet[TalkRecord]:
        talks = TalkRecord.objects.select_related("group", "assessee", "form", "talked_by")
        return records_seen_by(user_of(self.request), talks)

    @extend_schema(request=TalkAnswersSerializer, responses=TalkDetailSerializer)
    @action(detail=True, methods=["post"])
    def save(self, request: Request, pk: str) -> Response:
        """Save blocks; 409 when another tab has saved or the record is signed."""
        talk = self._own()
        sent = TalkAnswersSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals():
            save_talk(talk, **sent.validated_data, by=user_of(request))
        return Response(self.get_serializer(talk).data)

    @extend_schema(request=None, responses=TalkDetailSerializer)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, pk: str) -> Response:
        """Sign a complete record; from then on it is locked."""
        talk = self._own()
        with refusals():
            sign_talk(talk, by=user_of(request))
        return Response(self.get_serializer(talk).data)

    @extend_schema(request=TalkDropSerializer, responses={HTTP_204_NO_CONTENT: None})
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str) -> Response:
        """Take out a record begun by mistake, or left by somebody who works here no more."""
        talk = self.get_object()
        if not standing_in(talk.group, user_of(request)).is_worker:
            raise PermissionDenied
        sent = TalkDropSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals():
            drop_talk(talk, **sent.validated_data, by=user_of(request))
        return Response(status=HTTP_204_NO_CONTENT)

    def _own(self) -> TalkRecord:
        talk = self.get_object()
        if talk.talked_by_id != user_of(self.request).pk:
            raise PermissionDenied
        return talk
