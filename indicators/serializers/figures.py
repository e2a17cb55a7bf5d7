"""Shapes of indicators, systems and figures in the API. Things are named by their codes."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from indicators.models import (
    FigureReview,
    Indicator,
    IndicatorSystem,
    MergedAssessment,
    MergedDatum,
    ReportedValue,
    SystemNode,
)
from indicators.selectors import TreeRow, system_tree
from organization.models import Category


class IndicatorSerializer(serializers.ModelSerializer[Indicator]):
    """An indicator of the library."""

    owner = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    origin = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = Indicator
        fields = [
            "id",
            "code",
            "name",
            "initials",
            "unit_of_measure",
            "direction",
            "kind",
            "status",
            "owner",
            "definition",
            "formula",
            "data_source",
            "standard",
            "tags",
            "origin",
        ]


class SystemSerializer(serializers.ModelSerializer[IndicatorSystem]):
    """An indicator system without its tree."""

    category = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = IndicatorSystem
        fields = [
            "id",
            "name",
            "category",
            "assessee_kind",
            "year",
            "version",
            "full_marks",
            "state",
            "published_at",
            "copied_from",
            "in_force_from",
            "in_force_until",
            "change_reason",
        ]


class MergedDatumSerializer(serializers.ModelSerializer[MergedDatum]):
    """A datum that a merged assessment asks for, and the indicator in its place."""

    indicator = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = MergedDatum
        fields = ["code", "name", "unit_of_measure", "indicator", "definition"]


class MergerSerializer(serializers.ModelSerializer[MergedAssessment]):
    """An assessment merged into the composite one."""

    department = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    domain = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    asks_for = MergedDatumSerializer(source="data", many=True, read_only=True)

    class Meta:
        model = MergedAssessment
        fields = ["id", "name", "department", "domain", "level", "year", "basis", "asks_for"]


class NodeSerializer(serializers.Serializer[Any]):
    """A node with everything below it. `version` counts its changes."""

    id = serializers.IntegerField(source="node.pk")
    version = serializers.IntegerField(source="node.version")
    number = serializers.CharField()
    code = serializers.CharField(source="node.code")
    name = serializers.CharField(source="node.name")
    kind = serializers.CharField(source="node.kind")
    weight = serializers.DecimalField(source="node.weight", max_digits=9, decimal_places=4)
    source = serializers.CharField(source="node.source")  # type: ignore[assignment]
    indicator = serializers.CharField(source="node.indicator.code", default=None)
    unit_of_measure = serializers.CharField(source="node.indicator.unit_of_measure", default="")
    rule = serializers.CharField(source="node.rule")
    params = serializers.JSONField(source="node.params")
    sentence = serializers.CharField()
    missing = serializers.CharField(source="node.missing")
    standard = serializers.CharField(source="node.standard")
    children = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=serializers.DictField()))
    def get_children(self, row: TreeRow) -> list[dict[str, Any]]:
        return list(NodeSerializer(row.children, many=True).data)


class SystemTreeSerializer(SystemSerializer):
    """An indicator system with its tree."""

    nodes = serializers.SerializerMethodField()

    class Meta(SystemSerializer.Meta):
        fields = [*SystemSerializer.Meta.fields, "nodes"]

    @extend_schema_field(NodeSerializer(many=True))
    def get_nodes(self, system: IndicatorSystem) -> Any:
        tops = [row for row in system_tree(system).rows if row.parent is None]
        return NodeSerializer(tops, many=True).data


class ValueSerializer(serializers.ModelSerializer[ReportedValue]):
    """A reported figure."""

    indicator = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    unit = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    has_evidence = serializers.BooleanField(source="evidence", read_only=True)

    class Meta:
        model = ReportedValue
        fields = [
            "id",
            "indicator",
            "unit",
            "period",
            "series",
            "value",
            "unit_of_measure",
            "source_department",
            "note",
            "has_evidence",
            "reported_at",
        ]


class FigureReviewSerializer(serializers.ModelSerializer[FigureReview]):
    """A review of an odd figure."""

    indicator = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    unit = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = FigureReview
        fields = [
            "id",
            "indicator",
            "unit",
            "period",
            "finding",
            "facts",
            "value",
            "unit_of_measure",
            "note",
            "due_on",
            "raised_at",
            "state",
            "answer",
            "reason",
            "settled_at",
        ]


class ValueEntrySerializer(serializers.Serializer[Any]):
    """A figure to be reported; the same indicator, unit, period and series corrects it."""

    indicator = serializers.CharField(max_length=40, help_text="Code of the indicator.")
    unit = serializers.CharField(
        max_length=30, allow_null=True, default=None, help_text="Code; null for a common benchmark."
    )
    period = serializers.CharField(max_length=7)
    series = serializers.ChoiceField(
        choices=ReportedValue.Series.choices, default=ReportedValue.Series.ACTUAL
    )
    value = serializers.DecimalField(max_digits=24, decimal_places=6)
    unit_of_measure = serializers.CharField(max_length=12, allow_blank=True, default="")
    source_department = serializers.CharField(max_length=100, allow_blank=True, default="")
    note = serializers.CharField(max_length=200, allow_blank=True, default="")


class ReportedSerializer(serializers.Serializer[Any]):
    """What a report did."""

    created = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()


@extend_schema_field(OpenApiTypes.INT)
class _InSystem(serializers.PrimaryKeyRelatedField[Any]):
    """A node of the system that is edited."""

    def get_queryset(self) -> Any:
        system = self.context.get("system")
        return SystemNode.objects.filter(system=system).select_related("system")


class SystemEntrySerializer(serializers.ModelSerializer[IndicatorSystem]):
    """A system to be begun, for a category of the account's office."""

    category = serializers.SlugRelatedField[Any](
        slug_field="code", queryset=Category.objects.all(), help_text="Code."
    )

    class Meta:
        model = IndicatorSystem
        fields = ["category", "assessee_kind", "year", "name", "full_marks"]


class NodeEntrySerializer(serializers.ModelSerializer[SystemNode]):
    """A node to be added; without a code it gets the next one below its parent."""

    parent = _InSystem(required=False, allow_null=True)  # type: ignore[assignment]
    after = _InSystem(required=False, allow_null=True)
    indicator = serializers.SlugRelatedField[Any](
        slug_field="code", queryset=Indicator.objects.all(), required=False, allow_null=True
    )

    class Meta:
        model = SystemNode
        fields = [
            "code",
            "name",
            "parent",
            "after",
            "kind",
            "weight",
            "cap",
            "floor",
            "source",
            "indicator",
            "rule",
            "params",
            "missing",
            "missing_share",
            "standard",
        ]
        extra_kwargs = {"code": {"required": False}}


class NodeChangeSerializer(NodeEntrySerializer):
    """Fields to be changed, and the version they were changed from."""

    version = serializers.IntegerField(min_value=1)

    class Meta(NodeEntrySerializer.Meta):
        fields = [*(f for f in NodeEntrySerializer.Meta.fields if f != "after"), "version"]
        extra_kwargs = {name: {"required": False} for name in ("code", "name", "weight")}

    after = None  # type: ignore[assignment]


class NodeMoveSerializer(serializers.Serializer[Any]):
    """Where a node goes."""

    parent = _InSystem(allow_null=True)  # type: ignore[assignment]
    position = serializers.IntegerField(min_value=0)
    version = serializers.IntegerField(min_value=1)


class WeightSerializer(serializers.Serializer[Any]):
    """The weight of a node, and the version it was changed from."""

    id = serializers.IntegerField()
    weight = serializers.DecimalField(max_digits=9, decimal_places=4)
    version = serializers.IntegerField(min_value=1)


class UndoSerializer(serializers.Serializer[Any]):
    """Whether to do again what was taken back."""

    again = serializers.BooleanField(default=False)
