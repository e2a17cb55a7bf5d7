"""Records of the API: written by the person, read by who reviews, taken on in one call."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.status import HTTP_201_CREATED
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import refusals, user_of
from dailyreview.api.base import sent_as
from dailyreview.api.papers import RecordPapers
from dailyreview.models import QuarterRecord, WorkEntry
from dailyreview.selectors.chain import above, awaiting, posts_of
from dailyreview.selectors.colleagues import beside, commentable_by
from dailyreview.selectors.records import records_seen_by
from dailyreview.selectors.reviewing import AT_ONCE, review_cards
from dailyreview.serializers import (
    ColleagueSerializer,
    CommentSerializer,
    CopiedSerializer,
    DoneSerializer,
    EntrySerializer,
    HandInSerializer,
    RecordDetailSerializer,
    RecordDraftSerializer,
    RecordSerializer,
    ReminderSerializer,
    RemindSerializer,
    ReviewSerializer,
    WaitingSerializer,
)
from dailyreview.services.care import remind
from dailyreview.services.records import Work, copy_last_quarter, save_record, submit_record
from dailyreview.services.reviewing import Review, comment_on, review_records
from organization.rest import JSONParser


class RecordViewSet(RecordPapers, ReadOnlyModelViewSet[QuarterRecord]):
    """Records of quarters that the account sees: the own, and those it reviews or answers for."""

    queryset = QuarterRecord.objects.none()
    serializer_class = RecordDetailSerializer
    filterset_fields = ["quarter", "section", "state", "awaits"]
    # What is sent has lists inside.
    parser_classes = [JSONParser]

    def get_serializer_class(self) -> type[BaseSerializer[QuarterRecord]]:
        return RecordSerializer if self.action == "list" else RecordDetailSerializer

    def get_queryset(self) -> QuerySet[QuarterRecord]:
        records = records_seen_by(user_of(self.request)).select_related(
            "assessee__unit", "section", "quarter__plan"
        )
        if self.action != "list":
            records = records.select_related(
                "assessee__appointment", "attendance"
            ).prefetch_related(
                "entries", "steps__reviewer", "steps__stood_in_for", "comments__written_by"
            )
        return records.order_by(
            "-quarter__plan__year", "-quarter__number", "section__code", "assessee__key"
        )

    @extend_schema(request=RecordDraftSerializer, responses=RecordDetailSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Save the own draft; 409 when it was changed meanwhile."""
        return self._saved(self._own(), request.data)

    @extend_schema(request=RecordDraftSerializer, responses=RecordDetailSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Save parts of the own draft; what is not sent stays."""
        record, sent = self._own(), request.data
        if isinstance(sent, Mapping):
            sent = {**_stored(record), **sent}
        return self._saved(record, sent)

    @extend_schema(request=HandInSerializer, responses=RecordDetailSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Hand the own record in to the first reviewer."""
        record = self._own()
        sent = HandInSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals():
            submit_record(record, **sent.validated_data, by=user_of(request))
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None, responses=CopiedSerializer)
    @action(detail=True, methods=["post"])
    def copy(self, request: Request, pk: str) -> Response:
        """Add the work of the last quarter to the own draft."""
        record = self._own()
        with refusals():
            added = copy_last_quarter(record, by=user_of(request))
        told = self.get_serializer(self.get_object()).data
        return Response({"added": added, "record": told})

    @extend_schema(responses=ColleagueSerializer(many=True))
    @action(detail=False)
    def colleagues(self, request: Request) -> Response:
        """Colleagues of the own office whose quarter may be commented on."""
        open_ones = commentable_by(user_of(request))
        page = self.paginate_queryset(open_ones.select_related("assessee", "quarter__plan"))
        return self.get_paginated_response(ColleagueSerializer(page, many=True).data)

    @extend_schema(request=CommentSerializer, responses={HTTP_201_CREATED: CommentSerializer})
    @action(detail=True, methods=["post"])
    def comments(self, request: Request, pk: str) -> Response:
        """Leave a comment for the reviewers."""
        user = user_of(request)
        record = beside(user).filter(pk=pk).first() or get_object_or_404(
            records_seen_by(user), pk=pk
        )
        sent = CommentSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals():
            comment = comment_on(record, **{"kind": "colleague", **sent.validated_data}, by=user)
        return Response(CommentSerializer(comment).data, status=HTTP_201_CREATED)

    @extend_schema(request=RemindSerializer, responses={HTTP_201_CREATED: ReminderSerializer})
    @action(detail=True, methods=["post"])
    def reminders(self, request: Request, pk: str) -> Response:
        """Remind the person of a shortcoming, as somebody who reviews them."""
        record, user = self.get_object(), user_of(request)
        if not above(record, user):
            raise PermissionDenied
        sent = sent_as(RemindSerializer, request)
        with refusals():
            reminder = remind(record, **sent, by=user)
        return Response(ReminderSerializer(reminder).data, status=HTTP_201_CREATED)

    @extend_schema(responses=WaitingSerializer(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def waiting(self, request: Request) -> Response:
        """The next records that wait for the account, with what is to be marked."""
        cards = review_cards(user_of(request))
        context = self.get_serializer_context()
        return Response([WaitingSerializer(card, context=context).data for card in cards])

    @extend_schema(request=ReviewSerializer(many=True), responses=DoneSerializer)
    @action(detail=False, methods=["post"])
    def review(self, request: Request) -> Response:
        """Take the next step of one or several records: all of them or none.

        What is refused is told by the place of its row, from 0 on.
        """
        user = user_of(request)
        sent = serializers.ListSerializer[Any](
            data=request.data,
            child=ReviewSerializer(),
            allow_empty=False,
            max_length=AT_ONCE,
            context={"waiting": awaiting(posts_of(user, timezone.localdate()), user)},
        )
        sent.is_valid(raise_exception=True)
        reviews = [Review(**row) for row in sent.validated_data]
        _refuse_doubles(reviews)
        try:
            steps = review_records(reviews, by=user)
        except ValidationError as error:
            concerned = (getattr(error, "params", None) or {}).get("record")
            told = {
                str(place): {"non_field_errors": error.messages}
                for place, one in enumerate(reviews)
                if one.record.pk == concerned
            }
            raise serializers.ValidationError(told) from error
        return Response(DoneSerializer({"done": len(steps)}).data)

    def _own(self) -> QuarterRecord:
        record: QuarterRecord = self.get_object()
        if not QuarterRecord.objects.own_of(user_of(self.request)).filter(pk=record.pk).exists():
            raise PermissionDenied
        return record

    def _saved(self, record: QuarterRecord, data: Any) -> Response:
        sent = RecordDraftSerializer(data=data)
        sent.is_valid(raise_exception=True)
        typed = sent.validated_data
        work = [_work(row) for row in typed.pop("work")]
        with refusals():
            save_record(record, **typed, work=work, by=user_of(self.request))
        return Response(self.get_serializer(self.get_object()).data)


def _stored(record: QuarterRecord) -> dict[str, Any]:
    """What stands in a draft, as it would be sent."""
    texts = {name: getattr(record, name) for name in ("summary", "best", "regret")}
    return {**texts, "work": EntrySerializer(record.entries.all(), many=True).data}


def _work(row: Mapping[str, Any]) -> Work:
    typed = {name: value for name, value in row.items() if name != "id"}
    return Work(key=row.get("id"), **{"kind": WorkEntry.Kind.KEY, **typed})


def _refuse_doubles(reviews: list[Review]) -> None:
    keys = [one.record.pk for one in reviews]
    told = {
        str(place): {"record": [_("This record stands here twice.")]}
        for place, key in enumerate(keys)
        if keys.index(key) < place
    }
    if told:
        raise serializers.ValidationError(told)
