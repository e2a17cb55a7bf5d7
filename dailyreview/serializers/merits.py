"""What the API says of achievement points and tags."""

from rest_framework import serializers

from dailyreview.models import MeritLine, Tagging


class MeritLineSerializer(serializers.ModelSerializer[MeritLine]):
    """A fact with what it counts and the rule that says so."""

    cadre = serializers.IntegerField(source="entry.cadre_id", read_only=True)
    name = serializers.CharField(source="entry.cadre.name", read_only=True)
    year = serializers.IntegerField(source="entry.year", read_only=True)
    kind = serializers.CharField(source="entry.kind", read_only=True)
    version = serializers.CharField(source="rule.version.name", read_only=True)

    class Meta:
        model = MeritLine
        fields = ["id", "entry", "cadre", "name", "year", "kind", "points", "version"]


class TaggingSerializer(serializers.ModelSerializer[Tagging]):
    """A tag on a person, since when and why; the last three are empty while it stands."""

    name = serializers.CharField(source="cadre.name", read_only=True)
    tag_name = serializers.CharField(source="tag.name", read_only=True)
    put_by = serializers.CharField(source="put_by.display_name", read_only=True)
    removed_by = serializers.CharField(source="removed_by.display_name", read_only=True, default="")

    class Meta:
        model = Tagging
        fields = [
            "id",
            "tag",
            "tag_name",
            "cadre",
            "name",
            "since",
            "reason",
            "put_by",
            "removed_by",
            "removed_at",
            "removal_reason",
        ]
