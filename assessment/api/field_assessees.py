"""Assessees of a group in the field of the API: the brief, the outline; where records begin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED
from rest_framework.viewsets import GenericViewSet

from assessment.api.base import refusals, user_of
from assessment.models import Assessee, TalkOutline
from assessment.selectors.briefs import brief_of, outline_draft
from assessment.selectors.fieldwork import Standing, groups_seen_by, standing_in, work_of
from assessment.serializers import (
    BriefSerializer,
    FieldAssesseeSerializer,
    OutlineSerializer,
    TalkDetailSerializer,
    TalkSerializer,
    VerificationDetailSerializer,
    VerificationSerializer,
)
from assessment.services.talks import begin_talk, save_outline
from assessment.services.verifications import raise_doubt


@extend_schema(parameters=[OpenApiParameter("group_pk", OpenApiTypes.INT, OpenApiParameter.PATH)])
class FieldAssesseeViewSet(GenericViewSet[Assessee]):
    """Assessees that a group goes to, as far as the account may know of them."""

    queryset = Assessee.objects.none()
    serializer_class = FieldAssesseeSerializer  # type: ignore[assignment]
    filterset_fields: list[str] = []

    def list(self, request: Request, group_pk: str) -> Response:
        """What has been done about each."""
        page = self.paginate_queryset(work_of(self._standing(group_pk)))
        return self.get_paginated_response(FieldAssesseeSerializer(page, many=True).data)  # type: ignore[arg-type]

    @extend_schema(responses=BriefSerializer)
    def retrieve(self, request: Request, group_pk: str, pk: str) -> Response:
        """The brief: what to know before the group goes there."""
        assessee = self._assessee(self._standing(group_pk), pk)
        return Response(BriefSerializer(brief_of(assessee)).data)

    @extend_schema(responses=OutlineSerializer)
    @action(detail=True)
    def outline(self, request: Request, group_pk: str, pk: str) -> Response:
        """The outline of talks about the assessee."""
        standing = self._standing(group_pk)
        assessee = self._assessee(standing, pk)
        kept = TalkOutline.objects.filter(group=standing.group, assessee=assessee)
        outline = kept.select_related("written_by").first()
        if outline is None:
            return Response(
                {"text": outline_draft(brief_of(assessee)), "written_by": None, "written_at": None}
            )
        return Response(OutlineSerializer(outline).data)

    @extend_schema(request=OutlineSerializer, responses=OutlineSerializer)
    @outline.mapping.put
    def keep_outline(self, request: Request, group_pk: str, pk: str) -> Response:
        """Keep what the group means to ask."""
        return self._written(OutlineSerializer, save_outline, OutlineSerializer)

    @extend_schema(request=TalkSerializer, responses={HTTP_201_CREATED: TalkDetailSerializer})
    @action(detail=True, methods=["post"])
    def talks(self, request: Request, group_pk: str, pk: str) -> Response:
        """Begin the record of a talk, on the form that holds on its day."""
        return self._written(TalkSerializer, begin_talk, TalkDetailSerializer)

    @extend_schema(
        request=VerificationSerializer, responses={HTTP_201_CREATED: VerificationDetailSerializer}
    )
    @action(detail=True, methods=["post"])
    def verifications(self, request: Request, group_pk: str, pk: str) -> Response:
        """Order a look into a leaf, a figure or a statement."""
        return self._written(VerificationSerializer, raise_doubt, VerificationDetailSerializer)

    def _standing(self, group_pk: str) -> Standing:
        user = user_of(self.request)
        return standing_in(get_object_or_404(groups_seen_by(user), pk=group_pk), user)

    def _assessee(self, standing: Standing, pk: str) -> Assessee:
        assessees = standing.assessees.select_related(
            "unit", "category", "system", "appointment", "cycle__field_plan"
        )
        return get_object_or_404(assessees, pk=pk)

    def _written(self, taken: type[Any], act: Any, told: type[Any]) -> Response:
        standing = self._standing(self.kwargs["group_pk"])
        if not standing.is_worker:
            raise PermissionDenied
        assessee = self._assessee(standing, self.kwargs["pk"])
        place = {"group": standing.group, "assessee": assessee}
        sent = taken(data=self.request.data, context=place)
        sent.is_valid(raise_exception=True)
        with refusals():
            written = act(**place, **sent.validated_data, by=standing.user)
        status = HTTP_201_CREATED if self.request.method == "POST" else None
        return Response(told(written).data, status=status)
