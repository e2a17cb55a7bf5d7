"""What the API says of an assessee before the group goes there."""

from rest_framework import serializers

from assessment.models import OverlayFact, Verification
from assessment.selectors.briefs import Brief, EarlierYear, FigureLine
from assessment.selectors.results import Part
from indicators.models import ReportedValue
from organization.models import Appointment


class TeamMemberSerializer(serializers.ModelSerializer[Appointment]):
    """A post in the leadership team when the field work begins."""

    name = serializers.CharField(source="cadre.name")
    since = serializers.DateField(source="starts_on")

    class Meta:
        model = Appointment
        fields = ["name", "post", "remit", "since"]


class LossSerializer(serializers.Serializer[Part]):
    """A leaf that lost points last year."""

    code = serializers.CharField()
    name = serializers.CharField()
    points = serializers.CharField()
    full = serializers.CharField()
    lost = serializers.CharField()


class EarlierYearSerializer(serializers.Serializer[EarlierYear]):
    """A published result of an earlier cycle with the grade decided on it."""

    period = serializers.CharField()
    total = serializers.CharField(allow_null=True)
    rank = serializers.IntegerField(source="result.rank", allow_null=True)
    group_size = serializers.IntegerField(source="result.group.size")
    grade = serializers.CharField(allow_blank=True)


class BriefFigureSerializer(serializers.ModelSerializer[ReportedValue]):
    """A figure with its measure and who reported it."""

    class Meta:
        model = ReportedValue
        fields = ["value", "unit_of_measure", "source_department"]


class FigureLineSerializer(serializers.Serializer[FigureLine]):
    """A reported leaf: the figure of this period, and of the year before."""

    code = serializers.CharField(source="node.code")
    name = serializers.CharField(source="node.name")
    reported = BriefFigureSerializer(allow_null=True)
    previous = BriefFigureSerializer(allow_null=True)


class FactSerializer(serializers.ModelSerializer[OverlayFact]):
    """A veto or downgrade on record."""

    class Meta:
        model = OverlayFact
        fields = ["effect", "clause", "fact"]


class OpenDoubtSerializer(serializers.ModelSerializer[Verification]):
    """A verification without a conclusion."""

    class Meta:
        model = Verification
        fields = ["id", "doubt", "way", "due_on"]


class BriefSerializer(serializers.Serializer[Brief]):
    """The brief on one assessee: team, last year, figures, earlier decisions, open problems."""

    name = serializers.CharField(source="assessee.name")
    unit = serializers.CharField(source="assessee.unit.code")
    category = serializers.CharField(source="assessee.category.code")
    comparison_group = serializers.CharField(source="assessee.group_name")
    system = serializers.CharField(source="assessee.system.name")
    team = TeamMemberSerializer(many=True)
    losses = LossSerializer(many=True)
    figures = FigureLineSerializer(many=True)
    earlier = EarlierYearSerializer(many=True)
    facts = FactSerializer(many=True)
    doubts = OpenDoubtSerializer(many=True)
