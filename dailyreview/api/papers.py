"""Registration forms of the API: of one person, of a unit, and of many as one ZIP."""

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from assessment.api.base import ChangedByOffice, ReadByOffice, refusals, user_of
from dailyreview.models import FormBatch, Quarter, QuarterRecord
from dailyreview.paper.downloads import printed
from dailyreview.paper.registration import quarter_sheet, summary_sheet, year_sheet
from dailyreview.selectors.registration import person_quarters, person_year, unit_summary
from dailyreview.serializers import FormBatchSerializer
from dailyreview.services.batches import cancel_forms
from dailyreview.services.downloads import record_download
from organization.models import Unit
from organization.paper.file_names import file_name

KIND = OpenApiParameter("kind", enum=["docx", "pdf"], location=OpenApiParameter.PATH)
UNIT = OpenApiParameter("unit_pk", OpenApiTypes.INT, OpenApiParameter.PATH)
A_FILE = {(200, "application/octet-stream"): OpenApiTypes.BINARY}


class RecordPapers(GenericViewSet[QuarterRecord]):
    """The forms of the person whose record it is, for whoever sees the record."""

    @extend_schema(parameters=[KIND], responses=A_FILE)
    @action(detail=True, url_path=r"form/(?P<kind>docx|pdf)")
    def form(self, request: Request, pk: str, kind: str) -> HttpResponse:
        """The form of the quarter."""
        record, user = self.get_object(), user_of(request)
        (one,) = person_quarters(QuarterRecord.objects.filter(pk=record.pk), user)
        answer = printed(quarter_sheet(one), kind, one.post.cadre.name, record.quarter.period)
        record_download(record, kind=kind, form="quarter", by=user)
        return answer

    @extend_schema(parameters=[KIND], responses=A_FILE)
    @action(detail=True, url_path=r"year/(?P<kind>docx|pdf)")
    def year(self, request: Request, pk: str, kind: str) -> HttpResponse:
        """The form of the year."""
        record, user = self.get_object(), user_of(request)
        name = (str(record.assessee), str(record.quarter.plan.year))
        answer = printed(year_sheet(person_year(record, user)), kind, *name)
        record_download(record, kind=kind, form="year", by=user)
        return answer


class QuarterPapers(GenericViewSet[Quarter]):
    """The summaries of the units of a quarter."""

    @extend_schema(parameters=[UNIT, KIND], responses=A_FILE)
    @action(
        detail=True,
        url_path=r"units/(?P<unit_pk>\d+)/summary/(?P<kind>docx|pdf)",
        permission_classes=[IsAuthenticated, ReadByOffice],
    )
    def summary(self, request: Request, pk: str, unit_pk: str, kind: str) -> HttpResponse:
        """The summary of one unit."""
        quarter, user = self.get_object(), user_of(request)
        unit = get_object_or_404(Unit.objects.with_people_visible_to(user), pk=unit_pk)
        summary = unit_summary(quarter, unit, user)
        if summary is None:
            raise Http404
        answer = printed(summary_sheet(summary), kind, unit.name, quarter.period)
        record_download(quarter, kind=kind, form=f"summary of {unit.code}", by=user)
        return answer


class FormBatchViewSet(ReadOnlyModelViewSet[FormBatch]):
    """Batches that the account ordered; ordered at a plan."""

    queryset = FormBatch.objects.none()
    serializer_class = FormBatchSerializer
    permission_classes = (IsAuthenticated, ChangedByOffice)
    filterset_fields = ["plan", "state"]

    def get_queryset(self) -> QuerySet[FormBatch]:
        batches = FormBatch.objects.visible_to(user_of(self.request))
        return batches.select_related("plan", "quarter__cycle", "unit")

    @extend_schema(request=None, responses=FormBatchSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Stop a batch that is not finished."""
        with refusals():
            cancel_forms(self.get_object(), by=user_of(request))
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(responses=A_FILE)
    @action(detail=True)
    def download(self, request: Request, pk: str) -> FileResponse:
        """The ZIP, once it is complete."""
        batch = self.get_object()
        if not batch.file:
            raise Http404
        record_download(batch, kind="zip", form="batch", by=user_of(request))
        name = file_name(str(batch), suffix="zip")
        return FileResponse(batch.file.open(), as_attachment=True, filename=name)
