"""What the API says of the grades of a unit, and takes from its last reviewer."""

from typing import Any

from rest_framework import serializers

from assessment.models import Assessee, GradeDecision, Result


class GradeableUnitSerializer(serializers.Serializer[Any]):
    """A unit whose grades of the quarter the account decides; `run` is empty before the first."""

    id = serializers.IntegerField(source="unit.pk")
    unit = serializers.CharField(source="unit.code")
    name = serializers.CharField(source="unit.name")
    people = serializers.IntegerField()
    reviewed = serializers.IntegerField()
    run = serializers.IntegerField(source="group.run_id", default=None, allow_null=True)
    undecided = serializers.IntegerField()


class QuotaSerializer(serializers.Serializer[Any]):
    """How many may get a grade, with the arithmetic."""

    grade = serializers.CharField(source="grade.code")
    place = serializers.CharField()
    n = serializers.IntegerField()
    share = serializers.CharField()
    exact = serializers.CharField()
    allowed = serializers.IntegerField()
    decided = serializers.IntegerField()


class UndecidedSerializer(serializers.ModelSerializer[Result]):
    """Somebody with a total and no decision."""

    name = serializers.CharField(source="assessee.name", read_only=True)

    class Meta:
        model = Result
        fields = ["assessee", "name", "total", "rank", "proposed_grade"]


class DecidedSerializer(serializers.ModelSerializer[GradeDecision]):
    """A decision in force."""

    name = serializers.CharField(source="assessee.name", read_only=True)

    class Meta:
        model = GradeDecision
        fields = ["assessee", "name", "proposed_grade", "grade", "departure_reason", "decided_on"]


class UnitGradesSerializer(serializers.Serializer[Any]):
    """What the last reviewer decides on: open proposals, quotas, and what is decided."""

    run = serializers.IntegerField(allow_null=True)
    acceptable = serializers.IntegerField(help_text="Proposals that can be accepted together.")
    quotas = QuotaSerializer(many=True)
    undecided = UndecidedSerializer(many=True)
    decided = DecidedSerializer(many=True)


class GradeSerializer(serializers.Serializer[Any]):
    """The grade of one person; a departure from the proposal needs its reason."""

    assessee = serializers.PrimaryKeyRelatedField[Assessee](queryset=Assessee.objects.none())
    grade = serializers.CharField(max_length=20)
    departure_reason = serializers.CharField(max_length=300, allow_blank=True, default="")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        fields["assessee"].queryset = self.context.get("people", Assessee.objects.none())  # type: ignore[attr-defined]
        return fields


class AcceptSerializer(serializers.Serializer[Any]):
    """How many proposals the person was shown."""

    expected = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class DoneSerializer(serializers.Serializer[Any]):
    """How many were done."""

    done = serializers.IntegerField()
