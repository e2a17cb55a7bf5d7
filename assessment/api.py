"""Cycles, runs and results of the API."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from assessment.forms.sheets import Answer, answer_save, answer_submit
from assessment.models import Assessee, AssessmentCycle, ReadinessCheck, Result, ScoreRun
from assessment.selectors.assignments import assignments_of
from assessment.selectors.explanations import explanation
from assessment.selectors.findings import told, visible_remarks
from assessment.selectors.marking import marking_board
from assessment.selectors.progress import run_progress
from assessment.selectors.results import with_decided_grade
from assessment.selectors.sheet_pages import sheet_page
from assessment.serializers import (
    CheckSerializer,
    CycleSerializer,
    DraftSerializer,
    ExplanationSerializer,
    FindingSerializer,
    MemberSerializer,
    ProgressSerializer,
    ResultSerializer,
    RunSerializer,
    SheetContentSerializer,
    SheetSerializer,
    SubmissionSerializer,
)
from assessment.services.readiness import order_check
from assessment.services.runs import cancel_run, start_run
from indicators.selectors.trees import engine_language
from organization.models import Role, User


class ChangedByOffice(BasePermission):
    """Everybody reads what is visible to them; office staff alone start and cancel."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or _user(request).has_role(Role.OFFICE_STAFF)


class ReadByOffice(BasePermission):
    """Office and committee only."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return _user(request).has_role(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)


class CycleViewSet(ReadOnlyModelViewSet[AssessmentCycle]):
    """Cycles that the account sees."""

    queryset = AssessmentCycle.objects.none()
    serializer_class = CycleSerializer
    filterset_fields = ["kind", "period", "state"]

    def get_queryset(self) -> QuerySet[AssessmentCycle]:
        cycles = AssessmentCycle.objects.visible_to(_user(self.request))
        return cycles.select_related("scheme").prefetch_related("systems")

    @extend_schema(responses=MemberSerializer(many=True))
    @action(detail=True, permission_classes=[IsAuthenticated, ReadByOffice])
    def marking(self, request: Request, pk: str) -> Response:
        """How far the marking is, member by member; never a mark."""
        board = marking_board(self.get_object(), user=_user(request))
        lines = [one for group in board.groups for one in group.members]
        page = self.paginate_queryset(lines)
        return self.get_paginated_response(MemberSerializer(page, many=True).data)  # type: ignore[arg-type]


class RunViewSet(mixins.CreateModelMixin, ReadOnlyModelViewSet[ScoreRun]):
    """Runs of the cycles that the account works on."""

    queryset = ScoreRun.objects.none()
    serializer_class = RunSerializer
    permission_classes = [IsAuthenticated, ChangedByOffice]
    filterset_fields = ["cycle", "state"]

    def get_queryset(self) -> QuerySet[ScoreRun]:
        return ScoreRun.objects.visible_to(_user(self.request))

    def perform_create(self, serializer: serializers.BaseSerializer[ScoreRun]) -> None:
        wanted = serializer.validated_data
        try:
            run = start_run(wanted["cycle"], note=wanted.get("note", ""), by=_user(self.request))
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from error
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
        try:
            cancel_run(run, by=_user(request))
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from error
        return Response(ProgressSerializer(run_progress(run)).data)

    @extend_schema(responses=ResultSerializer(many=True))
    @action(detail=True)
    def results(self, request: Request, pk: str) -> Response:
        """Results of the run by group and place, a page at a time."""
        results = _results(_user(request)).filter(group__run=self.get_object())
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
        return ReadinessCheck.objects.visible_to(_user(self.request)).defer("findings")

    def perform_create(self, serializer: serializers.BaseSerializer[ReadinessCheck]) -> None:
        try:
            check = order_check(serializer.validated_data["cycle"], by=_user(self.request))
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from error
        serializer.instance = check

    @extend_schema(responses=FindingSerializer(many=True))
    @action(detail=True)
    def findings(self, request: Request, pk: str) -> Response:
        """What the check found in groups that the account sees, in its language, by severity."""
        check, user = self.get_object(), _user(request)
        page = self.paginate_queryset(visible_remarks(check, user=user))
        found = told(check, page or [], user=user)
        return self.get_paginated_response(FindingSerializer(found, many=True).data)  # type: ignore[arg-type]


class ResultViewSet(mixins.RetrieveModelMixin, GenericViewSet[Result]):
    """Single results, as soon as they are open to the account."""

    queryset = Result.objects.none()
    serializer_class = ResultSerializer

    def get_queryset(self) -> QuerySet[Result]:
        return _results(_user(self.request))

    @extend_schema(responses=ExplanationSerializer)
    @action(detail=True)
    def explanation(self, request: Request, pk: str) -> Response:
        """From the total down to the leaf: raw value, rule, points, place in the group."""
        explained = explanation(self.get_object(), engine_language())
        return Response(ExplanationSerializer(explained).data)


class SheetViewSet(GenericViewSet[Assessee]):
    """Score sheets that the account itself fills, by the key of the assessee."""

    queryset = Assessee.objects.none()
    serializer_class = SheetSerializer  # type: ignore[assignment]

    def list(self, request: Request) -> Response:
        """The own sheets with their state."""
        page = self.paginate_queryset(assignments_of(_user(request), timezone.now()))
        return self.get_paginated_response(SheetSerializer(page, many=True).data)  # type: ignore[arg-type]

    def retrieve(self, request: Request, pk: str) -> Response:
        """One sheet: its leaves with marks and reasons as typed so far or as handed in."""
        mine = assignments_of(_user(request), timezone.now())
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
            told, status = answer(int(pk), request.data, _user(request))
        except (Assessee.DoesNotExist, ValueError, OverflowError) as error:
            raise NotFound from error
        return Response(told, status=status)


def _user(request: Request) -> User:
    return request.user  # type: ignore[return-value]


def _results(user: User) -> QuerySet[Result]:
    results: QuerySet[Result] = with_decided_grade(Result.objects.visible_to(user))
    return results.select_related("group__run__cycle", "assessee__system", "assessee__cycle")


routes = [
    ("cycles", CycleViewSet, "cycle"),
    ("checks", CheckViewSet, "check"),
    ("runs", RunViewSet, "run"),
    ("results", ResultViewSet, "result"),
    ("sheets", SheetViewSet, "sheet"),
]
