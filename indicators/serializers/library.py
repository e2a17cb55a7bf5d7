"""Shapes of the library in the API. Things are named by their codes."""

from typing import Any

from rest_framework import serializers

from indicators.models import (
    AssessmentProcess,
    IndicatorReview,
    LibraryModel,
    ModelNode,
    ProcessStep,
    SystemNode,
)


class IndicatorCopySerializer(serializers.Serializer[Any]):
    """Code and name of the copy."""

    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=100)


class LibraryModelSerializer(serializers.ModelSerializer[LibraryModel]):
    """A model of the library without its nodes."""

    class Meta:
        model = LibraryModel
        fields = ["id", "code", "name", "initials", "tags", "purpose"]


class ModelNodeSerializer(serializers.ModelSerializer[ModelNode]):
    """A node of a model; shares are percent of the whole model."""

    # The field of the answer hides an attribute of serializers that read-only lists do not use.
    parent = serializers.SlugRelatedField[Any](  # type: ignore[assignment]
        slug_field="code", read_only=True
    )
    indicator = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = ModelNode
        fields = [
            "code",
            "parent",
            "name",
            "kind",
            "share",
            "cap_share",
            "floor_share",
            "source",
            "indicator",
            "rule",
            "params",
            "missing",
            "missing_share",
            "standard",
        ]


class ModelTreeSerializer(LibraryModelSerializer):
    """A model with its nodes in order."""

    nodes = serializers.SerializerMethodField()

    class Meta(LibraryModelSerializer.Meta):
        fields = [*LibraryModelSerializer.Meta.fields, "nodes"]

    def get_nodes(self, model: LibraryModel) -> list[dict[str, Any]]:
        nodes = model.nodes.select_related("parent", "indicator")
        return list(ModelNodeSerializer(nodes, many=True).data)


class ModelInsertSerializer(serializers.Serializer[Any]):
    """Where a model goes: key of a section of a draft, code of the new section, its points."""

    section = serializers.IntegerField()
    code = serializers.CharField(max_length=20)
    weight = serializers.DecimalField(max_digits=9, decimal_places=4)


class InsertedSerializer(serializers.ModelSerializer[SystemNode]):
    """The section that a model became."""

    class Meta:
        model = SystemNode
        fields = ["id", "system", "code", "name", "weight"]


class ProcessSerializer(serializers.ModelSerializer[AssessmentProcess]):
    """An assessment process without its steps."""

    class Meta:
        model = AssessmentProcess
        fields = ["id", "code", "name", "initials", "kind", "tags", "purpose"]


class LibraryStepSerializer(serializers.ModelSerializer[ProcessStep]):
    """A step of a process."""

    class Meta:
        model = ProcessStep
        fields = ["position", "name", "actor", "days", "paper"]


class ProcessStepsSerializer(ProcessSerializer):
    """A process with its steps in order."""

    steps = LibraryStepSerializer(many=True, read_only=True)

    class Meta(ProcessSerializer.Meta):
        fields = [*ProcessSerializer.Meta.fields, "steps"]


class IndicatorReviewSerializer(serializers.ModelSerializer[IndicatorReview]):
    """The verdict on an indicator for a year."""

    indicator = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    merge_into = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = IndicatorReview
        fields = [
            "id",
            "indicator",
            "year",
            "verdict",
            "merge_into",
            "reason",
            "advised_by",
            "decided_on",
            "findings",
        ]
