"""What the API says of attendance that is brought in as a sheet, and takes for it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dailyreview.models import AttendanceUpload, Quarter
from dailyreview.selectors.attendance import UnitAttendance
from dailyreview.serializers.base import ChosenFrom, chosen
from organization.models import Unit


class UnitAttendanceSerializer(serializers.Serializer[UnitAttendance]):
    """A unit in an open quarter: how many take part, and of how many the attendance is there."""

    quarter = serializers.IntegerField(source="quarter.pk")
    period = serializers.CharField(source="quarter.period")
    unit = serializers.IntegerField(source="unit.pk")
    unit_code = serializers.CharField(source="unit.code")
    people = serializers.IntegerField()
    kept = serializers.IntegerField()


class SheetSentSerializer(ChosenFrom):
    """A sheet of one unit in one quarter."""

    quarter = chosen(Quarter)
    unit = chosen(Unit)
    file = serializers.FileField()


class AttendanceUploadSerializer(serializers.ModelSerializer[AttendanceUpload]):
    """A sheet between upload and confirmation, with how many rows it would change."""

    unit = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = AttendanceUpload
        fields = [
            "id",
            "quarter",
            "unit",
            "file_name",
            "uploaded_at",
            "state",
            "created_count",
            "changed_count",
            "unchanged_count",
            "refused_count",
        ]


class AttendancePreviewSerializer(AttendanceUploadSerializer):
    """The sheet with what it would do row by row; rows that change nothing are only counted."""

    preview = serializers.SerializerMethodField()

    class Meta(AttendanceUploadSerializer.Meta):
        fields = [*AttendanceUploadSerializer.Meta.fields, "preview"]

    @extend_schema_field(serializers.DictField(child=serializers.ListField()))
    def get_preview(self, upload: AttendanceUpload) -> Any:
        heaps = ("refused", "changed", "created", "remarks")
        return {name: upload.preview.get(name, []) for name in heaps}
