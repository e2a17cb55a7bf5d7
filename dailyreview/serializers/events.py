"""What the API says of event files."""

from rest_framework import serializers

from dailyreview.models import EventCitation, EventFile


class EventFileSerializer(serializers.ModelSerializer[EventFile]):
    """An event of a domain."""

    class Meta:
        model = EventFile
        fields = ["id", "domain", "name", "kind", "starts_on", "ends_on", "description"]


class EventCitationSerializer(serializers.ModelSerializer[EventCitation]):
    """A person in an event; the award is empty while nobody has proposed one."""

    cadre = serializers.IntegerField(source="entry.cadre_id", read_only=True)
    name = serializers.CharField(source="entry.cadre.name", read_only=True)
    side = serializers.CharField(source="entry.side", read_only=True)
    fact = serializers.CharField(source="entry.fact", read_only=True)
    state = serializers.CharField(source="entry.state", read_only=True)
    award = serializers.CharField(source="award.award", read_only=True, default="")
    award_state = serializers.CharField(source="award.state", read_only=True, default="")

    class Meta:
        model = EventCitation
        fields = [
            "id",
            "entry",
            "cadre",
            "name",
            "part",
            "side",
            "fact",
            "state",
            "award",
            "award_state",
        ]
