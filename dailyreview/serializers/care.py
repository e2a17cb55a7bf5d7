"""What the API says of reminders, mentorings and visits, and takes for them."""

from typing import Any

from rest_framework import serializers

from dailyreview.models import GuidanceVisit, Mentoring, Reminder, Revisit
from dailyreview.serializers.base import ChosenFrom, chosen
from organization.models import Unit, User


class ReminderSerializer(serializers.ModelSerializer[Reminder]):
    """A shortcoming that somebody was reminded of, the reply, and what has changed since."""

    name = serializers.CharField(source="record.assessee.name", read_only=True)
    period = serializers.CharField(source="record.quarter.period", read_only=True)
    written_by = serializers.StringRelatedField[Any]()
    closed_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = Reminder
        fields = [
            "id",
            "record",
            "period",
            "name",
            "words",
            "written_by",
            "written_at",
            "reply",
            "replied_at",
            "closing",
            "closed_by",
            "closed_at",
        ]


class RemindSerializer(ChosenFrom, serializers.ModelSerializer[Reminder]):
    """The shortcoming, in words."""

    class Meta:
        model = Reminder
        fields = ["words"]


class ReplySerializer(ChosenFrom):
    """What the person will do about it."""

    reply = serializers.CharField(max_length=500)


class ClosingSerializer(ChosenFrom):
    """What has changed."""

    closing = serializers.CharField(max_length=300)


class RevisitSerializer(ChosenFrom, serializers.ModelSerializer[Revisit]):
    """A talk with a mentored person."""

    held_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = Revisit
        fields = ["id", "held_on", "words", "held_by"]


class MentoringSerializer(serializers.ModelSerializer[Mentoring]):
    """Who stands by whom after which grade, with the talks held so far."""

    name = serializers.CharField(source="record.assessee.name", read_only=True)
    unit = serializers.CharField(source="record.assessee.unit.code", read_only=True)
    period = serializers.CharField(source="record.quarter.period", read_only=True)
    mentor = serializers.StringRelatedField[Any]()
    revisits = RevisitSerializer(many=True, read_only=True)

    class Meta:
        model = Mentoring
        fields = [
            "id",
            "record",
            "period",
            "name",
            "unit",
            "grade",
            "mentor",
            "opened_at",
            "revisits",
            "ended_on",
            "outcome",
        ]


class MentorSerializer(serializers.ModelSerializer[User]):
    """Who may be named as mentor."""

    name = serializers.CharField(source="__str__", read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True)

    class Meta:
        model = User
        fields = ["id", "name", "unit"]


class MentorNamedSerializer(ChosenFrom):
    """The account of the mentor."""

    mentor = chosen(User)


class OutcomeSerializer(ChosenFrom):
    """What came of a mentoring."""

    outcome = serializers.CharField(max_length=300)


class VisitSerializer(ChosenFrom, serializers.ModelSerializer[GuidanceVisit]):
    """What the office found in a unit, and how well the unit reviews."""

    unit = chosen(Unit)
    visited_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = GuidanceVisit
        fields = ["id", "quarter", "unit", "visited_on", "words", "process_score", "visited_by"]
        read_only_fields = ["quarter"]
        extra_kwargs = {"process_score": {"default": None}}
