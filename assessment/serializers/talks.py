"""What the API says of talks and verifications, and takes for them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessment.models import (
    TalkBlock,
    TalkOutline,
    TalkRecord,
    Verification,
    VerificationFile,
)
from assessment.selectors.fieldwork import figures_of, leaves_of, workers_of
from assessment.services.talks import LONGEST_ANSWER
from indicators.models import ReportedValue, SystemNode
from organization.models import User

HIGHEST_REVISION = 2**31 - 1


class OutlineSerializer(serializers.ModelSerializer[TalkOutline]):
    """What the group means to ask; a draft to begin with (no moment) until somebody has saved."""

    written_by = serializers.StringRelatedField[Any](allow_null=True)
    written_at = serializers.DateTimeField(read_only=True, allow_null=True)

    class Meta:
        model = TalkOutline
        fields = ["text", "written_by", "written_at"]


class TalkSerializer(serializers.ModelSerializer[TalkRecord]):
    """A talk as it stands in a list; to begin one, say with whom and when."""

    talked_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = TalkRecord
        fields = [
            "id",
            "group",
            "assessee",
            "form",
            "talked_by",
            "with_whom",
            "talked_on",
            "state",
            "revision",
            "saved_at",
            "signed_at",
        ]
        read_only_fields = [name for name in fields if name not in {"with_whom", "talked_on"}]


class TalkBlockSerializer(serializers.Serializer[Any]):
    """A mandatory block with what was said; an empty one keeps the talk incomplete."""

    code = serializers.CharField()
    name = serializers.CharField()
    side = serializers.ChoiceField(choices=TalkBlock.Side.choices)
    prompt = serializers.CharField(allow_blank=True)
    answer = serializers.CharField(allow_blank=True)


class TalkDetailSerializer(TalkSerializer):
    """A talk with its blocks."""

    blocks = serializers.SerializerMethodField()

    class Meta(TalkSerializer.Meta):
        fields = [*TalkSerializer.Meta.fields, "blocks"]

    @extend_schema_field(TalkBlockSerializer(many=True))
    def get_blocks(self, talk: TalkRecord) -> list[dict[str, str]]:
        return [
            {
                "code": block.code,
                "name": block.name,
                "side": block.side,
                "prompt": block.prompt,
                "answer": talk.answers.get(block.code, ""),
            }
            for block in talk.form.blocks.all()
        ]


class TalkAnswersSerializer(serializers.Serializer[Any]):
    """Text by code of the block, and the revision seen; a block not named keeps its text."""

    revision = serializers.IntegerField(min_value=0, max_value=HIGHEST_REVISION)
    answers = serializers.DictField(
        child=serializers.CharField(
            max_length=LONGEST_ANSWER, allow_blank=True, trim_whitespace=False
        )
    )


class TalkDropSerializer(serializers.Serializer[Any]):
    """Why a record is taken out that is not signed."""

    reason = serializers.CharField(max_length=500)


class VerificationFileSerializer(serializers.ModelSerializer[VerificationFile]):
    """A file kept with a doubt: PDF, picture, DOCX, XLSX or OFD of at most 10 MB."""

    file = serializers.FileField(write_only=True)
    attached_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = VerificationFile
        fields = ["id", "file", "name", "attached_by", "attached_at"]
        read_only_fields = ["name", "attached_at"]


class VerificationSerializer(serializers.ModelSerializer[Verification]):
    """A doubt and its conclusion; to raise one, say what, how, who and by when.

    The leaf is named by its code, the figure by its key, who looks into it by account.
    """

    node = serializers.SlugRelatedField[SystemNode](
        slug_field="code", queryset=SystemNode.objects.none(), required=False, allow_null=True
    )
    figure = serializers.PrimaryKeyRelatedField(
        queryset=ReportedValue.objects.none(), required=False, allow_null=True
    )
    assigned_to = serializers.PrimaryKeyRelatedField(queryset=User.objects.none())
    assigned_name = serializers.StringRelatedField[Any](source="assigned_to")
    raised_by = serializers.StringRelatedField[Any]()
    concluded_by = serializers.StringRelatedField[Any](allow_null=True)

    class Meta:
        model = Verification
        fields = [
            "id",
            "group",
            "assessee",
            "doubt",
            "node",
            "figure",
            "way",
            "assigned_to",
            "assigned_name",
            "due_on",
            "raised_by",
            "raised_at",
            "conclusion",
            "findings",
            "concluded_by",
            "concluded_at",
        ]
        read_only_fields = [
            "group",
            "assessee",
            "raised_at",
            "conclusion",
            "findings",
            "concluded_at",
        ]

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Offer leaves, figures and members of the place where the doubt is raised."""
        fields: dict[str, Any] = super().get_fields()
        if "assessee" in self.context:
            fields["node"].queryset = leaves_of(self.context["assessee"])
            fields["figure"].queryset = figures_of(self.context["assessee"])
            fields["assigned_to"].queryset = workers_of(self.context["group"])
        return fields


class VerificationDetailSerializer(VerificationSerializer):
    """A doubt with its files."""

    files = VerificationFileSerializer(many=True, read_only=True)

    class Meta(VerificationSerializer.Meta):
        fields = [*VerificationSerializer.Meta.fields, "files"]


class ConclusionSerializer(serializers.ModelSerializer[Verification]):
    """What came out of a doubt, once and in words."""

    conclusion = serializers.ChoiceField(choices=Verification.Conclusion.choices)
    findings = serializers.CharField(max_length=4000)

    class Meta:
        model = Verification
        fields = ["conclusion", "findings"]
