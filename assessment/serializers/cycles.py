"""What the API says of cycles and of the progress of their marking."""

from typing import Any

from rest_framework import serializers

from assessment.models import AssessmentCycle
from assessment.selectors.marking import MemberLine


class CycleSerializer(serializers.ModelSerializer[AssessmentCycle]):
    """A cycle; scheme by code, systems by key."""

    scheme = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = AssessmentCycle
        fields = ["id", "name", "kind", "period", "scheme", "systems", "state", "opened_on"]
        read_only_fields = fields


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
