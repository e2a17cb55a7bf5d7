"""What the API says of opinions: never the contact, the number or who wrote."""

from typing import Any

from rest_framework import serializers

from collection.models import Opinion


class OpinionSerializer(serializers.ModelSerializer[Opinion]):
    """An opinion; unit and theme by code."""

    unit = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    theme = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = Opinion
        fields = [
            "id",
            "unit",
            "theme",
            "channel",
            "attitude",
            "text",
            "received_on",
            "state",
            "finding",
            "answer",
            "is_published",
        ]
