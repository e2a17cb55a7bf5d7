"""What the API says of the ground floor."""

from rest_framework import serializers

from organization.models import Category, Domain, Unit


class DomainSerializer(serializers.ModelSerializer[Domain]):
    """A domain."""

    class Meta:
        model = Domain
        fields = ["id", "code", "name"]
        read_only_fields = fields


class CategorySerializer(serializers.ModelSerializer[Category]):
    """A category; its domain by code."""

    domain = serializers.SlugRelatedField[Domain](slug_field="code", read_only=True)

    class Meta:
        model = Category
        fields = ["id", "code", "name", "domain"]
        read_only_fields = fields


class UnitSerializer(serializers.ModelSerializer[Unit]):
    """A unit; domain and superior by code, the category of today by name."""

    domain = serializers.SlugRelatedField[Domain](slug_field="code", read_only=True)
    parent = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)  # type: ignore[assignment]
    category = serializers.CharField(source="category_name", read_only=True, allow_null=True)

    class Meta:
        model = Unit
        fields = [
            "id",
            "code",
            "name",
            "short_name",
            "credit_code",
            "parent",
            "region_code",
            "domain",
            "category",
            "level",
            "monitored_only",
            "is_active",
        ]
        read_only_fields = fields
