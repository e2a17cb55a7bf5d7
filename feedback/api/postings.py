"""Postings of the API: what is up for the account to read."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import user_of
from feedback.models import Posting
from feedback.selectors.postings import posted_rows, postings_for, shown_fields
from feedback.serializers.postings import PostedRowSerializer, PostingSerializer


class PostingViewSet(ReadOnlyModelViewSet[Posting]):
    """Postings that the account may read today; the office also those of other days."""

    queryset = Posting.objects.none()
    serializer_class = PostingSerializer
    filterset_fields = ["domain", "scope"]

    def get_queryset(self) -> QuerySet[Posting]:
        return postings_for(user_of(self.request)).select_related("domain", "cycle")

    @extend_schema(responses=PostedRowSerializer(many=True), filters=False)
    @action(detail=True)
    def rows(self, request: Request, pk: str) -> Response:
        """The lines, with the fields that the posting allows."""
        posting = self.get_object()
        page: Any = self.paginate_queryset(posted_rows(posting, user_of(request)))
        fields = shown_fields(posting)
        lines = [dict(zip(fields, row, strict=True)) for row in page]
        return self.get_paginated_response(PostedRowSerializer(lines, many=True).data)
