"""What the API says of runs and results; points are text, so that no client rounds them."""

from typing import Any

from rest_framework import serializers

from assessment.models import AssessmentCycle, ReadinessCheck, Result, ScoreRun
from assessment.selectors.explanations import Explanation, Row
from assessment.selectors.findings import Finding
from assessment.selectors.progress import RunProgress


class OfVisibleCycle(serializers.ModelSerializer[Any]):
    """Something that is started by naming a cycle: one that the account sees."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        user = self.context["request"].user
        if user.is_authenticated:
            fields["cycle"].queryset = AssessmentCycle.objects.visible_to(user)  # type: ignore[attr-defined]
        return fields


class CheckSerializer(OfVisibleCycle):
    """A check before a run; to order one, name the cycle."""

    class Meta:
        model = ReadinessCheck
        fields = [
            "id",
            "cycle",
            "state",
            "requested_at",
            "finished_at",
            "group_count",
            "done_count",
            "error",
        ]
        read_only_fields = [name for name in fields if name != "cycle"]


class FindingSerializer(serializers.Serializer[Finding]):
    """One thing to look at before a run: an error stops it or holds totals."""

    severity = serializers.CharField()
    place = serializers.CharField()
    message = serializers.CharField()
    url = serializers.CharField()


class RunSerializer(OfVisibleCycle):
    """A run; to start one, name the cycle and, if you like, a note."""

    class Meta:
        model = ScoreRun
        fields = [
            "id",
            "cycle",
            "number",
            "state",
            "note",
            "requested_at",
            "frozen_at",
            "finished_at",
            "engine",
            "digest",
            "error",
        ]
        read_only_fields = [name for name in fields if name not in {"cycle", "note"}]


class ProgressSerializer(serializers.Serializer[RunProgress]):
    """How far a run is: numbers of comparison groups by state."""

    phase = serializers.CharField()
    percent = serializers.IntegerField()
    total = serializers.IntegerField()
    done = serializers.IntegerField()
    claimed = serializers.IntegerField()
    waiting = serializers.IntegerField()
    failed = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    current = serializers.ListField(child=serializers.CharField())
    elapsed = serializers.DurationField()
    remaining = serializers.DurationField(allow_null=True)
    errors = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]


class ResultSerializer(serializers.ModelSerializer[Result]):
    """A result: total, place, proposed and decided grade, what is missing."""

    group_name = serializers.CharField(source="group.name")
    assessee = serializers.CharField(source="assessee.name")
    assessee_key = serializers.CharField(source="assessee.key")
    decided_grade = serializers.CharField(allow_null=True)

    class Meta:
        model = Result
        fields = [
            "id",
            "group",
            "group_name",
            "assessee",
            "assessee_key",
            "total",
            "exact_total",
            "rank",
            "proposed_grade",
            "decided_grade",
            "missing",
        ]
        read_only_fields = fields


class RowSerializer(serializers.Serializer[Row]):
    """One node of an explanation."""

    code = serializers.CharField()
    name = serializers.CharField()
    depth = serializers.IntegerField()
    is_leaf = serializers.BooleanField()
    bonus = serializers.BooleanField()
    value = serializers.CharField(allow_null=True)
    measure = serializers.CharField()
    points = serializers.CharField()
    full = serializers.CharField()
    lost = serializers.CharField()
    median = serializers.CharField()
    best = serializers.CharField()
    place = serializers.IntegerField()
    group_size = serializers.IntegerField()
    rule = serializers.CharField(source="rule_text")
    sentence = serializers.CharField()
    notes = serializers.ListField(child=serializers.CharField())
    last_year = serializers.CharField(allow_null=True)


class ExplanationSerializer(serializers.Serializer[Explanation]):
    """A result from the total down to the leaf, in the language of the account."""

    total = serializers.CharField(allow_null=True)
    exact = serializers.CharField(allow_null=True)
    rounding = serializers.CharField(allow_null=True)
    bonus_limited = serializers.CharField()
    rank = serializers.IntegerField(allow_null=True)
    size = serializers.IntegerField()
    agrees = serializers.BooleanField()
    digest = serializers.CharField()
    rows = RowSerializer(many=True)
