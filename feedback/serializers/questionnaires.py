"""What the API says of questionnaires, and takes as answers."""

from typing import Any

from rest_framework import serializers

from feedback.models import Question, Questionnaire
from feedback.selectors.questionnaires import Participation, QuestionFigures
from feedback.services.answers import LONGEST_TEXT


class QuestionnaireSerializer(serializers.ModelSerializer[Questionnaire]):
    """A questionnaire as it stands in a list."""

    domain = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = Questionnaire
        fields = ["id", "title", "intro", "domain", "state", "opened_on", "due_on", "closed_on"]


class QuestionSerializer(serializers.ModelSerializer[Question]):
    """A question; choices are numbered from 1 on."""

    choices = serializers.ListField(child=serializers.CharField(), source="options")

    class Meta:
        model = Question
        fields = ["id", "position", "kind", "text", "choices", "is_required"]


class QuestionnaireDetailSerializer(QuestionnaireSerializer):
    """A questionnaire with its questions."""

    questions = QuestionSerializer(many=True, read_only=True)

    class Meta(QuestionnaireSerializer.Meta):
        fields = [*QuestionnaireSerializer.Meta.fields, "questions"]


class QuestionAnswerSerializer(serializers.Serializer[Any]):
    """The answer to one question: numbers of choices, or a text."""

    question = serializers.IntegerField()
    choices = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, max_length=20
    )
    text = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_TEXT)


class AnswersSerializer(serializers.Serializer[Any]):
    """What somebody answers; questions left out are not answered."""

    answers = QuestionAnswerSerializer(many=True)


class ChoiceLineSerializer(serializers.Serializer[Any]):
    """One possible answer."""

    name = serializers.CharField()
    count = serializers.IntegerField()
    share = serializers.DecimalField(max_digits=4, decimal_places=1)


class ClassLineSerializer(serializers.Serializer[Any]):
    """Percent of each answer in a class of units, in the order of the choices."""

    name = serializers.CharField()
    base = serializers.IntegerField()
    shares = serializers.SerializerMethodField()

    def get_shares(self, line: Any) -> list[str]:
        return [str(share) for _name, share in line.cells]


class AskedFiguresSerializer(serializers.Serializer[QuestionFigures]):
    """What the answers to one question come to."""

    question = serializers.IntegerField(source="question.pk")
    text = serializers.CharField(source="question.text")
    base = serializers.IntegerField()
    mean = serializers.DecimalField(max_digits=3, decimal_places=2, allow_null=True)
    answers = ChoiceLineSerializer(many=True, source="lines")
    classes = ClassLineSerializer(many=True)


class ParticipationSerializer(serializers.Serializer[Participation]):
    """How many were asked and how many have answered."""

    asked = serializers.IntegerField()
    answered = serializers.IntegerField()
    share = serializers.DecimalField(max_digits=4, decimal_places=1)


class StatisticsSerializer(serializers.Serializer[Any]):
    """Participation, and after the closing what was answered."""

    participation = ParticipationSerializer()
    questions = AskedFiguresSerializer(many=True)
