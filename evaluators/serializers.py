"""Shapes of plans, groups, searches, points, stars and evaluations in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from evaluators.models import (
    POOL_ROLES,
    AssessmentGroup,
    Certificate,
    Evaluator,
    FieldPlan,
    FormingRun,
    HomeDeduction,
    PointsEntry,
    ReverseEvaluation,
    RosterSpell,
    Tag,
    YearStars,
)
from evaluators.selectors.diagnosis import verdict
from evaluators.selectors.reviews import aggregate_of
from organization.models import Role, Unit


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


class FieldPlanSerializer(serializers.ModelSerializer[FieldPlan]):
    """A field plan with its figures."""

    groups = serializers.IntegerField(source="group_count", default=0)
    units = serializers.IntegerField(source="unit_count", default=0)
    seats = serializers.IntegerField(source="seat_count", default=0)
    seats_held = serializers.IntegerField(source="held_count", default=0)

    class Meta:
        model = FieldPlan
        fields = [
            "id",
            "name",
            "year",
            "mode",
            "state",
            "starts_on",
            "ends_on",
            "groups",
            "units",
            "seats",
            "seats_held",
        ]
        read_only_fields = fields


class GroupSerializer(serializers.ModelSerializer[AssessmentGroup]):
    """An assessment group: members by role, units by code; channels for those who form groups."""

    members = serializers.SerializerMethodField()
    units = serializers.SerializerMethodField()

    class Meta:
        model = AssessmentGroup
        fields = ["id", "plan", "number", "name", "category", "members", "units"]
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.DictField()))
    def get_members(self, group: AssessmentGroup) -> list[dict[str, Any]]:
        forms_groups = self.context["request"].user.has_role(*POOL_ROLES)
        return [
            {
                "role": seat.role.code,
                "evaluator": seat.evaluator_id,
                "name": seat.evaluator.name if seat.evaluator else None,
                **({"channel": seat.channel} if forms_groups else {}),
            }
            for seat in group.seats.all()
        ]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_units(self, group: AssessmentGroup) -> list[str]:
        return [visit.unit.code for visit in group.plan_units.all()]


class FormingRunSerializer(serializers.ModelSerializer[FormingRun]):
    """A search for groups and how far it is; to start one, name the plan."""

    class Meta:
        model = FormingRun
        fields = [
            "id",
            "plan",
            "deals_units",
            "keeps_placed",
            "seed",
            "state",
            "stage",
            "step_count",
            "done_count",
            "requested_at",
            "finished_at",
            "applied_at",
            "error",
        ]
        read_only_fields = [
            name for name in fields if name not in {"plan", "deals_units", "keeps_placed"}
        ]

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        user = self.context["request"].user
        if user.is_authenticated:
            fields["plan"].queryset = FieldPlan.objects.visible_to(user)  # type: ignore[attr-defined]
        return fields


class FormingProposalSerializer(serializers.Serializer[FormingRun]):
    """What a search found, by keys; why there is nothing is told to the office alone."""

    verdict = serializers.SerializerMethodField()
    proof = serializers.JSONField()
    result = serializers.JSONField()
    diagnosis = serializers.SerializerMethodField()

    def get_verdict(self, run: FormingRun) -> str:
        return verdict(run) if run.state == FormingRun.State.DONE else ""

    @extend_schema_field(serializers.DictField())
    def get_diagnosis(self, run: FormingRun) -> dict[str, Any]:
        in_office = self.context["request"].user.has_role(Role.OFFICE_STAFF)
        return run.diagnosis if in_office else {}
