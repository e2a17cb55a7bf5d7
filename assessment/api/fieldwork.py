"""Groups in the field of the API: log, reviews, comments, questions and the end of the task."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.status import HTTP_201_CREATED
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import ChangedByOffice, refusals, user_of
from assessment.selectors.fieldwork import Standing, groups_seen_by, remaining_of, standing_in
from assessment.serializers import (
    DebriefCommentSerializer,
    FieldGroupSerializer,
    FieldMemberSerializer,
    FieldQuestionSerializer,
    GroupReviewSerializer,
    IrregularitySerializer,
    RemainingSerializer,
    WorkLogSerializer,
)
from assessment.services.fieldwork import (
    ask_question,
    close_group,
    comment_group,
    note_work,
    record_review,
)
from assessment.services.irregularities import report_irregularity
from evaluators.models import AssessmentGroup

OFFICE_CHANGES = (IsAuthenticated, ChangedByOffice)


class FieldGroupViewSet(ReadOnlyModelViewSet[AssessmentGroup]):
    """Groups that the account works in today; for the office those that go to its units."""

    queryset = AssessmentGroup.objects.none()
    serializer_class = FieldGroupSerializer
    filterset_fields = ["plan"]

    def get_queryset(self) -> QuerySet[AssessmentGroup]:
        return groups_seen_by(user_of(self.request)).order_by("-plan__year", "plan", "number")

    @extend_schema(responses=FieldMemberSerializer(many=True))
    @action(detail=True)
    def members(self, request: Request, pk: str) -> Response:
        """Who sits in the group, and whether the seat talks and verifies or only reads."""
        seats = self.get_object().seats.filter(evaluator__isnull=False)
        return self._listed(FieldMemberSerializer, seats.select_related("role", "evaluator"))

    @extend_schema(responses=RemainingSerializer)
    @action(detail=True)
    def remaining(self, request: Request, pk: str) -> Response:
        """What keeps the task open."""
        return Response(RemainingSerializer(remaining_of(self.get_object())).data)

    @extend_schema(request=None, responses=FieldGroupSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """End the task: every talk signed, every doubt concluded, a review on record."""
        group = self._work_place().group
        with refusals():
            close_group(group, by=user_of(request))
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(responses=WorkLogSerializer(many=True))
    @action(detail=True)
    def log(self, request: Request, pk: str) -> Response:
        """The work log, the newest line first."""
        entries = self._standing().log.select_related("sheet__evaluator")
        return self._listed(WorkLogSerializer, entries)

    @extend_schema(request=WorkLogSerializer, responses={HTTP_201_CREATED: WorkLogSerializer})
    @log.mapping.post
    def note(self, request: Request, pk: str) -> Response:
        """Add a line; from a role that only reads it is a report."""
        return self._written(WorkLogSerializer, self._seat_place(), note_work)

    @extend_schema(responses=GroupReviewSerializer(many=True))
    @action(detail=True)
    def reviews(self, request: Request, pk: str) -> Response:
        """Reviews that the group held together."""
        reviews = self.get_object().reviews.select_related("recorded_by")
        return self._listed(GroupReviewSerializer, reviews.prefetch_related("attendees"))

    @extend_schema(
        request=GroupReviewSerializer, responses={HTTP_201_CREATED: GroupReviewSerializer}
    )
    @reviews.mapping.post
    def review(self, request: Request, pk: str) -> Response:
        """Record a review: the task closes only with one."""
        return self._written(GroupReviewSerializer, self._work_place(), record_review)

    @extend_schema(responses=DebriefCommentSerializer(many=True))
    @action(detail=True, permission_classes=OFFICE_CHANGES)
    def comments(self, request: Request, pk: str) -> Response:
        """What the office has said at the debrief."""
        comments = self.get_object().debrief_comments.select_related("written_by")
        return self._listed(DebriefCommentSerializer, comments)

    @extend_schema(
        request=DebriefCommentSerializer, responses={HTTP_201_CREATED: DebriefCommentSerializer}
    )
    @comments.mapping.post
    def comment(self, request: Request, pk: str) -> Response:
        """Comment on the group's work: the office."""
        return self._written(DebriefCommentSerializer, self._standing(), comment_group)

    @extend_schema(
        request=FieldQuestionSerializer, responses={HTTP_201_CREATED: FieldQuestionSerializer}
    )
    @action(detail=True, methods=["post"])
    def questions(self, request: Request, pk: str) -> Response:
        """Ask the command group; the answer will stand among the questions for all groups."""
        return self._written(FieldQuestionSerializer, self._seat_place(), ask_question)

    @extend_schema(
        request=IrregularitySerializer, responses={HTTP_201_CREATED: IrregularitySerializer}
    )
    @action(detail=True, methods=["post"])
    def irregularities(self, request: Request, pk: str) -> Response:
        """Report to the office in confidence: seats that read and report."""
        return self._written(IrregularitySerializer, self._seat_place(), report_irregularity)

    def _standing(self) -> Standing:
        return standing_in(self.get_object(), user_of(self.request))

    def _seat_place(self) -> Standing:
        standing = self._standing()
        if standing.post is None:
            raise PermissionDenied
        return standing

    def _work_place(self) -> Standing:
        standing = self._standing()
        if not standing.is_worker:
            raise PermissionDenied
        return standing

    def _listed(self, shape: type[BaseSerializer[Any]], rows: QuerySet[Any]) -> Response:
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(shape(page, many=True).data)

    def _written(self, shape: type[BaseSerializer[Any]], standing: Standing, act: Any) -> Response:
        sent = shape(data=self.request.data, context={"group": standing.group})
        sent.is_valid(raise_exception=True)
        with refusals():
            written = act(standing.group, **sent.validated_data, by=standing.user)
        return Response(shape(written).data, status=HTTP_201_CREATED)
