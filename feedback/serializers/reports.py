"""What the API says of a health check report; the fields are those of `rules.health_check`."""

from typing import Any

from rest_framework import serializers

from assessment.models import Result


class RegainSerializer(serializers.Serializer[Any]):
    """A value to reach and the points it would have been worth."""

    basis = serializers.ChoiceField(["median", "best", "full"])
    value = serializers.CharField()
    points = serializers.DecimalField(14, 6)


class LineSerializer(serializers.Serializer[Any]):
    """One indicator beside its nameless category."""

    code = serializers.CharField()
    name = serializers.CharField()
    section = serializers.CharField()
    depth = serializers.IntegerField()
    is_leaf = serializers.BooleanField()
    value = serializers.CharField()
    reason = serializers.CharField()
    points = serializers.DecimalField(14, 6)
    full = serializers.DecimalField(14, 6)
    lost = serializers.DecimalField(14, 6)
    place = serializers.IntegerField(allow_null=True)
    size = serializers.IntegerField()
    share = serializers.DecimalField(8, 1, allow_null=True)
    median = serializers.DecimalField(8, 1, allow_null=True)
    best = serializers.DecimalField(8, 1, allow_null=True)
    regains = RegainSerializer(many=True)


class TrendPointSerializer(serializers.Serializer[Any]):
    """One year of the trend."""

    period = serializers.CharField()
    total = serializers.DecimalField(14, 6)
    full = serializers.DecimalField(14, 6)
    place = serializers.IntegerField(allow_null=True)
    size = serializers.IntegerField()


class ReportSerializer(serializers.Serializer[Any]):
    """A whole report."""

    id = serializers.IntegerField(source="result_pk")
    assessee = serializers.CharField()
    category = serializers.CharField(source="group")
    cycle = serializers.CharField(source="provenance.cycle")
    period = serializers.CharField(source="provenance.period")
    run = serializers.IntegerField(source="provenance.run_number")
    digest = serializers.CharField(source="provenance.digest")
    engine = serializers.CharField(source="provenance.engine")
    total = serializers.DecimalField(14, 6, allow_null=True)
    full = serializers.DecimalField(14, 6)
    place = serializers.IntegerField(allow_null=True)
    size = serializers.IntegerField()
    median_total = serializers.DecimalField(14, 6, allow_null=True)
    best_total = serializers.DecimalField(14, 6, allow_null=True)
    lost_points = serializers.DecimalField(14, 6)
    gained_points = serializers.DecimalField(14, 6)
    limited = serializers.DecimalField(14, 6)
    rounding = serializers.DecimalField(14, 6)
    grade = serializers.CharField()
    losses = LineSerializer(many=True)
    strengths = LineSerializer(many=True)
    lines = LineSerializer(many=True)
    missing = serializers.ListField(child=serializers.CharField())
    trend = TrendPointSerializer(many=True)
    advice = serializers.ListField(child=serializers.CharField())
    remark = serializers.CharField()


class ReportHeadSerializer(serializers.ModelSerializer[Result]):
    """A report in a list."""

    assessee = serializers.CharField(source="assessee.name")
    category = serializers.CharField(source="group.name")
    cycle = serializers.CharField(source="group.run.cycle.name")
    period = serializers.CharField(source="group.run.cycle.period")
    place = serializers.IntegerField(source="rank", allow_null=True)

    class Meta:
        model = Result
        fields = ["id", "assessee", "category", "cycle", "period", "total", "place"]
        read_only_fields = fields
