"""What the API says of postings: their facts, and lines of exactly the allowed fields."""

from typing import Any

from rest_framework import serializers

from feedback.models import Posting
from feedback.selectors.postings import COLUMNS, shown_fields


class PostingSerializer(serializers.ModelSerializer[Posting]):
    """A posting; `shown` names the fields of its lines."""

    domain = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    shown = serializers.SerializerMethodField()

    class Meta:
        model = Posting
        fields = ["id", "title", "domain", "scope", "shown", "starts_on", "ends_on", "objections"]

    def get_shown(self, posting: Posting) -> list[str]:
        return shown_fields(posting)


class PostedRowSerializer(serializers.Serializer[Any]):
    """A line of a posting; fields that are not allowed are not there."""

    name = serializers.CharField()
    unit = serializers.CharField(required=False)
    post = serializers.CharField(required=False)
    grade = serializers.CharField(required=False)

    def to_representation(self, instance: Any) -> dict[str, str]:
        return {name: text or "" for name, text in instance.items() if name in COLUMNS}
