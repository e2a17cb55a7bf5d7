"""Systems with their tree, and figures in bulk."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError as RefusedError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from indicators.filters import ValueFilter
from indicators.models import (
    FigureReview,
    Indicator,
    IndicatorSystem,
    MergedAssessment,
    ReportedValue,
)
from indicators.serializers.figures import (
    FigureReviewSerializer,
    MergerSerializer,
    ReportedSerializer,
    SystemSerializer,
    SystemTreeSerializer,
    ValueEntrySerializer,
    ValueSerializer,
)
from indicators.services.values import RefusedValuesError, ValueEntry, report_values
from organization.models import Unit

MOST_ROWS = 5000


class RefusedRows(APIException):
    """Nothing was stored: `errors` names each wrong row by its index, with its messages."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, by_row: Mapping[int, list[str]]) -> None:
        # Set directly: the framework would turn the row numbers into texts.
        rows: list[Any] = [{"row": row, "messages": by_row[row]} for row in sorted(by_row)]
        self.detail = {"errors": rows}


class SystemViewSet(ReadOnlyModelViewSet[IndicatorSystem]):
    """Indicator systems that the account sees; a single one with its tree."""

    queryset = IndicatorSystem.objects.none()
    filterset_fields = ["category", "year", "state"]

    def get_queryset(self) -> QuerySet[IndicatorSystem]:
        return IndicatorSystem.objects.visible_to(self.request.user).select_related("category")  # type: ignore[arg-type]

    def get_serializer_class(self) -> type[SystemSerializer]:
        return SystemTreeSerializer if self.action == "retrieve" else SystemSerializer


class MergerViewSet(ReadOnlyModelViewSet[MergedAssessment]):
    """Assessments merged into the composite one, with what they ask for."""

    queryset = MergedAssessment.objects.none()
    serializer_class = MergerSerializer
    filterset_fields = ["year", "level"]

    def get_queryset(self) -> QuerySet[MergedAssessment]:
        seen = MergedAssessment.objects.visible_to(self.request.user)  # type: ignore[arg-type]
        return seen.select_related("department", "domain").prefetch_related("data__indicator")


class ValueViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[ReportedValue]):
    """Reported figures that the account sees. A list that is posted is stored as a whole or not."""

    queryset = ReportedValue.objects.none()
    serializer_class = ValueSerializer
    filterset_class = ValueFilter

    def get_queryset(self) -> QuerySet[ReportedValue]:
        visible = ReportedValue.objects.visible_to(self.request.user)  # type: ignore[arg-type]
        return visible.select_related("indicator", "unit")

    @extend_schema(request=ValueEntrySerializer(many=True), responses=ReportedSerializer)
    def create(self, request: Request) -> Response:
        rows = _checked_rows(request.data)
        entries = _entries(rows)
        try:
            done = report_values(entries, by=request.user)  # type: ignore[arg-type]
        except RefusedValuesError as refusal:
            raise RefusedRows(refusal.by_row) from refusal
        except RefusedError as refusal:
            raise ValidationError({"detail": refusal.messages}) from refusal
        return Response(ReportedSerializer(done).data, status=status.HTTP_200_OK)


class FigureReviewViewSet(ReadOnlyModelViewSet[FigureReview]):
    """Reviews of odd figures; while one is open or rejected, the figure is not scored."""

    queryset = FigureReview.objects.none()
    serializer_class = FigureReviewSerializer
    filterset_fields = ["period", "state", "finding"]

    def get_queryset(self) -> QuerySet[FigureReview]:
        visible = FigureReview.objects.visible_to(self.request.user)  # type: ignore[arg-type]
        return visible.select_related("indicator", "unit")


def _checked_rows(data: Any) -> Sequence[Mapping[str, Any]]:
    if not isinstance(data, list) or not data:
        raise ValidationError({"detail": _("Send a list of figures.")})
    if len(data) > MOST_ROWS:
        raise ValidationError(
            {"detail": _("Send at most %(most)d figures at once.") % {"most": MOST_ROWS}}
        )
    form = ValueEntrySerializer(data=data, many=True)
    if not form.is_valid():
        raise RefusedRows({index: _told(faults) for index, faults in form.errors.items()})
    rows: Sequence[Mapping[str, Any]] = form.validated_data
    return rows


def _told(faults: Any) -> list[str]:
    """The faults of a row: by field, or of what is no row of fields at all."""
    if not isinstance(faults, dict):
        return [str(text) for text in faults]
    return [f"{name}: {text}" for name, texts in faults.items() for text in texts]


def _entries(rows: Sequence[Mapping[str, Any]]) -> list[ValueEntry]:
    """The rows with their indicators and units, read with two queries."""
    indicators = Indicator.objects.in_bulk({row["indicator"] for row in rows}, field_name="code")
    units = Unit.objects.in_bulk({row["unit"] for row in rows if row["unit"]}, field_name="code")
    errors: dict[int, list[str]] = {}
    for index, row in enumerate(rows):
        if row["indicator"] not in indicators:
            errors.setdefault(index, []).append(_("The library has no indicator with this code."))
        if row["unit"] and row["unit"] not in units:
            errors.setdefault(index, []).append(_("No unit has this code."))
    if errors:
        raise RefusedRows(errors)
    return [
        ValueEntry(
            **{
                **row,
                "indicator": indicators[row["indicator"]],
                "unit": units[row["unit"]] if row["unit"] else None,
            }
        )
        for row in rows
    ]
