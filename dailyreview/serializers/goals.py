"""What the API says of goals of the year, and takes for them."""

from typing import Any

from rest_framework import serializers

from dailyreview.models import WorkGoal
from dailyreview.serializers.base import ChosenFrom, chosen
from organization.models import Appointment


class GoalPersonSerializer(serializers.ModelSerializer[Appointment]):
    """A post whose holder the account may hand goals down to."""

    name = serializers.CharField(source="cadre.name", read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True)

    class Meta:
        model = Appointment
        fields = ["id", "name", "unit", "post"]


class GoalSerializer(ChosenFrom, serializers.ModelSerializer[WorkGoal]):
    """A goal of the year; without a post it is sent for oneself."""

    appointment = chosen(Appointment, required=False)
    name = serializers.CharField(source="appointment.cadre.name", read_only=True)
    unit = serializers.CharField(source="appointment.unit.code", read_only=True)
    handed_down_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = WorkGoal
        fields = [
            "id",
            "plan",
            "appointment",
            "name",
            "unit",
            "title",
            "standard",
            "due_on",
            "handed_down_by",
            "done_on",
        ]
        read_only_fields = ["plan", "done_on"]
