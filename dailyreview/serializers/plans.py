"""What the API says of plans and quarters, and takes for them from the office."""

from typing import Any

from rest_framework import serializers

from assessment.models import AssessmentCycle, Scheme
from dailyreview.models import DailyPlan, PilotUnit, ProcessStep, Quarter, StandIn
from dailyreview.selectors.progress import UnitProgress
from dailyreview.serializers.base import ChosenFrom, chosen
from indicators.models import IndicatorSystem
from organization.models import Domain, Unit, User


class PilotSerializer(serializers.ModelSerializer[PilotUnit]):
    """A unit that takes part, from a quarter on."""

    unit = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = PilotUnit
        fields = ["id", "unit", "first_quarter", "chain", "asks_peers", "asks_users"]


class SwitchOnSerializer(ChosenFrom, serializers.ModelSerializer[PilotUnit]):
    """Units that are to take part, with their chain."""

    units = chosen(Unit, many=True, allow_empty=False)

    class Meta:
        model = PilotUnit
        fields = ["units", "first_quarter", "chain", "asks_peers", "asks_users"]
        extra_kwargs = {name: {"required": True} for name in ("first_quarter", "chain")}


class ProcessStepSerializer(ChosenFrom, serializers.ModelSerializer[ProcessStep]):
    """From which process score on the share of the best grade moves, and by how much."""

    class Meta:
        model = ProcessStep
        fields = ["id", "from_quarter", "min_score", "change", "clause"]
        extra_kwargs = {"from_quarter": {"required": True}}


class DailyPlanSerializer(serializers.ModelSerializer[DailyPlan]):
    """The plan of a year with the units that take part."""

    domain = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    pilots = PilotSerializer(many=True, read_only=True)
    process_steps = ProcessStepSerializer(many=True, read_only=True)

    class Meta:
        model = DailyPlan
        fields = [
            "id",
            "name",
            "domain",
            "year",
            "scheme",
            "systems",
            "form_style",
            "good_share_min",
            "tolerated_place",
            "gate_clause",
            "pilots",
            "process_steps",
        ]


class PlanMadeSerializer(ChosenFrom, serializers.ModelSerializer[DailyPlan]):
    """A plan to be made; domain and year are chosen once."""

    domain = chosen(Domain)
    systems = chosen(IndicatorSystem, many=True, allow_empty=False)

    class Meta:
        model = DailyPlan
        fields = ["domain", "year", "name", "scheme", "systems", "form_style"]


class PlanChangedSerializer(ChosenFrom):
    """What may still be changed of a plan."""

    name = serializers.CharField(max_length=100)
    scheme = chosen(Scheme)
    systems = chosen(IndicatorSystem, many=True, allow_empty=False)
    form_style = serializers.ChoiceField(choices=DailyPlan.FormStyle.choices, required=False)


class QuarterOpenedSerializer(ChosenFrom, serializers.ModelSerializer[Quarter]):
    """A quarter to be opened, with the day on which posts count."""

    day = serializers.DateField()

    class Meta:
        model = Quarter
        fields = ["number", "day", "records_due_on", "reviews_due_on"]


class GateSerializer(ChosenFrom):
    """The annual cycle that draws on the quarters."""

    cycle = chosen(AssessmentCycle)


class StandInSerializer(ChosenFrom, serializers.ModelSerializer[StandIn]):
    """Who reviews in whose place."""

    absent = chosen(User)
    deputy = chosen(User)
    absent_name = serializers.CharField(source="absent.__str__", read_only=True)
    deputy_name = serializers.CharField(source="deputy.__str__", read_only=True)

    class Meta:
        model = StandIn
        fields = [
            "id",
            "absent",
            "absent_name",
            "deputy",
            "deputy_name",
            "starts_on",
            "ends_on",
            "reason",
        ]


class QuarterSerializer(serializers.ModelSerializer[Quarter]):
    """A quarter; `cycle` is the assessment it is computed and published by."""

    name = serializers.CharField(source="cycle.name", read_only=True)
    period = serializers.CharField(read_only=True)
    state = serializers.CharField(source="cycle.state", read_only=True)

    class Meta:
        model = Quarter
        fields = [
            "id",
            "name",
            "plan",
            "number",
            "period",
            "cycle",
            "state",
            "records_due_on",
            "reviews_due_on",
        ]


class UnitProgressSerializer(serializers.Serializer[UnitProgress]):
    """How many records of a unit are where."""

    unit = serializers.CharField()
    people = serializers.IntegerField()
    writing = serializers.IntegerField()
    in_review = serializers.IntegerField()
    reviewed = serializers.IntegerField()
    decided = serializers.IntegerField()
