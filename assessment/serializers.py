"""What the API says of cycles, runs and results; points are text, so that no client rounds them."""

from typing import Any

from rest_framework import serializers

from assessment.models import AssessmentCycle, ReadinessCheck, Result, ScoreRun
from assessment.selectors.assignments import Assignment
from assessment.selectors.explanations import Explanation, Row
from assessment.selectors.findings import Finding
from assessment.selectors.marking import MemberLine
from assessment.selectors.progress import RunProgress
from assessment.selectors.sheet_pages import LeafLine, SheetPage


class CycleSerializer(serializers.ModelSerializer[AssessmentCycle]):
    """A cycle; scheme by code, systems by key."""

    scheme = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = AssessmentCycle
        fields = ["id", "name", "kind", "period", "scheme", "systems", "state", "opened_on"]
        read_only_fields = fields


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


class SheetSerializer(serializers.Serializer[Assignment]):
    """One score sheet of the account, by the key of the assessee."""

    id = serializers.IntegerField(source="assessee.pk")
    assessee = serializers.CharField(source="assessee.name")
    cycle = serializers.IntegerField(source="cycle.pk")
    state = serializers.CharField()
    due_at = serializers.DateTimeField(source="cycle.sheets_due_at", allow_null=True)
    returned = serializers.CharField(source="draft.returned_reason", default="")


class LeafSerializer(serializers.Serializer[LeafLine]):
    """One judged leaf; an empty mark is not given."""

    code = serializers.CharField(source="node.code")
    name = serializers.CharField(source="node.name")
    standard = serializers.CharField(source="node.standard")
    scale = serializers.CharField()
    mark = serializers.CharField()
    remark = serializers.CharField()


class SheetContentSerializer(serializers.Serializer[SheetPage]):
    """What stands in a sheet."""

    revision = serializers.IntegerField()
    leaves = LeafSerializer(source="lines", many=True)
    advice = serializers.CharField()


class ChangesSerializer(serializers.Serializer[Any]):
    """Changed fields of a sheet; null or an empty text empties one."""

    marks = serializers.DictField(child=serializers.CharField(allow_null=True), required=False)
    remarks = serializers.DictField(child=serializers.CharField(), required=False)
    advice = serializers.CharField(required=False)


class DraftSerializer(serializers.Serializer[Any]):
    """Changes, and the revision that their sender has seen."""

    base = serializers.IntegerField()
    changes = ChangesSerializer()


class SubmissionSerializer(serializers.Serializer[Any]):
    """The wish to hand in: a key of the sender's choice and the revision seen."""

    key = serializers.UUIDField()
    revision = serializers.IntegerField()


class MemberSerializer(serializers.Serializer[MemberLine]):
    """One member of an assessment group: numbers of sheets and for whom some are owed."""

    group = serializers.CharField(source="post.seat.group.name")
    evaluator = serializers.CharField(source="name")
    role = serializers.CharField(source="post.seat.role.name")
    expected = serializers.SerializerMethodField()
    done = serializers.SerializerMethodField()
    begun = serializers.SerializerMethodField()
    owed = serializers.SerializerMethodField()

    def get_expected(self, line: MemberLine) -> int:
        return len(line.assessees)

    def get_done(self, line: MemberLine) -> int:
        return len(line.done)

    def get_begun(self, line: MemberLine) -> int:
        return len(line.begun)

    def get_owed(self, line: MemberLine) -> list[str]:
        return [one.key for one in line.owed]
