"""Shapes of evaluators, points, stars, deductions and reverse evaluations in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from evaluators.models import (
    Certificate,
    Evaluator,
    HomeDeduction,
    PointsEntry,
    ReverseEvaluation,
    RosterSpell,
    Tag,
    YearStars,
)
from evaluators.selectors.reviews import aggregate_of
from organization.models import Unit


class CertificateSerializer(serializers.ModelSerializer[Certificate]):
    """A certificate of duty."""

    class Meta:
        model = Certificate
        fields = ["number", "issued_on", "expires_on", "test_score"]
        read_only_fields = fields


class SpellSerializer(serializers.ModelSerializer[RosterSpell]):
    """A time in the pool."""

    class Meta:
        model = RosterSpell
        fields = ["joined_on", "channel", "left_on", "exit_reason"]
        read_only_fields = fields


class EvaluatorSerializer(serializers.ModelSerializer[Evaluator]):
    """An evaluator; the home unit and the tags by code."""

    home_unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)
    tags = serializers.SlugRelatedField[Tag](slug_field="code", read_only=True, many=True)
    certificates = CertificateSerializer(many=True, read_only=True)
    spells = SpellSerializer(many=True, read_only=True)

    class Meta:
        model = Evaluator
        fields = [
            "id",
            "name",
            "sex",
            "birth_month",
            "pool",
            "subtype",
            "tier",
            "home_unit",
            "organisation",
            "post",
            "post_level",
            "tags",
            "certificates",
            "spells",
            "is_invented",
        ]
        read_only_fields = fields


class PointsEntrySerializer(serializers.ModelSerializer[PointsEntry]):
    """A line of the ledger; `reverses` names the entry that it takes back."""

    evaluator_name = serializers.CharField(source="evaluator.name", read_only=True)
    version = serializers.CharField(source="item.version.name", read_only=True)
    item = serializers.CharField(source="item.code", read_only=True)
    points_each = serializers.DecimalField(
        source="item.points", max_digits=6, decimal_places=2, read_only=True
    )
    colour = serializers.CharField(source="item.colour", read_only=True)

    class Meta:
        model = PointsEntry
        fields = [
            "id",
            "evaluator",
            "evaluator_name",
            "version",
            "item",
            "points_each",
            "colour",
            "happened_on",
            "times",
            "evidence",
            "reverses",
        ]


class YearStarsSerializer(serializers.ModelSerializer[YearStars]):
    """Stars of a year; `confirmed` is empty until a person has confirmed them."""

    evaluator_name = serializers.CharField(source="evaluator.name", read_only=True)

    class Meta:
        model = YearStars
        fields = [
            "id",
            "evaluator",
            "evaluator_name",
            "year",
            "points",
            "red",
            "black",
            "proposed",
            "confirmed",
            "reason",
        ]


class HomeDeductionSerializer(serializers.ModelSerializer[HomeDeduction]):
    """A deduction for the unit that sent an evaluator."""

    unit = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = HomeDeduction
        fields = ["id", "unit", "year", "points", "state", "entry", "opinion"]


class QuestionFiguresSerializer(serializers.Serializer[Any]):
    """Answers to one question; `counts` are those of the marks 5 to 1."""

    text = serializers.CharField()
    mean = serializers.DecimalField(max_digits=4, decimal_places=2)
    counts = serializers.ListField(child=serializers.IntegerField())


class ReverseEvaluationSerializer(serializers.ModelSerializer[ReverseEvaluation]):
    """A questionnaire on a group; figures are empty before it closes or with few answers."""

    plan = serializers.CharField(source="group.plan.name", read_only=True)
    group = serializers.CharField(source="group.name", read_only=True)
    figures = serializers.SerializerMethodField()

    class Meta:
        model = ReverseEvaluation
        fields = ["id", "plan", "group", "opened_at", "closed_at", "answers_min", "figures"]

    @extend_schema_field(QuestionFiguresSerializer(many=True))
    def get_figures(self, evaluation: ReverseEvaluation) -> list[Any]:
        aggregate = aggregate_of(evaluation)
        lines = aggregate.lines if aggregate else []
        return [QuestionFiguresSerializer(line).data for line in lines]
