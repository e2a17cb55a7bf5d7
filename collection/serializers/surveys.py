"""What the API says of surveys."""

from typing import Any

from rest_framework import serializers

from collection.models import Survey, SurveyResult


class SurveySerializer(serializers.ModelSerializer[Survey]):
    """A survey; only a verified one is scored."""

    domain = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = Survey
        fields = [
            "id",
            "name",
            "body",
            "domain",
            "period",
            "method",
            "from_on",
            "to_on",
            "least_sample",
            "verified_at",
        ]


class SurveyResultSerializer(serializers.ModelSerializer[SurveyResult]):
    """A result; unit and theme by code, with its 95 % interval."""

    unit = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    theme = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    low = serializers.FloatField(source="interval.low", read_only=True)
    high = serializers.FloatField(source="interval.high", read_only=True)
    is_small = serializers.BooleanField(read_only=True)

    class Meta:
        model = SurveyResult
        fields = ["unit", "theme", "score", "sample_size", "margin", "low", "high", "is_small"]
