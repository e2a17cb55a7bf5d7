"""What the API says of sheets that were handed in, and takes from the office; never a mark."""

from typing import Any

from rest_framework import serializers

from assessment.models import FlatAcceptance, ScoreSheet
from assessment.selectors.flat_fields import FlatField, OverdueReturn


class StandingSheetSerializer(serializers.ModelSerializer[ScoreSheet]):
    """A sheet that counts: whose, of whom and since when."""

    cycle = serializers.IntegerField(source="assessee.cycle_id", read_only=True)
    assessee = serializers.CharField(source="assessee.name", read_only=True)
    evaluator = serializers.StringRelatedField[Any]()

    class Meta:
        model = ScoreSheet
        fields = ["id", "cycle", "assessee", "evaluator", "rater_class", "submitted_at"]


class ReopeningSerializer(serializers.Serializer[Any]):
    """Why a sheet is given back; a deadline of its own once that of the cycle is over."""

    reason = serializers.CharField(max_length=200)
    due_at = serializers.DateTimeField(allow_null=True, default=None)


class ReturningSerializer(serializers.Serializer[Any]):
    """Until when flat marking is to be handed in again; the reason is what was found."""

    due_at = serializers.DateTimeField(allow_null=True, default=None)


class ExtensionSerializer(serializers.Serializer[Any]):
    """More time for sheets that were returned."""

    due_at = serializers.DateTimeField()


class AcceptanceReasonSerializer(serializers.Serializer[Any]):
    """Why flat marking may stand: a sentence."""

    reason = serializers.CharField(max_length=200)


class FlatFieldSerializer(serializers.Serializer[FlatField]):
    """Sheets of one evaluator that tell a comparison group not apart, by the first of them."""

    sheet = serializers.IntegerField(source="first.pk")
    evaluator = serializers.CharField(source="evaluator.__str__")
    group = serializers.CharField(source="group_name")
    sheets = serializers.SerializerMethodField()
    found = serializers.CharField(source="reason")

    def get_sheets(self, field: FlatField) -> int:
        return len(field.sheets)


class OverdueReturnSerializer(serializers.Serializer[OverdueReturn]):
    """Who let returned sheets lie until their deadline was over."""

    account = serializers.IntegerField(source="evaluator.pk")
    evaluator = serializers.CharField(source="evaluator.__str__")
    sheets = serializers.SerializerMethodField()

    def get_sheets(self, lying: OverdueReturn) -> int:
        return len(lying.assessees)


class AcceptanceSerializer(serializers.ModelSerializer[FlatAcceptance]):
    """That flat marking stands as it is, with who let it stand and why."""

    evaluator = serializers.StringRelatedField[Any]()
    accepted_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = FlatAcceptance
        fields = ["id", "cycle", "evaluator", "found", "reason", "accepted_by", "accepted_at"]


class SheetCountSerializer(serializers.Serializer[Any]):
    """How many sheets it is about."""

    sheets = serializers.IntegerField()
