"""What the shapes of this app share."""

from typing import Any

from django.db.models import Model
from rest_framework import serializers


def chosen(model: type[Model], **options: Any) -> Any:
    """A field that names a row by its key; until choices are given it finds none."""
    rows = model._default_manager.none()
    return serializers.PrimaryKeyRelatedField[Any](queryset=rows, **options)


class ChosenFrom(serializers.Serializer[Any]):
    """Takes keys only of the rows in `context["choices"]`, by the name of the field."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        for name, rows in self.context.get("choices", {}).items():
            field: Any = fields[name]
            getattr(field, "child_relation", field).queryset = rows
        return fields
