"""Reports of irregularities of the API: made by supervisors, read and answered by the office."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import ChangedByOffice, refusals, user_of
from assessment.models import Irregularity
from assessment.serializers import AnswerSerializer, IrregularitySerializer
from assessment.services.irregularities import answer_irregularity


class IrregularityViewSet(ReadOnlyModelViewSet[Irregularity]):
    """One's own reports; for the office those of its groups. Reported at a group in the field."""

    queryset = Irregularity.objects.none()
    serializer_class = IrregularitySerializer
    filterset_fields = ["group"]

    def get_queryset(self) -> QuerySet[Irregularity]:
        reports = Irregularity.objects.visible_to(user_of(self.request))
        return reports.select_related("evaluator", "assessee", "reported_by", "answered_by")

    @extend_schema(request=AnswerSerializer, responses=IrregularitySerializer)
    @action(detail=True, methods=["post"], permission_classes=[IsAuthenticated, ChangedByOffice])
    def answer(self, request: Request, pk: str) -> Response:
        """Say what came of it: the office, once."""
        report = self.get_object()
        sent = AnswerSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        with refusals():
            answer_irregularity(report, **sent.validated_data, by=user_of(request))
        return Response(self.get_serializer(report).data)
