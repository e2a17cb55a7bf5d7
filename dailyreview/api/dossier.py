"""Dossiers of the API: found, written by one, ruled on by another, signed and archived by year."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from assessment.api.base import refusals, user_of
from dailyreview.api.base import sent_as
from dailyreview.forms.dossier import SearchForm
from dailyreview.models import DossierEntry, DossierSeal
from dailyreview.models.dossier import people_kept
from dailyreview.selectors.dossier import dossiers_of, find_people, rows_of, years_of
from dailyreview.serializers import (
    ConfirmSerializer,
    DossierEntrySerializer,
    DossierRowSerializer,
    DossierSerializer,
    EntryToRuleSerializer,
    IntakeSerializer,
    ReceiptSerializer,
    RecordedFactSerializer,
    RejectSerializer,
    SealSerializer,
)
from dailyreview.services.dossier import (
    archive_year,
    confirm_entry,
    receive_fact,
    record_entry,
    reject_entry,
    sign_year,
)
from organization.models import Cadre, Role, Unit

CONDITIONS = [OpenApiParameter(name) for name in SearchForm.base_fields]
YEAR = OpenApiParameter("year", OpenApiTypes.INT, OpenApiParameter.PATH)


class ReportsData(BasePermission):
    """Departments only: who reports data."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return user_of(request).has_role(Role.DATA_REPORTER)


class DossierViewSet(GenericViewSet[Cadre]):
    """Dossiers that the account reads, by the key of the person; the own among them."""

    queryset = Cadre.objects.none()
    serializer_class = DossierSerializer
    filterset_fields: list[str] = []

    def get_queryset(self) -> QuerySet[Cadre]:
        return dossiers_of(user_of(self.request))

    @extend_schema(parameters=CONDITIONS, responses=DossierRowSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Whose dossier fits every condition; never the own. What makes no sense is left out."""
        conditions = SearchForm(request.query_params).conditions
        page = self.paginate_queryset(find_people(user_of(request), conditions))
        rows = rows_of(page or [])
        return self.get_paginated_response(DossierRowSerializer(rows, many=True).data)  # type: ignore[arg-type]

    def retrieve(self, request: Request, pk: str) -> Response:
        """The years of one dossier, as far as the account sees them."""
        cadre = self.get_object()
        context = {"years": years_of(cadre, user_of(request))}
        return Response(DossierSerializer(cadre, context=context).data)

    @extend_schema(
        request=RecordedFactSerializer, responses={HTTP_201_CREATED: DossierEntrySerializer}
    )
    @action(detail=True, methods=["post"])
    def entries(self, request: Request, pk: str) -> Response:
        """Record a fact of oneself, or as the personnel office; it waits for a second person."""
        cadre = self.get_object()
        sent = sent_as(RecordedFactSerializer, request)
        with refusals():
            entry = record_entry(cadre, **sent, by=user_of(request))
        return Response(DossierEntrySerializer(entry).data, status=HTTP_201_CREATED)

    @extend_schema(parameters=[YEAR], request=None, responses={HTTP_201_CREATED: SealSerializer})
    @action(detail=True, methods=["post"], url_path=r"years/(?P<year>\d{4})/sign")
    def sign(self, request: Request, pk: str, year: str) -> Response:
        """Sign a year, as a superior: the person adds nothing more."""
        return self._sealed(sign_year, int(year))

    @extend_schema(parameters=[YEAR], request=None, responses={HTTP_201_CREATED: SealSerializer})
    @action(detail=True, methods=["post"], url_path=r"years/(?P<year>\d{4})/archive")
    def archive(self, request: Request, pk: str, year: str) -> Response:
        """Archive a signed year, as the office: nobody adds anything more."""
        return self._sealed(archive_year, int(year))

    def _sealed(self, act: Callable[..., DossierSeal], year: int) -> Response:
        with refusals():
            seal = act(self.get_object(), year=year, by=user_of(self.request))
        return Response(SealSerializer(seal).data, status=HTTP_201_CREATED)


class DossierEntryViewSet(ReadOnlyModelViewSet[DossierEntry]):
    """Facts of the dossiers that the account reads; a department reads nothing back."""

    queryset = DossierEntry.objects.none()
    serializer_class = DossierEntrySerializer
    filterset_fields = ["cadre", "year", "side", "kind", "state"]

    def get_queryset(self) -> QuerySet[DossierEntry]:
        entries = DossierEntry.objects.visible_to(user_of(self.request))
        return entries.select_related("cadre", "unit")

    @extend_schema(responses=EntryToRuleSerializer(many=True), filters=False)
    @action(detail=False)
    def waiting(self, request: Request) -> Response:
        """What waits for the account to confirm or reject."""
        page = self.paginate_queryset(self._waiting().order_by("recorded_at", "pk"))
        return self.get_paginated_response(EntryToRuleSerializer(page, many=True).data)

    @extend_schema(request=ConfirmSerializer, responses=DossierEntrySerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Confirm a fact that somebody else has recorded."""
        entry = get_object_or_404(self._waiting(), pk=pk)
        meant = self._meant(sent_as(ConfirmSerializer, request)["id_number"])
        with refusals():
            entry = confirm_entry(entry, cadre=meant, by=user_of(request))
        return Response(DossierEntrySerializer(entry).data)

    @extend_schema(request=RejectSerializer, responses=DossierEntrySerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        """Reject it with the reason."""
        entry = get_object_or_404(self._waiting(), pk=pk)
        sent = sent_as(RejectSerializer, request)
        with refusals():
            entry = reject_entry(entry, **sent, by=user_of(request))
        return Response(DossierEntrySerializer(entry).data)

    def _waiting(self) -> QuerySet[DossierEntry]:
        entries = DossierEntry.objects.waiting_for(user_of(self.request))
        return entries.select_related("cadre", "unit", "source")

    def _meant(self, number: str) -> Cadre | None:
        if not number:
            return None
        kept = people_kept(user_of(self.request), [Role.OFFICE_STAFF])
        found = kept.filter(id_number=number).first()
        if found is None:
            message = _("No cadre whose dossier you keep has this number.")
            raise ValidationError({"id_number": [message]})
        return found


class IntakeViewSet(GenericViewSet[DossierEntry]):
    """Where a department writes and reads nothing back."""

    queryset = DossierEntry.objects.none()
    serializer_class = IntakeSerializer
    permission_classes = (IsAuthenticated, ReportsData)

    @extend_schema(request=IntakeSerializer, responses={HTTP_201_CREATED: ReceiptSerializer})
    def create(self, request: Request) -> Response:
        """Send a fact; the answer is a receipt number, whoever is meant."""
        user = user_of(request)
        departments = Unit.objects.filter(pk__in=user.unit_keys([Role.DATA_REPORTER]))
        sent = sent_as(IntakeSerializer, request, source=departments)
        with refusals():
            entry = receive_fact(**sent, by=user)
        return Response(ReceiptSerializer(entry).data, status=HTTP_201_CREATED)
