"""What the API says of groups in the field, of their log, reviews, comments and questions."""

from typing import Any

from rest_framework import serializers

from assessment.models import (
    DebriefComment,
    FieldQuestion,
    GroupReview,
    WorkLogEntry,
)
from assessment.selectors.fieldwork import AssesseeWork, Remaining
from evaluators.models import AssessmentGroup, Evaluator, Seat


class FieldGroupSerializer(serializers.ModelSerializer[AssessmentGroup]):
    """A group in the field; its plan by key, its category by code."""

    category = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    closed_at = serializers.DateTimeField(source="closing.closed_at", default=None, read_only=True)

    class Meta:
        model = AssessmentGroup
        fields = ["id", "plan", "number", "name", "category", "closed_at"]
        read_only_fields = fields


class FieldMemberSerializer(serializers.ModelSerializer[Seat]):
    """A member of the group: to name in a review, or to look into a doubt (by account)."""

    account = serializers.IntegerField(source="evaluator.account_id", allow_null=True)
    name = serializers.CharField(source="evaluator.name")
    role = serializers.CharField(source="role.name")
    works = serializers.BooleanField(source="role.marks_sheets")

    class Meta:
        model = Seat
        fields = ["evaluator", "account", "name", "role", "works"]
        read_only_fields = fields


class RemainingSerializer(serializers.Serializer[Remaining]):
    """What keeps the task of a group open, in numbers."""

    without_talk = serializers.SerializerMethodField()
    unsigned_talks = serializers.SerializerMethodField()
    open_doubts = serializers.SerializerMethodField()
    review_missing = serializers.BooleanField()
    may_close = serializers.BooleanField(source="is_nothing")

    def get_without_talk(self, remaining: Remaining) -> int:
        return len(remaining.without_talk)

    def get_unsigned_talks(self, remaining: Remaining) -> int:
        return len(remaining.unsigned_talks)

    def get_open_doubts(self, remaining: Remaining) -> int:
        return len(remaining.open_doubts)


class FieldAssesseeSerializer(serializers.Serializer[AssesseeWork]):
    """An assessee of a group with what has been done about it."""

    id = serializers.IntegerField(source="assessee.pk")
    key = serializers.CharField(source="assessee.key")
    name = serializers.CharField(source="assessee.name")
    unit = serializers.CharField(source="assessee.unit.code")
    cycle = serializers.IntegerField(source="assessee.cycle_id")
    talks = serializers.IntegerField()
    signed_talks = serializers.IntegerField(source="signed")
    verifications = serializers.IntegerField(source="doubts")
    open_verifications = serializers.IntegerField(source="open_doubts")


class WorkLogSerializer(serializers.ModelSerializer[WorkLogEntry]):
    """A line of the work log; to add one, say what was done and why.

    The evaluator is the one whose score sheet the line is about.
    """

    words = serializers.CharField(max_length=1000)
    # Nobody where the scheme's own rule acted.
    written_by = serializers.StringRelatedField[Any](allow_null=True)
    evaluator = serializers.StringRelatedField[Any](source="sheet.evaluator", allow_null=True)

    class Meta:
        model = WorkLogEntry
        fields = ["id", "kind", "assessee", "evaluator", "words", "written_by", "written_at"]
        read_only_fields = [name for name in fields if name != "words"]


class GroupReviewSerializer(serializers.ModelSerializer[GroupReview]):
    """A review that the group held together; who was there by evaluator."""

    attendees = serializers.PrimaryKeyRelatedField(
        many=True, allow_empty=False, queryset=Evaluator.objects.none()
    )
    recorded_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = GroupReview
        fields = ["id", "held_on", "attendees", "words", "recorded_by", "recorded_at"]
        read_only_fields = ["recorded_at"]

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        if "group" in self.context:
            members = Evaluator.objects.filter(seats__group=self.context["group"])
            fields["attendees"].child_relation.queryset = members  # type: ignore[attr-defined]
        return fields


class DebriefCommentSerializer(serializers.ModelSerializer[DebriefComment]):
    """What the office says of the group's work at the debrief."""

    written_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = DebriefComment
        fields = ["id", "words", "written_by", "written_at"]
        read_only_fields = ["written_at"]


class FieldQuestionSerializer(serializers.ModelSerializer[FieldQuestion]):
    """A question to the command group; its answer is guidance for all groups of the plan."""

    plan = serializers.IntegerField(source="group.plan_id", read_only=True)
    asked_by = serializers.StringRelatedField[Any]()
    answered_by = serializers.StringRelatedField[Any](allow_null=True)

    class Meta:
        model = FieldQuestion
        fields = [
            "id",
            "plan",
            "group",
            "question",
            "asked_by",
            "asked_at",
            "answer",
            "answered_by",
            "answered_at",
        ]
        read_only_fields = [name for name in fields if name != "question"]


class AnswerSerializer(serializers.Serializer[Any]):
    """The one answer to a question."""

    answer = serializers.CharField(max_length=4000)
