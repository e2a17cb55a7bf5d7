"""What the API tells and takes of the use of results."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from assessment.models import GradeDecision
from feedback.models import ResultUse

MOST_AT_ONCE = 500


class ResultUseSerializer(serializers.ModelSerializer[ResultUse]):
    """A use of one decided result; `places` counts training places."""

    assessee = serializers.CharField(source="decision.assessee.name", read_only=True)
    unit = serializers.CharField(source="decision.assessee.unit.code", read_only=True)
    cycle = serializers.IntegerField(source="decision.assessee.cycle_id", read_only=True)
    period = serializers.CharField(source="decision.assessee.cycle.period", read_only=True)
    grade = serializers.CharField(source="decision.grade", read_only=True)
    withdrawn = serializers.DateTimeField(source="withdrawn_at", read_only=True, allow_null=True)

    class Meta:
        model = ResultUse
        fields = [
            "id",
            "decision",
            "assessee",
            "unit",
            "cycle",
            "period",
            "grade",
            "kind",
            "used_on",
            "document",
            "body",
            "places",
            "note",
            "withdrawn",
        ]
        read_only_fields = fields


class RecordedUsesSerializer(serializers.Serializer[Any]):
    """One use of one or more decided results."""

    decisions = serializers.PrimaryKeyRelatedField(
        queryset=GradeDecision.objects.none(), many=True, allow_empty=False
    )
    kind = serializers.ChoiceField(ResultUse.Kind.choices)
    used_on = serializers.DateField()
    document = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    body = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    places = serializers.IntegerField(min_value=1, required=False, default=1)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        related: Any = self.fields["decisions"]
        related.child_relation.queryset = self.context.get(
            "decisions", GradeDecision.objects.none()
        )

    def validate_decisions(self, decisions: list[GradeDecision]) -> list[GradeDecision]:
        if len(decisions) > MOST_AT_ONCE:
            message = _("At most %(most)s results at once.") % {"most": MOST_AT_ONCE}
            raise serializers.ValidationError(message)
        return decisions


class WithdrawalSerializer(serializers.Serializer[Any]):
    """Why a use is taken back."""

    reason = serializers.CharField(max_length=300)
