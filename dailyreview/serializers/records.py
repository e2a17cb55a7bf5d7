"""What the API says of records, and takes for them from the person."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dailyreview.models import (
    Attendance,
    ColleagueComment,
    QuarterRecord,
    ReviewStep,
    WorkEntry,
)
from dailyreview.selectors.contents import content_of
from dailyreview.selectors.records import reads_comments
from dailyreview.services.records import MOST_ENTRIES

HIGHEST_REVISION = 2**31 - 1


class RecordSerializer(serializers.ModelSerializer[QuarterRecord]):
    """A record as it stands in a list; the grade is empty until it is published."""

    name = serializers.CharField(source="assessee.name", read_only=True)
    unit = serializers.CharField(source="assessee.unit.code", read_only=True)
    section = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    period = serializers.CharField(source="quarter.period", read_only=True)
    grade = serializers.SerializerMethodField()

    class Meta:
        model = QuarterRecord
        fields = [
            "id",
            "quarter",
            "period",
            "name",
            "unit",
            "section",
            "state",
            "awaits",
            "saved_at",
            "submitted_at",
            "grade",
        ]

    @extend_schema_field(serializers.CharField())
    def get_grade(self, record: Any) -> str:
        # What waits for a review is read without decisions: there is none yet.
        return (record.grade_name or "") if getattr(record, "is_published", False) else ""


class EntrySerializer(serializers.ModelSerializer[WorkEntry]):
    """A piece of work in a record."""

    class Meta:
        model = WorkEntry
        fields = ["id", "kind", "title", "standard", "due_on", "progress", "is_done"]


class AttendanceSerializer(serializers.ModelSerializer[Attendance]):
    """Days present and away, as the personnel office keeps them."""

    class Meta:
        model = Attendance
        fields = ["present", "personal_leave", "sick_leave", "absent", "late"]


class StepSerializer(serializers.ModelSerializer[ReviewStep]):
    """A step of the chain: what was said, never what was marked."""

    reviewer = serializers.StringRelatedField[Any]()
    stood_in_for = serializers.StringRelatedField[Any]()

    class Meta:
        model = ReviewStep
        fields = ["role", "reviewer", "stood_in_for", "verdict", "words", "taken_at"]


class CommentSerializer(serializers.ModelSerializer[ColleagueComment]):
    """What a colleague or somebody served says, for the reviewers."""

    written_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = ColleagueComment
        fields = ["id", "kind", "words", "written_by", "written_at"]


class ColleagueSerializer(serializers.ModelSerializer[QuarterRecord]):
    """Whose quarter may be commented on: nothing of what the record says."""

    name = serializers.CharField(source="assessee.name", read_only=True)
    period = serializers.CharField(source="quarter.period", read_only=True)

    class Meta:
        model = QuarterRecord
        fields = ["id", "quarter", "period", "name"]


class RecordDetailSerializer(RecordSerializer):
    """A record with its work and steps; comments are for the reviewers, not for the person."""

    work = EntrySerializer(source="entries", many=True, read_only=True)
    attendance = serializers.SerializerMethodField()
    steps = StepSerializer(many=True, read_only=True)
    comments = serializers.SerializerMethodField()

    class Meta(RecordSerializer.Meta):
        fields = [
            *RecordSerializer.Meta.fields,
            "revision",
            "summary",
            "best",
            "regret",
            "work",
            "attendance",
            "steps",
            "comments",
        ]

    def to_representation(self, instance: QuarterRecord) -> dict[str, Any]:
        """Others than the person read what was handed in."""
        shown = super().to_representation(instance)
        content = content_of(instance, self.context["request"].user)
        shown |= {name: getattr(content, name) for name in ("summary", "best", "regret")}
        return shown | {"work": EntrySerializer(content.entries, many=True).data}

    @extend_schema_field(AttendanceSerializer(allow_null=True))
    def get_attendance(self, record: QuarterRecord) -> Any:
        kept = getattr(record, "attendance", None)
        return AttendanceSerializer(kept).data if kept else None

    @extend_schema_field(CommentSerializer(many=True))
    def get_comments(self, record: QuarterRecord) -> Any:
        if not reads_comments(record, self.context["request"].user):
            return []
        return CommentSerializer(record.comments.all(), many=True).data


class WorkSerializer(serializers.ModelSerializer[WorkEntry]):
    """A piece of work as typed; `id` names the one that it replaces."""

    id = serializers.IntegerField(required=False, allow_null=True)

    class Meta:
        model = WorkEntry
        fields = EntrySerializer.Meta.fields


class RecordDraftSerializer(serializers.ModelSerializer[QuarterRecord]):
    """What the person types, and the revision that was seen; work that is left out is removed."""

    revision = serializers.IntegerField(min_value=0, max_value=HIGHEST_REVISION)
    work = serializers.ListSerializer[Any](child=WorkSerializer(), max_length=MOST_ENTRIES)

    class Meta:
        model = QuarterRecord
        fields = ["revision", "summary", "best", "regret", "work"]
        extra_kwargs = {name: {"required": True} for name in ("summary", "best", "regret")}


class HandInSerializer(serializers.Serializer[Any]):
    """The revision that the person has seen."""

    revision = serializers.IntegerField(min_value=0, max_value=HIGHEST_REVISION)


class CopiedSerializer(serializers.Serializer[Any]):
    """How many pieces of work were added, and the record as it stands now."""

    added = serializers.IntegerField()
    record = RecordDetailSerializer()
