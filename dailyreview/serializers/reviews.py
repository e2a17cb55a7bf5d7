"""What the API says of records that wait for a reviewer, and takes for their steps."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dailyreview.models import QuarterRecord, ReviewStep
from dailyreview.selectors.reviewing import ReviewCard
from dailyreview.serializers.records import RecordDetailSerializer


class BallotLeafSerializer(serializers.Serializer[Any]):
    """A leaf to be marked."""

    code = serializers.CharField()
    name = serializers.CharField()
    scale = serializers.DecimalField(max_digits=6, decimal_places=2)
    entry = serializers.CharField(
        help_text="What is typed: `mark`, `mark_less` (full unless deducted) or `deduction`."
    )
    before = serializers.DecimalField(
        max_digits=6,
        decimal_places=2,
        allow_null=True,
        help_text="What this level gave for the quarter before.",
    )


class BandSerializer(serializers.Serializer[Any]):
    """The marks that a grade stands for, to be changed where they differ."""

    code = serializers.CharField()
    name = serializers.CharField()
    marks = serializers.DictField(child=serializers.CharField())


class WaitingSerializer(serializers.Serializer[ReviewCard]):
    """A record that waits for the account, with the role it acts as and what it has to mark."""

    record = RecordDetailSerializer()
    role = serializers.CharField(source="post.role")
    in_the_place_of = serializers.SerializerMethodField()
    grade_before = serializers.CharField(source="last.grade_name", default=None, allow_null=True)
    leaves = serializers.SerializerMethodField()
    bands = serializers.SerializerMethodField()

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_in_the_place_of(self, card: ReviewCard) -> str | None:
        holder = card.post.holder
        return None if holder == self.context["request"].user else str(holder)

    @extend_schema_field(BallotLeafSerializer(many=True))
    def get_leaves(self, card: ReviewCard) -> Any:
        ballot = card.ballot
        rows = [
            {
                "code": leaf.code,
                "name": leaf.name,
                "scale": ballot.fields[leaf.code].scale,
                "entry": ballot.fields[leaf.code].entry,
                "before": card.earlier.get(leaf.code),
            }
            for leaf in (ballot.leaves if ballot else ())
            if ballot
        ]
        return BallotLeafSerializer(rows, many=True).data

    @extend_schema_field(BandSerializer(many=True))
    def get_bands(self, card: ReviewCard) -> Any:
        return BandSerializer(card.ballot.bands if card.ballot else (), many=True).data


class ReviewSerializer(serializers.Serializer[Any]):
    """One step: pass a record on with a mark for each leaf, or return it with what is to change."""

    record = serializers.PrimaryKeyRelatedField[QuarterRecord](
        queryset=QuarterRecord.objects.none()
    )
    verdict = serializers.ChoiceField(choices=ReviewStep.Verdict.choices)
    words = serializers.CharField(max_length=500, allow_blank=True, default="")
    marks = serializers.DictField(
        child=serializers.DecimalField(
            max_digits=5, decimal_places=2, min_value=0, allow_null=True
        ),
        default=dict,
    )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        fields["record"].queryset = self.context.get("waiting", QuarterRecord.objects.none())  # type: ignore[attr-defined]
        return fields

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["verdict"] == ReviewStep.Verdict.RETURN and not attrs["words"]:
            raise serializers.ValidationError({"words": _("Say what is to be changed.")})
        return attrs
