"""What the API says of plans and quarters."""

from typing import Any

from rest_framework import serializers

from dailyreview.models import DailyPlan, PilotUnit, Quarter
from dailyreview.selectors.progress import UnitProgress


class PilotSerializer(serializers.ModelSerializer[PilotUnit]):
    """A unit that takes part, from a quarter on."""

    unit = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = PilotUnit
        fields = ["unit", "first_quarter", "chain", "asks_peers"]


class DailyPlanSerializer(serializers.ModelSerializer[DailyPlan]):
    """The plan of a year with the units that take part."""

    domain = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    pilots = PilotSerializer(many=True, read_only=True)

    class Meta:
        model = DailyPlan
        fields = [
            "id",
            "name",
            "domain",
            "year",
            "scheme",
            "systems",
            "good_share_min",
            "tolerated_place",
            "gate_clause",
            "pilots",
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
