"""Questions to the command group of the API: answered once, read by all groups of the plan."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import ChangedByOffice, refusals, user_of
from assessment.filters import FieldQuestionFilter
from assessment.models import FieldQuestion
from assessment.selectors.fieldwork import answerable_by, questions_seen_by
from assessment.serializers import AnswerSerializer, FieldQuestionSerializer
from assessment.services.fieldwork import answer_question


class FieldQuestionViewSet(ReadOnlyModelViewSet[FieldQuestion]):
    """Questions of the plans that the account has a group in; asked at a group in the field."""

    queryset = FieldQuestion.objects.none()
    serializer_class = FieldQuestionSerializer
    permission_classes = (IsAuthenticated, ChangedByOffice)
    filterset_class = FieldQuestionFilter

    def get_queryset(self) -> QuerySet[FieldQuestion]:
        return questions_seen_by(user_of(self.request))

    @extend_schema(request=AnswerSerializer, responses=FieldQuestionSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        """Answer for all groups: the office, and nobody after it."""
        question = self.get_object()
        if question.answered_at is None:
            # An open question is answered by the office that the group goes out for.
            question = get_object_or_404(answerable_by(user_of(request)), pk=question.pk)
        sent = AnswerSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals():
            answer_question(question, **sent.validated_data, by=user_of(request))
        return Response(self.get_serializer(question).data)
