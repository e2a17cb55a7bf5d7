"""Task lists of the API: read, the three steps, reports on milestones, goals and their results."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from collection.models import Goal, Milestone, MilestoneReport, Task, TaskList
from collection.selectors.goals import may_tell
from collection.selectors.tasks import rights_on
from collection.serializers.tasks import (
    GoalResultSerializer,
    MilestoneReportSerializer,
    MilestoneSerializer,
    SplitGoalSerializer,
    TaskListSerializer,
    TaskSerializer,
    VerdictSerializer,
    WordsSerializer,
)
from collection.services.goals import tell_result
from collection.services.milestones import report_milestone, rule_on_report
from collection.services.task_steps import claim_task, pass_task, return_task
from organization.models import User


class TaskListViewSet(ReadOnlyModelViewSet[TaskList]):
    """Lists with a task that the account sees."""

    queryset = TaskList.objects.none()
    serializer_class = TaskListSerializer
    filterset_fields = ["domain", "year"]

    def get_queryset(self) -> QuerySet[TaskList]:
        return TaskList.objects.visible_to(_user(self.request))


class TaskViewSet(ReadOnlyModelViewSet[Task]):
    """Tasks that the account sees, and the steps it may take."""

    queryset = Task.objects.none()
    serializer_class = TaskSerializer
    filterset_fields = ["task_list", "lead_unit", "state", "sub_plan"]

    def get_queryset(self) -> QuerySet[Task]:
        tasks = Task.objects.visible_to(_user(self.request)).order_by("task_list", "number", "pk")
        related = ("steps__taken_by", "milestones", "other_units", "indicators")
        return tasks.select_related("leader", "responsible").prefetch_related(*related)

    @extend_schema(request=WordsSerializer)
    @action(detail=True, methods=["post"])
    def claim(self, request: Request, pk: str) -> Response:
        """Claim a task for oneself, or as the lead unit for the cadre whom it names."""
        task = self.get_object()
        if not rights_on(task, _user(request)).claim:
            raise NotFound
        with _refusals():
            claim_task(task, **_sent(WordsSerializer, request), by=_user(request))
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=VerdictSerializer)
    @action(detail=True, methods=["post"])
    def rule(self, request: Request, pk: str) -> Response:
        """Take the step of the Party group or of the office, or give the task back."""
        task = self.get_object()
        if not rights_on(task, _user(request)).rule:
            raise NotFound
        sent = _sent(VerdictSerializer, request)
        step = pass_task if sent["verdict"] == "pass" else return_task
        with _refusals():
            step(task, words=sent["words"], by=_user(request))
        return Response(self.get_serializer(self.get_object()).data)


class MilestoneViewSet(ReadOnlyModelViewSet[Milestone]):
    """Milestones of tasks in force."""

    queryset = Milestone.objects.none()
    serializer_class = MilestoneSerializer
    filterset_fields = {"task": ["exact"], "due_on": ["gte", "lte"]}

    def get_queryset(self) -> QuerySet[Milestone]:
        milestones = Milestone.objects.visible_to(_user(self.request)).running()
        return milestones.select_related("task").order_by("due_on", "pk")

    @extend_schema(request=MilestoneReportSerializer, responses=MilestoneReportSerializer)
    @action(detail=True, methods=["post"])
    def report(self, request: Request, pk: str) -> Response:
        """Report that it is reached; the office verifies."""
        milestone = self.get_object()
        if not rights_on(milestone.task, _user(request)).report:
            raise NotFound
        sent = _sent(MilestoneReportSerializer, request)
        with _refusals():
            report = report_milestone(milestone, **sent, by=_user(request))
        return Response(MilestoneReportSerializer(report).data, status=HTTPStatus.CREATED)


class MilestoneReportViewSet(ReadOnlyModelViewSet[MilestoneReport]):
    """Reports on milestones."""

    queryset = MilestoneReport.objects.none()
    serializer_class = MilestoneReportSerializer
    filterset_fields = ["milestone", "state"]

    def get_queryset(self) -> QuerySet[MilestoneReport]:
        reports = MilestoneReport.objects.visible_to(_user(self.request))
        return reports.select_related("milestone__task").order_by("pk")

    @extend_schema(request=VerdictSerializer)
    @action(detail=True, methods=["post"])
    def rule(self, request: Request, pk: str) -> Response:
        """Verify it, or give it back with a reason; never one's own."""
        report, user = self.get_object(), _user(request)
        if not rights_on(report.milestone.task, user).verify or report.reported_by_id == user.pk:
            raise NotFound
        sent = _sent(VerdictSerializer, request)
        with _refusals():
            verified = sent["verdict"] == "pass"
            rule_on_report(report, verified=verified, words=sent["words"], by=user)
        return Response(self.get_serializer(self.get_object()).data)


class GoalViewSet(ReadOnlyModelViewSet[Goal]):
    """Goals split down, with the results told for them."""

    queryset = Goal.objects.none()
    serializer_class = SplitGoalSerializer
    filterset_fields = ["task_list", "parent", "unit", "appointment"]

    def get_queryset(self) -> QuerySet[Goal]:
        goals = Goal.objects.visible_to(_user(self.request))
        return goals.select_related("unit", "appointment__cadre").order_by("pk")

    @extend_schema(request=GoalResultSerializer)
    @action(detail=True, methods=["post"])
    def result(self, request: Request, pk: str) -> Response:
        """Tell what came of a goal that is split no further."""
        goal = self.get_object()
        if not may_tell(goal, _user(request)):
            raise NotFound
        with _refusals():
            tell_result(goal, **_sent(GoalResultSerializer, request), by=_user(request))
        return Response(self.get_serializer(goal).data)


def _sent(shape: type[serializers.BaseSerializer[Any]], request: Request) -> dict[str, Any]:
    sent = shape(data=request.data)
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)


def _user(request: Request) -> User:
    return cast(User, request.user)


@contextmanager
def _refusals() -> Iterator[None]:
    """Answer 400 with the words of a service that refuses."""
    try:
        yield
    except ValidationError as error:
        raise serializers.ValidationError(serializers.as_serializer_error(error)) from error
