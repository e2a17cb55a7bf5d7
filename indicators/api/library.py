"""The library: searching it, copying an indicator, putting a model into a draft."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError as RefusedError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED
from rest_framework.viewsets import ReadOnlyModelViewSet

from indicators.filters import IndicatorApiFilter, ModelApiFilter, ProcessApiFilter
from indicators.models import (
    AssessmentProcess,
    Indicator,
    IndicatorReview,
    IndicatorSystem,
    LibraryModel,
    SystemNode,
)
from indicators.serializers.figures import IndicatorSerializer
from indicators.serializers.library import (
    IndicatorCopySerializer,
    IndicatorReviewSerializer,
    InsertedSerializer,
    LibraryModelSerializer,
    ModelInsertSerializer,
    ModelTreeSerializer,
    ProcessSerializer,
    ProcessStepsSerializer,
)
from indicators.services.library import copy_indicator
from indicators.services.templates import insert_model
from organization.models import Role, User


@contextmanager
def refusals() -> Iterator[None]:
    """What a service refuses is a bad request, by field where it names one."""
    try:
        yield
    except RefusedError as refusal:
        by_field = getattr(refusal, "message_dict", {"detail": refusal.messages})
        raise ValidationError(by_field) from refusal


def office_of(request: Request) -> User:
    """The account, which must be office staff."""
    user: User = request.user  # type: ignore[assignment]
    if not user.has_role(Role.OFFICE_STAFF):
        raise PermissionDenied
    return user


class IndicatorViewSet(ReadOnlyModelViewSet[Indicator]):
    """Indicators of the library that the account sees; `text` searches as the page does."""

    queryset = Indicator.objects.none()
    serializer_class = IndicatorSerializer
    filterset_class = IndicatorApiFilter

    def get_queryset(self) -> QuerySet[Indicator]:
        visible = Indicator.objects.visible_to(self.request.user)  # type: ignore[arg-type]
        return visible.select_related("owner", "origin")

    @extend_schema(request=IndicatorCopySerializer, responses={201: IndicatorSerializer})
    @action(detail=True, methods=["post"])
    def copy(self, request: Request, pk: str) -> Response:
        """Begin a new indicator with the card of this one."""
        user = office_of(request)
        indicator = self.get_object()
        sent = IndicatorCopySerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals():
            made = copy_indicator(indicator, **sent.validated_data, by=user)
        return Response(self.get_serializer(made).data, status=HTTP_201_CREATED)


class LibraryModelViewSet(ReadOnlyModelViewSet[LibraryModel]):
    """Models of the library; a single one with its nodes."""

    queryset = LibraryModel.objects.none()
    filterset_class = ModelApiFilter

    def get_queryset(self) -> QuerySet[LibraryModel]:
        return LibraryModel.objects.visible_to(self.request.user)  # type: ignore[arg-type]

    def get_serializer_class(self) -> type[Any]:
        return ModelTreeSerializer if self.action == "retrieve" else LibraryModelSerializer

    @extend_schema(request=ModelInsertSerializer, responses={201: InsertedSerializer})
    @action(detail=True, methods=["post"])
    def insert(self, request: Request, pk: str) -> Response:
        """Put the model into a draft below a section, scaled to a weight."""
        user = office_of(request)
        model = self.get_object()
        sent = ModelInsertSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = dict(sent.validated_data)
        drafts = IndicatorSystem.objects.in_charge_of(user).drafts()
        sections = SystemNode.objects.filter(system__in=drafts).select_related("system")
        section = get_object_or_404(sections, pk=facts.pop("section"))
        with refusals():
            top = insert_model(model, section=section, **facts, by=user)
        return Response(InsertedSerializer(top).data, status=HTTP_201_CREATED)


class ProcessViewSet(ReadOnlyModelViewSet[AssessmentProcess]):
    """Assessment processes of the library; a single one with its steps."""

    queryset = AssessmentProcess.objects.none()
    filterset_class = ProcessApiFilter

    def get_queryset(self) -> QuerySet[AssessmentProcess]:
        return AssessmentProcess.objects.visible_to(self.request.user)  # type: ignore[arg-type]

    def get_serializer_class(self) -> type[Any]:
        return ProcessStepsSerializer if self.action == "retrieve" else ProcessSerializer


class IndicatorReviewViewSet(ReadOnlyModelViewSet[IndicatorReview]):
    """Verdicts of the yearly reviews, with the figures on which they were given."""

    queryset = IndicatorReview.objects.none()
    serializer_class = IndicatorReviewSerializer
    filterset_fields = ["year", "verdict"]

    def get_queryset(self) -> QuerySet[IndicatorReview]:
        visible = IndicatorReview.objects.visible_to(self.request.user)  # type: ignore[arg-type]
        return visible.select_related("indicator", "merge_into")
