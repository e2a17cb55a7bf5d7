"""What the API says of events and checklists."""

from rest_framework import serializers

from collection.models import CheckSheet, EventKind, EventLevel, UnitEvent


class EventLevelSerializer(serializers.ModelSerializer[EventLevel]):
    """A level of a kind."""

    class Meta:
        model = EventLevel
        fields = ["id", "name", "counts_as"]


class EventKindSerializer(serializers.ModelSerializer[EventKind]):
    """A kind of event; with levels, the level says what an event counts as."""

    levels = EventLevelSerializer(many=True, read_only=True)

    class Meta:
        model = EventKind
        fields = [
            "id",
            "domain",
            "code",
            "name",
            "colour",
            "indicator",
            "counts_as",
            "levels",
            "clause",
            "is_active",
        ]


class UnitEventSerializer(serializers.ModelSerializer[UnitEvent]):
    """One event; whether it counts says its state."""

    colour = serializers.CharField(source="kind.colour", read_only=True)

    class Meta:
        model = UnitEvent
        fields = [
            "id",
            "kind",
            "colour",
            "level",
            "counts_as",
            "unit",
            "happened_on",
            "fact",
            "document",
            "source_department",
            "state",
            "view",
            "reason",
            "withdrawal",
        ]


class CheckSheetSerializer(serializers.ModelSerializer[CheckSheet]):
    """A sheet with its answers by the number of the point."""

    class Meta:
        model = CheckSheet
        fields = ["id", "checklist", "unit", "cadre", "period", "answers", "good_count", "state"]
