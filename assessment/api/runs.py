"""Runs, the checks before them and their results of the API."""

from django.db.models import F, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from assessment.api.base import ChangedByOffice, refusals, user_of
from assessment.models import ReadinessCheck, Result, ScoreRun
from assessment.selectors.explanations import explanation
from assessment.selectors.findings import told, visible_remarks
from assessment.selectors.progress import run_progress
from assessment.selectors.results import with_decided_grade
from assessment.serializers import (
    CheckSerializer,
    ExplanationSerializer,
    FindingSerializer,
    ProgressSerializer,
    ResultSerializer,
    RunSerializer,
)
from assessment.services.readiness import order_check
from assessment.services.runs import cancel_run, start_run
from indicators.selectors.trees import engine_language
from organization.models import User


class RunViewSet(mixins.CreateModelMixin, ReadOnlyModelViewSet[ScoreRun]):
    """Runs of the cycles that the account works on."""

    queryset = ScoreRun.objects.none()
    serializer_class = RunSerializer
    permission_classes = [IsAuthenticated, ChangedByOffice]
    filterset_fields = ["cycle", "state"]

    def get_queryset(self) -> QuerySet[ScoreRun]:
        return ScoreRun.objects.visible_to(user_of(self.request))

    def perform_create(self, serializer: serializers.BaseSerializer[ScoreRun]) -> None:
        wanted = serializer.validated_data
        with refusals():
            run = start_run(wanted["cycle"], note=wanted.get("note", ""), by=user_of(self.request))
        serializer.instance = run

    @extend_schema(responses=ProgressSerializer)
    @action(detail=True)
    def progress(self, request: Request, pk: str) -> Response:
        """How far the run is."""
        return Response(ProgressSerializer(run_progress(self.get_object())).data)

    @extend_schema(request=None, responses=ProgressSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Stop the run; what is being computed will not be stored."""
        run = self.get_object()
        with refusals():
            cancel_run(run, by=user_of(request))
        return Response(ProgressSerializer(run_progress(run)).data)

    @extend_schema(responses=ResultSerializer(many=True))
    @action(detail=True)
    def results(self, request: Request, pk: str) -> Response:
        """Results of the run by group and place, a page at a time."""
        results = _results(user_of(request)).filter(group__run=self.get_object())
        by_place = ("group__key", F("rank").asc(nulls_last=True), "assessee__key")
        page = self.paginate_queryset(results.order_by(*by_place))  # type: ignore[arg-type]
        return self.get_paginated_response(ResultSerializer(page, many=True).data)  # type: ignore[arg-type]


class CheckViewSet(mixins.CreateModelMixin, ReadOnlyModelViewSet[ReadinessCheck]):
    """Checks before a run: trial calculations of the cycles that the account works on."""

    queryset = ReadinessCheck.objects.none()
    serializer_class = CheckSerializer
    permission_classes = [IsAuthenticated, ChangedByOffice]
    filterset_fields = ["cycle", "state"]

    def get_queryset(self) -> QuerySet[ReadinessCheck]:
        return ReadinessCheck.objects.visible_to(user_of(self.request)).defer("findings")

    def perform_create(self, serializer: serializers.BaseSerializer[ReadinessCheck]) -> None:
        with refusals():
            check = order_check(serializer.validated_data["cycle"], by=user_of(self.request))
        serializer.instance = check

    @extend_schema(responses=FindingSerializer(many=True))
    @action(detail=True)
    def findings(self, request: Request, pk: str) -> Response:
        """What the check found in groups that the account sees, in its language, by severity."""
        check, user = self.get_object(), user_of(request)
        page = self.paginate_queryset(visible_remarks(check, user=user))
        found = told(check, page or [], user=user)
        return self.get_paginated_response(FindingSerializer(found, many=True).data)  # type: ignore[arg-type]


class ResultViewSet(mixins.RetrieveModelMixin, GenericViewSet[Result]):
    """Single results, as soon as they are open to the account."""

    queryset = Result.objects.none()
    serializer_class = ResultSerializer

    def get_queryset(self) -> QuerySet[Result]:
        return _results(user_of(self.request))

    @extend_schema(responses=ExplanationSerializer)
    @action(detail=True)
    def explanation(self, request: Request, pk: str) -> Response:
        """From the total down to the leaf: raw value, rule, points, place in the group."""
        explained = explanation(self.get_object(), engine_language())
        return Response(ExplanationSerializer(explained).data)


def _results(user: User) -> QuerySet[Result]:
    results: QuerySet[Result] = with_decided_grade(Result.objects.visible_to(user))
    return results.select_related("group__run__cycle", "assessee__system", "assessee__cycle")
