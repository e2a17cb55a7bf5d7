"""Plans of the API: made by the office, switched on unit by unit, drawn on by the year."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.mixins import DestroyModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.status import HTTP_201_CREATED
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from assessment.api.base import ChangedByOffice, refusals, user_of
from assessment.models import Scheme
from dailyreview.api.base import sent_as
from dailyreview.api.results import PlanPatterns
from dailyreview.models import DailyPlan, PilotUnit, ProcessStep, StandIn
from dailyreview.selectors.choices import (
    accounts_within,
    annual_cycles,
    reviewers_within,
    systems_for_plans,
    units_taking_part,
    units_to_switch_on,
)
from dailyreview.serializers import (
    DailyPlanSerializer,
    DoneSerializer,
    FormBatchSerializer,
    FormOrderSerializer,
    GateSerializer,
    PilotSerializer,
    PlanChangedSerializer,
    PlanMadeSerializer,
    ProcessStepSerializer,
    QuarterOpenedSerializer,
    QuarterSerializer,
    StandInSerializer,
    SwitchOnSerializer,
)
from dailyreview.services.batches import order_forms
from dailyreview.services.gates import draw_on_quarters
from dailyreview.services.plans import (
    appoint_stand_in,
    create_plan,
    switch_off,
    switch_on,
    update_plan,
)
from dailyreview.services.process import add_process_step, remove_process_step
from dailyreview.services.quarters import open_quarter
from organization.models import Domain

OFFICE_CHANGES = (IsAuthenticated, ChangedByOffice)


class DailyPlanViewSet(PlanPatterns, ReadOnlyModelViewSet[DailyPlan]):
    """Plans of the daily review that the account sees, with the units that take part."""

    queryset = DailyPlan.objects.none()
    serializer_class = DailyPlanSerializer
    permission_classes = OFFICE_CHANGES
    filterset_fields = ["domain", "year"]

    def get_queryset(self) -> QuerySet[DailyPlan]:
        plans = DailyPlan.objects.visible_to(user_of(self.request)).select_related("domain")
        return plans.prefetch_related("systems", "pilots__unit", "process_steps")

    @extend_schema(request=PlanMadeSerializer, responses={HTTP_201_CREATED: DailyPlanSerializer})
    def create(self, request: Request) -> Response:
        """Make the plan of a year."""
        user = user_of(request)
        choices: dict[str, QuerySet[Any]] = {
            "domain": Domain.objects.editable_by(user),
            "systems": systems_for_plans(user),
        }
        sent = sent_as(PlanMadeSerializer, request, **choices)
        with refusals():
            plan = create_plan(**sent, by=user)
        return Response(self.get_serializer(plan).data, status=HTTP_201_CREATED)

    @extend_schema(request=PlanChangedSerializer, responses=DailyPlanSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Change a plan; once a quarter is open its scheme and systems stay."""
        plan, user = self._kept(), user_of(request)
        choices: dict[str, QuerySet[Any]] = {
            "scheme": Scheme.objects.all(),
            "systems": systems_for_plans(user),
        }
        with refusals():
            update_plan(plan, **sent_as(PlanChangedSerializer, request, **choices), by=user)
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(
        request=SwitchOnSerializer, responses={HTTP_201_CREATED: PilotSerializer(many=True)}
    )
    @action(detail=True, methods=["post"])
    def units(self, request: Request, pk: str) -> Response:
        """Let units take part from a quarter on; those that do already are changed."""
        plan, user = self._kept(), user_of(request)
        sent = sent_as(SwitchOnSerializer, request, units=units_to_switch_on(plan, user))
        with refusals():
            pilots = switch_on(plan, **sent, by=user)
        return Response(PilotSerializer(pilots, many=True).data, status=HTTP_201_CREATED)

    @extend_schema(
        request=ProcessStepSerializer, responses={HTTP_201_CREATED: ProcessStepSerializer}
    )
    @action(detail=True, methods=["post"])
    def steps(self, request: Request, pk: str) -> Response:
        """State what a process score adds to the share of the best grade."""
        plan = self._kept()
        return self._made(ProcessStepSerializer, add_process_step, plan, ProcessStepSerializer)

    @extend_schema(request=QuarterOpenedSerializer, responses={HTTP_201_CREATED: QuarterSerializer})
    @action(detail=True, methods=["post"])
    def quarters(self, request: Request, pk: str) -> Response:
        """Open a quarter: who takes part is frozen, everybody's record is begun."""
        return self._made(QuarterOpenedSerializer, open_quarter, self._kept(), QuarterSerializer)

    @extend_schema(request=GateSerializer, responses=DoneSerializer)
    @action(detail=True, methods=["post"])
    def gate(self, request: Request, pk: str) -> Response:
        """Let an annual cycle draw on the quarters; tells how many people they bar."""
        plan, user = self._kept(), user_of(request)
        sent = sent_as(GateSerializer, request, cycle=annual_cycles(plan, user))
        with refusals():
            barred = draw_on_quarters(plan, **sent, by=user)
        return Response(DoneSerializer({"done": len(barred)}).data)

    @extend_schema(request=FormOrderSerializer, responses={HTTP_201_CREATED: FormBatchSerializer})
    @action(detail=True, methods=["post"], url_path="form-batches")
    def forms(self, request: Request, pk: str) -> Response:
        """Order the registration forms of everybody who handed in a record, as one ZIP."""
        plan, user = self.get_object(), user_of(request)
        choices: dict[str, QuerySet[Any]] = {
            "quarter": plan.quarters.all(),
            "unit": units_taking_part(plan, user),
        }
        with refusals():
            batch = order_forms(plan, **sent_as(FormOrderSerializer, request, **choices), by=user)
        return Response(FormBatchSerializer(batch).data, status=HTTP_201_CREATED)

    def _kept(self) -> DailyPlan:
        plans = DailyPlan.objects.editable_by(user_of(self.request))
        return get_object_or_404(plans, pk=self.kwargs["pk"])

    def _made(
        self, taken: Any, act: Any, plan: DailyPlan, told: type[BaseSerializer[Any]]
    ) -> Response:
        with refusals():
            made = act(plan, **sent_as(taken, self.request), by=user_of(self.request))
        return Response(told(made).data, status=HTTP_201_CREATED)


class PilotViewSet(DestroyModelMixin, GenericViewSet[PilotUnit]):
    """Units that take part; switched on at a plan, taken out of the quarters to come here."""

    queryset = PilotUnit.objects.none()
    serializer_class = PilotSerializer
    permission_classes = OFFICE_CHANGES

    def get_queryset(self) -> QuerySet[PilotUnit]:
        plans = DailyPlan.objects.editable_by(user_of(self.request))
        return PilotUnit.objects.filter(plan__in=plans)

    def perform_destroy(self, instance: PilotUnit) -> None:
        switch_off(instance, by=user_of(self.request))


class ProcessStepViewSet(DestroyModelMixin, GenericViewSet[ProcessStep]):
    """Steps of the process score; stated at a plan, taken away before their quarter is open."""

    queryset = ProcessStep.objects.none()
    serializer_class = ProcessStepSerializer
    permission_classes = OFFICE_CHANGES

    def get_queryset(self) -> QuerySet[ProcessStep]:
        plans = DailyPlan.objects.editable_by(user_of(self.request))
        return ProcessStep.objects.filter(plan__in=plans).select_related("plan")

    def perform_destroy(self, instance: ProcessStep) -> None:
        with refusals():
            remove_process_step(instance, by=user_of(self.request))


class StandInViewSet(ReadOnlyModelViewSet[StandIn]):
    """Who reviews in whose place: for the office, and the two that it concerns."""

    queryset = StandIn.objects.none()
    serializer_class = StandInSerializer
    permission_classes = OFFICE_CHANGES
    filterset_fields = ["absent", "deputy"]

    def get_queryset(self) -> QuerySet[StandIn]:
        found = StandIn.objects.visible_to(user_of(self.request))
        return found.select_related("absent", "deputy")

    def create(self, request: Request) -> Response:
        """Appoint somebody who reviews in a reviewer's place between two days."""
        user = user_of(request)
        choices = {"absent": reviewers_within(user), "deputy": accounts_within(user)}
        with refusals():
            appointed = appoint_stand_in(**sent_as(StandInSerializer, request, **choices), by=user)
        return Response(self.get_serializer(appointed).data, status=HTTP_201_CREATED)
