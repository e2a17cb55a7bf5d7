"""Questionnaires of the API: read and answered by people, counted for the office."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import refusals, user_of
from feedback.models import Questionnaire
from feedback.selectors.questionnaires import figures_of, participation_of
from feedback.serializers.questionnaires import (
    AnswersSerializer,
    QuestionnaireDetailSerializer,
    QuestionnaireSerializer,
    StatisticsSerializer,
)
from feedback.services.answers import answer_questionnaire
from organization.rest import JSONParser


class QuestionnaireViewSet(ReadOnlyModelViewSet[Questionnaire]):
    """Questionnaires that ask the account, and those of the office's domains."""

    queryset = Questionnaire.objects.none()
    serializer_class = QuestionnaireDetailSerializer
    filterset_fields = ["state", "domain"]
    # What is sent has lists inside.
    parser_classes = [JSONParser]

    def get_serializer_class(self) -> type[BaseSerializer[Questionnaire]]:
        return QuestionnaireSerializer if self.action == "list" else QuestionnaireDetailSerializer

    def get_queryset(self) -> QuerySet[Questionnaire]:
        found = Questionnaire.objects.read_by(user_of(self.request)).select_related("domain")
        return found.prefetch_related("questions") if self.action == "retrieve" else found

    @extend_schema(request=AnswersSerializer, responses={HTTPStatus.NO_CONTENT: None})
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        """Answer once. Faults are told as `q` and the number of the question."""
        questionnaire = get_object_or_404(
            Questionnaire.objects.asking(user_of(request)), pk=self.get_object().pk
        )
        sent = AnswersSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        answers = {row["question"]: _answer(row) for row in sent.validated_data["answers"]}
        with refusals():
            answer_questionnaire(questionnaire, answers=answers, by=user_of(request))
        return Response(status=HTTPStatus.NO_CONTENT)

    @extend_schema(responses=StatisticsSerializer, filters=False)
    @action(detail=True, pagination_class=None)
    def statistics(self, request: Request, pk: str) -> Response:
        """How many have answered; of a closed one also what, for the office."""
        kept = Questionnaire.objects.visible_to(user_of(request))
        questionnaire = get_object_or_404(kept, pk=self.get_object().pk)
        is_closed = questionnaire.state == Questionnaire.State.CLOSED
        told = {
            "participation": participation_of(questionnaire),
            "questions": figures_of(questionnaire) if is_closed else [],
        }
        return Response(StatisticsSerializer(told).data)


def _answer(row: dict[str, Any]) -> Any:
    return row["text"] if "text" in row else row.get("choices", [])
