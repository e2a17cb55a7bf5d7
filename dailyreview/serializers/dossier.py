"""What the API says of dossiers: facts, never who sent them; and what it takes for them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dailyreview.models import DossierEntry, DossierSeal
from dailyreview.selectors.dossier import DossierYear, PersonRow
from dailyreview.serializers.base import ChosenFrom, chosen
from organization.models import Cadre, Unit
from organization.models.people import validate_id_number


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


class EntryToRuleSerializer(DossierEntrySerializer):
    """A fact that waits for the account, with what proves it and whom a department named."""

    source = serializers.SlugRelatedField[Any](  # type: ignore[assignment]
        slug_field="code", read_only=True
    )

    class Meta(DossierEntrySerializer.Meta):
        fields = [
            *DossierEntrySerializer.Meta.fields,
            "receipt",
            "document",
            "source",
            "named",
            "named_unit",
        ]


class RecordedFactSerializer(ChosenFrom, serializers.ModelSerializer[DossierEntry]):
    """A fact to be recorded; its kind says which list it stands in."""

    class Meta:
        model = DossierEntry
        fields = ["kind", "fact", "happened_on", "document"]
        extra_kwargs = {"document": {"default": ""}}


class IntakeSerializer(RecordedFactSerializer):
    """What a department sends: who is meant, exactly as on the papers."""

    source = chosen(Unit)
    name = serializers.CharField(max_length=60)
    id_number = serializers.CharField(
        max_length=18, allow_blank=True, default="", validators=[validate_id_number]
    )
    unit_name = serializers.CharField(
        max_length=100,
        allow_blank=True,
        default="",
        help_text="The full name; needed where no ID number is given.",
    )

    document = serializers.CharField(max_length=200)

    class Meta(RecordedFactSerializer.Meta):
        fields = ["source", "name", "id_number", "unit_name", *RecordedFactSerializer.Meta.fields]


class ReceiptSerializer(serializers.ModelSerializer[DossierEntry]):
    """That a fact came in: the same whoever is meant."""

    class Meta:
        model = DossierEntry
        fields = ["receipt"]


class ConfirmSerializer(ChosenFrom):
    """Who is meant, where nobody was found under what a department wrote."""

    id_number = serializers.CharField(max_length=18, allow_blank=True, default="")


class RejectSerializer(ChosenFrom):
    """Why a fact does not stand."""

    reason = serializers.CharField(max_length=300)


class SealSerializer(serializers.ModelSerializer[DossierSeal]):
    """That a year is signed or archived, by whom and when."""

    sealed_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = DossierSeal
        fields = ["year", "stage", "sealed_by", "sealed_at"]


class DossierYearSerializer(serializers.Serializer[DossierYear]):
    """A year of a dossier as the account sees it."""

    year = serializers.IntegerField()
    is_signed = serializers.BooleanField()
    is_archived = serializers.BooleanField()
    entries = DossierEntrySerializer(many=True)


class DossierRowSerializer(serializers.Serializer[PersonRow]):
    """A person found, with how many confirmed facts stand in each list."""

    id = serializers.IntegerField(source="cadre.pk")
    name = serializers.CharField(source="cadre.name")
    posts = serializers.CharField()
    positive = serializers.IntegerField()
    negative = serializers.IntegerField()


class DossierSerializer(serializers.ModelSerializer[Cadre]):
    """A person's dossier, the newest year first."""

    years = serializers.SerializerMethodField()

    class Meta:
        model = Cadre
        fields = ["id", "name", "years"]

    @extend_schema_field(DossierYearSerializer(many=True))
    def get_years(self, cadre: Cadre) -> Any:
        return DossierYearSerializer(self.context["years"], many=True).data
