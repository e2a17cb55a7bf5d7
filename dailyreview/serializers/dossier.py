"""What the API says of dossiers: facts, never who sent them."""

from rest_framework import serializers

from dailyreview.models import DossierEntry


class DossierEntrySerializer(serializers.ModelSerializer[DossierEntry]):
    """A fact; `year` is the year of the dossier that it stands in."""

    name = serializers.CharField(source="cadre.name", read_only=True, default="")
    unit = serializers.CharField(source="unit.code", read_only=True, default="")

    class Meta:
        model = DossierEntry
        fields = [
            "id",
            "cadre",
            "name",
            "unit",
            "year",
            "side",
            "kind",
            "fact",
            "happened_on",
            "origin",
            "state",
        ]
