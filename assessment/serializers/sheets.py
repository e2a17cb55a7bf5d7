"""What the API says of score sheets, and takes for them."""

from typing import Any

from rest_framework import serializers

from assessment.selectors.assignments import Assignment
from assessment.selectors.sheet_pages import LeafLine, SheetPage


class SheetSerializer(serializers.Serializer[Assignment]):
    """One score sheet of the account, by the key of the assessee."""

    id = serializers.IntegerField(source="assessee.pk")
    assessee = serializers.CharField(source="assessee.name")
    cycle = serializers.IntegerField(source="cycle.pk")
    state = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    returned = serializers.CharField(source="draft.returned_reason", default="")


class LeafSerializer(serializers.Serializer[LeafLine]):
    """One judged leaf; an empty mark is not given."""

    code = serializers.CharField(source="node.code")
    name = serializers.CharField(source="node.name")
    standard = serializers.CharField(source="node.standard")
    scale = serializers.CharField()
    entry = serializers.CharField(
        help_text="What is typed: `mark`, `mark_less` (full unless deducted) or `deduction`."
    )
    mark = serializers.CharField()
    remark = serializers.CharField()


class SheetContentSerializer(serializers.Serializer[SheetPage]):
    """What stands in a sheet."""

    revision = serializers.IntegerField()
    leaves = LeafSerializer(source="lines", many=True)
    advice = serializers.CharField()


class ChangesSerializer(serializers.Serializer[Any]):
    """Changed fields of a sheet; null or an empty text empties one."""

    marks = serializers.DictField(child=serializers.CharField(allow_null=True), required=False)
    remarks = serializers.DictField(child=serializers.CharField(), required=False)
    advice = serializers.CharField(required=False)


class DraftSerializer(serializers.Serializer[Any]):
    """Changes, and the revision that their sender has seen."""

    base = serializers.IntegerField()
    changes = ChangesSerializer()


class SubmissionSerializer(serializers.Serializer[Any]):
    """The wish to hand in: a key of the sender's choice and the revision seen."""

    key = serializers.UUIDField()
    revision = serializers.IntegerField()
