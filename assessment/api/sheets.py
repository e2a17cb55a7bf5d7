"""Score sheets of the API: those that the account itself fills."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from assessment.api.base import user_of
from assessment.forms.sheets import Answer, answer_save, answer_submit
from assessment.models import Assessee
from assessment.selectors.assignments import assignments_of
from assessment.selectors.sheet_pages import sheet_page
from assessment.serializers import (
    DraftSerializer,
    SheetContentSerializer,
    SheetSerializer,
    SubmissionSerializer,
)
from organization.models import User


class SheetViewSet(GenericViewSet[Assessee]):
    """Score sheets that the account itself fills, by the key of the assessee."""

    queryset = Assessee.objects.none()
    serializer_class = SheetSerializer  # type: ignore[assignment]

    def list(self, request: Request) -> Response:
        """The own sheets with their state."""
        page = self.paginate_queryset(assignments_of(user_of(request), timezone.now()))
        return self.get_paginated_response(SheetSerializer(page, many=True).data)  # type: ignore[arg-type]

    def retrieve(self, request: Request, pk: str) -> Response:
        """One sheet: its leaves with marks and reasons as typed so far or as handed in."""
        mine = assignments_of(user_of(request), timezone.now())
        found = next((one for one in mine if str(one.assessee.pk) == pk), None)
        if found is None:
            raise NotFound
        page = sheet_page(found, mine)
        return Response(SheetSerializer(found).data | SheetContentSerializer(page).data)

    @extend_schema(request=DraftSerializer, responses=dict[str, Any])
    @action(detail=True, methods=["post"])
    def draft(self, request: Request, pk: str) -> Response:
        """Save changes; answers as the page's own address does."""
        return self._answered(answer_save, request, pk)

    @extend_schema(request=SubmissionSerializer, responses=dict[str, Any])
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Hand in once: 201, and 200 for the same key and body."""
        return self._answered(answer_submit, request, pk)

    def _answered(
        self, answer: Callable[[int, Any, User], Answer], request: Request, pk: str
    ) -> Response:
        try:
            told, status = answer(int(pk), request.data, user_of(request))
        except (Assessee.DoesNotExist, ValueError, OverflowError) as error:
            raise NotFound from error
        return Response(told, status=status)
