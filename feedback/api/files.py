"""Files of people and teams of the API, to read."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import user_of
from feedback.selectors.files.access import FILE_READERS, Reader, files_open_to, teams_open_to
from feedback.selectors.files.growth import growth_of
from feedback.selectors.files.material import material_of
from feedback.selectors.files.modules import parts_of
from feedback.selectors.files.teams import members_of
from feedback.selectors.files.years import grades_of_unit
from feedback.serializers.files import (
    PersonFileHeadSerializer,
    PersonFileSerializer,
    TeamFileHeadSerializer,
    TeamFileSerializer,
)
from organization.models import Cadre, Unit


class ReadsTeams(BasePermission):
    """Roles that read the files of teams."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return user_of(request).has_role(*FILE_READERS)


class PersonFileViewSet(ReadOnlyModelViewSet[Cadre]):
    """People whose file the account opens, the own one among them."""

    queryset = Cadre.objects.none()
    serializer_class = PersonFileHeadSerializer
    permission_classes = [IsAuthenticated]
    filterset_fields = ["identity_class"]

    def get_queryset(self) -> QuerySet[Cadre]:
        return files_open_to(user_of(self.request)).order_by("name", "pk")

    @extend_schema(responses=PersonFileSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One file: the posts with their grades, and all thirteen parts."""
        cadre = get_object_or_404(files_open_to(user_of(request)), pk=kwargs["pk"])
        material = material_of(cadre, user_of(request))
        answer = {
            "cadre": cadre,
            "posts": growth_of(material.posts, material.grades),
            "parts": parts_of(material),
        }
        return Response(PersonFileSerializer(answer).data)


class TeamFileViewSet(ReadOnlyModelViewSet[Unit]):
    """Units the file of whose team the account opens."""

    queryset = Unit.objects.none()
    serializer_class = TeamFileHeadSerializer
    permission_classes = [IsAuthenticated, ReadsTeams]
    filterset_fields = ["domain", "level"]

    def get_queryset(self) -> QuerySet[Unit]:
        return teams_open_to(user_of(self.request)).order_by("code")

    @extend_schema(responses=TeamFileSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One team: what was decided about the unit, and its members with their annual grades."""
        unit = get_object_or_404(teams_open_to(user_of(request)), pk=kwargs["pk"])
        reader = Reader(user_of(request))
        answer = {
            "unit": unit,
            "grades": grades_of_unit(unit, reader),
            "members": members_of(unit, reader, timezone.localdate()),
        }
        return Response(TeamFileSerializer(answer).data)
