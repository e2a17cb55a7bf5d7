"""Shapes of reporting tables in the API. Things are named by their codes."""

from typing import Any

from rest_framework import serializers

from collection.models import DepartmentReport, ReportingPlan, ReportingRound


class ReportingPlanSerializer(serializers.ModelSerializer[ReportingPlan]):
    """A reporting plan."""

    class Meta:
        model = ReportingPlan
        fields = [
            "id",
            "name",
            "kind",
            "year",
            "systems",
            "rhythms",
            "due_days",
            "in_working_days",
            "late_days",
        ]


class ReportingRoundSerializer(serializers.ModelSerializer[ReportingRound]):
    """A round: one period of a plan with its days."""

    class Meta:
        model = ReportingRound
        fields = ["id", "plan", "period", "starts_on", "ends_on", "due_on", "late_on"]


class DepartmentReportSerializer(serializers.ModelSerializer[DepartmentReport]):
    """The table of a department without its rows."""

    department = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    plan = serializers.CharField(source="round.plan.name", read_only=True)
    period = serializers.CharField(source="round.period", read_only=True)
    due_on = serializers.DateField(source="round.due_on", read_only=True)
    filled_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = DepartmentReport
        fields = [
            "id",
            "plan",
            "period",
            "department",
            "due_on",
            "state",
            "reason",
            "submitted_at",
            "verified_at",
            "reminded_at",
            "filled_count",
        ]


class TableRowSerializer(serializers.Serializer[Any]):
    """One line of a table: what is asked, what stands beside it, what was typed, what is wrong."""

    indicator = serializers.CharField(source="line.indicator.code")
    indicator_name = serializers.CharField(source="line.indicator.name")
    unit = serializers.CharField(source="line.unit.code")
    unit_name = serializers.CharField(source="line.unit.name")
    unit_of_measure = serializers.CharField(source="line.indicator.unit_of_measure")
    last = serializers.DecimalField(max_digits=24, decimal_places=6, allow_null=True)
    previous = serializers.DecimalField(max_digits=24, decimal_places=6, allow_null=True)
    target = serializers.DecimalField(max_digits=24, decimal_places=6, allow_null=True)
    text = serializers.CharField()
    note = serializers.CharField(source="remark")
    revision = serializers.IntegerField(source="entry.revision", default=0)
    finding = serializers.CharField(source="words")
    blocks = serializers.BooleanField(source="checked.blocks")
    returned_reason = serializers.CharField(source="entry.returned_reason", default="")


class CellSerializer(serializers.Serializer[Any]):
    """One cell to be saved; `revision` of the cell that was seen, left out to overwrite."""

    indicator = serializers.CharField(max_length=40)
    unit = serializers.CharField(max_length=30)
    text = serializers.CharField(max_length=40, allow_blank=True, default="")
    note = serializers.CharField(max_length=200, allow_blank=True, default="")
    revision = serializers.IntegerField(min_value=0, allow_null=True, default=None)


class ReturnSerializer(serializers.Serializer[Any]):
    """Why a table is returned: as a whole, or single rows."""

    reason = serializers.CharField(max_length=300, allow_blank=True, default="")
    rows = serializers.ListField(child=serializers.DictField(), default=list, max_length=500)
