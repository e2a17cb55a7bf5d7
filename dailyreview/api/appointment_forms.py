"""Appointment forms of the API: read in, looked at, confirmed, printed, written as `.lrmx`."""

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.status import HTTP_201_CREATED, HTTP_204_NO_CONTENT
from rest_framework.viewsets import ReadOnlyModelViewSet

from assessment.api.base import OfficeOnly, refusals, user_of
from dailyreview.api.base import sent_as
from dailyreview.api.papers import A_FILE, KIND
from dailyreview.models import AppointmentForm
from dailyreview.paper.appointment import appointment_sheet
from dailyreview.paper.downloads import attached, printed
from dailyreview.rules.lrmx import write_lrmx
from dailyreview.selectors.appointment_forms import with_ours
from dailyreview.serializers import (
    AppointmentFormDetailSerializer,
    AppointmentFormSerializer,
    DigestSerializer,
    LrmxSerializer,
)
from dailyreview.services.appointment_forms import confirm_form, drop_form, offer_form
from dailyreview.services.downloads import record_download
from organization.paper.file_names import file_name

OURS = OpenApiParameter("ours", bool, description="With annual grades and awards that we know of.")


class AppointmentFormViewSet(ReadOnlyModelViewSet[AppointmentForm]):
    """Appointment forms of the cadres whom the office keeps."""

    queryset = AppointmentForm.objects.none()
    serializer_class = AppointmentFormDetailSerializer
    # They tell of families and ID numbers: not the administrators' to read.
    permission_classes = (IsAuthenticated, OfficeOnly)
    filterset_fields = ["cadre"]

    def get_serializer_class(self) -> type[BaseSerializer[AppointmentForm]]:
        if self.action == "list":
            return AppointmentFormSerializer
        return AppointmentFormDetailSerializer

    def get_queryset(self) -> QuerySet[AppointmentForm]:
        forms = AppointmentForm.objects.visible_to(user_of(self.request))
        forms = forms.select_related("cadre", "imported_by")
        if self.action == "list":
            # The texts hold photos: a list never reads them.
            forms = forms.defer("texts", "family", "attributes", "offered")
        return forms

    @extend_schema(
        request={"multipart/form-data": LrmxSerializer},
        responses={HTTP_201_CREATED: AppointmentFormDetailSerializer},
    )
    def create(self, request: Request) -> Response:
        """Read a file in; it counts once somebody has looked at it and confirmed it."""
        file = sent_as(LrmxSerializer, request)["file"]
        with refusals():
            form = offer_form(file.read(), by=user_of(request))
        return Response(self.get_serializer(form).data, status=HTTP_201_CREATED)

    @extend_schema(request=DigestSerializer, responses=AppointmentFormDetailSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Take the file as the form; 409 when another file was read in meanwhile."""
        form = self.get_object()
        sent = sent_as(DigestSerializer, request)
        with refusals():
            confirm_form(form, **sent, by=user_of(request))
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None, responses={HTTP_204_NO_CONTENT: None})
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str) -> Response:
        """Throw the file that waits away."""
        with refusals():
            drop_form(self.get_object(), by=user_of(request))
        return Response(status=HTTP_204_NO_CONTENT)

    @extend_schema(parameters=[KIND], responses=A_FILE)
    @action(detail=True, url_path=r"paper/(?P<kind>docx|pdf)")
    def paper(self, request: Request, pk: str, kind: str) -> HttpResponse:
        """The confirmed form, printed."""
        form = self._confirmed()
        answer = printed(appointment_sheet(form.form), kind, form.cadre.name)
        record_download(form, kind=kind, form="appointment", by=user_of(request))
        return answer

    @extend_schema(parameters=[OURS], responses={(200, "application/xml"): OpenApiTypes.BINARY})
    @action(detail=True)
    def lrmx(self, request: Request, pk: str) -> HttpResponse:
        """The confirmed form as the file that other systems read."""
        form = self._confirmed()
        written = with_ours(form, user_of(request)) if "ours" in request.query_params else form.form
        record_download(form, kind="lrmx", form="appointment", by=user_of(request))
        name = file_name(form.cadre.name, suffix="lrmx")
        return attached(write_lrmx(written), "application/xml", name)

    def _confirmed(self) -> AppointmentForm:
        confirmed = self.get_queryset().filter(imported_at__isnull=False)
        return get_object_or_404(confirmed, pk=self.kwargs["pk"])
