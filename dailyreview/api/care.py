"""Care of the API: reminders of shortcomings, mentorings with revisits, guidance visits."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import refusals, user_of
from dailyreview.api.base import sent_as
from dailyreview.models import GuidanceVisit, Mentoring, Reminder
from dailyreview.selectors.chain import above
from dailyreview.selectors.choices import mentors_for
from dailyreview.serializers import (
    ClosingSerializer,
    MentoringSerializer,
    MentorNamedSerializer,
    MentorSerializer,
    OutcomeSerializer,
    ReminderSerializer,
    ReplySerializer,
    RevisitSerializer,
    VisitSerializer,
)
from dailyreview.services.care import (
    close_reminder,
    end_mentoring,
    name_mentor,
    record_revisit,
    reply_to,
)


class ReminderViewSet(ReadOnlyModelViewSet[Reminder]):
    """Reminders of the records that the account sees; written at a record."""

    queryset = Reminder.objects.none()
    serializer_class = ReminderSerializer
    filterset_fields = ["record"]

    def get_queryset(self) -> QuerySet[Reminder]:
        reminders = Reminder.objects.visible_to(user_of(self.request))
        return reminders.select_related(
            "record__assessee", "record__quarter__plan", "written_by", "closed_by"
        )

    @extend_schema(request=ReplySerializer, responses=ReminderSerializer)
    @action(detail=True, methods=["post"])
    def reply(self, request: Request, pk: str) -> Response:
        """Reply, as the person reminded; again until it is closed."""
        return self._acted(reply_to, sent_as(ReplySerializer, request))

    @extend_schema(request=ClosingSerializer, responses=ReminderSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Say what has changed and close it, as somebody who reviews the person."""
        return self._acted(close_reminder, sent_as(ClosingSerializer, request))

    def _acted(self, act: Callable[..., None], sent: dict[str, Any]) -> Response:
        with refusals():
            act(self.get_object(), **sent, by=user_of(self.request))
        return Response(self.get_serializer(self.get_object()).data)


class MentoringViewSet(ReadOnlyModelViewSet[Mentoring]):
    """Mentorings of the records that the account sees, and those it is the mentor of."""

    queryset = Mentoring.objects.none()
    serializer_class = MentoringSerializer
    filterset_fields = ["record", "mentor"]

    def get_queryset(self) -> QuerySet[Mentoring]:
        mentorings = Mentoring.objects.visible_to(user_of(self.request))
        return mentorings.select_related(
            "record__assessee__unit",
            "record__assessee__appointment",
            "record__quarter__plan",
            "mentor",
        ).prefetch_related("revisits__held_by")

    @extend_schema(responses=MentorSerializer(many=True), filters=False)
    @action(detail=True)
    def mentors(self, request: Request, pk: str) -> Response:
        """Who may be named: for somebody who reviews the person."""
        people = mentors_for(self._below()).select_related("unit").order_by("display_name", "pk")
        page = self.paginate_queryset(people)  # type: ignore[arg-type]
        return self.get_paginated_response(MentorSerializer(page, many=True).data)  # type: ignore[arg-type]

    @extend_schema(request=MentorNamedSerializer, responses=MentoringSerializer)
    @action(detail=True, methods=["post"])
    def mentor(self, request: Request, pk: str) -> Response:
        """Name who stands by the person: somebody else of the unit."""
        mentoring = self._below()
        sent = sent_as(MentorNamedSerializer, request, mentor=mentors_for(mentoring))
        return self._acted(name_mentor, mentoring, sent)

    @extend_schema(request=RevisitSerializer, responses=MentoringSerializer)
    @action(detail=True, methods=["post"])
    def revisits(self, request: Request, pk: str) -> Response:
        """Record a talk: the mentor, or somebody who reviews the person."""
        return self._acted(record_revisit, self.get_object(), sent_as(RevisitSerializer, request))

    @extend_schema(request=OutcomeSerializer, responses=MentoringSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End it with what came of it, after at least one talk."""
        return self._acted(end_mentoring, self._below(), sent_as(OutcomeSerializer, request))

    def _below(self) -> Mentoring:
        mentoring: Mentoring = self.get_object()
        if not above(mentoring.record, user_of(self.request)):
            raise PermissionDenied
        return mentoring

    def _acted(
        self, act: Callable[..., Any], mentoring: Mentoring, sent: dict[str, Any]
    ) -> Response:
        with refusals():
            act(mentoring, **sent, by=user_of(self.request))
        return Response(self.get_serializer(self.get_object()).data)


class VisitViewSet(ReadOnlyModelViewSet[GuidanceVisit]):
    """Guidance visits to the units whose people the account sees; recorded at a quarter."""

    queryset = GuidanceVisit.objects.none()
    serializer_class = VisitSerializer
    filterset_fields = ["quarter", "unit"]

    def get_queryset(self) -> QuerySet[GuidanceVisit]:
        visits = GuidanceVisit.objects.visible_to(user_of(self.request))
        return visits.select_related("visited_by")
