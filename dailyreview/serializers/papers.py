"""What the API says of batches of forms and of appointment forms, and takes for them."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dailyreview.models import AppointmentForm, FormBatch, Quarter
from dailyreview.selectors.appointment_forms import (
    Difference,
    differences_from_record,
    differences_from_stored,
    shown_family,
    shown_fields,
)
from dailyreview.serializers.base import ChosenFrom, chosen
from dailyreview.services.appointment_forms import LARGEST, MEGABYTE, digest_of
from organization.models import Unit


class FormBatchSerializer(serializers.ModelSerializer[FormBatch]):
    """Forms ordered as one ZIP, and how many of them are made."""

    unit = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = FormBatch
        fields = [
            "id",
            "plan",
            "quarter",
            "unit",
            "format",
            "state",
            "done_count",
            "total_count",
            "requested_at",
        ]


class FormOrderSerializer(ChosenFrom, serializers.ModelSerializer[FormBatch]):
    """A quarter, or none for the forms of the year; a unit, or none for all."""

    quarter = chosen(Quarter, allow_null=True, default=None)
    unit = chosen(Unit, allow_null=True, default=None)

    class Meta:
        model = FormBatch
        fields = ["quarter", "unit", "format"]
        extra_kwargs = {"format": {"default": FormBatch.Format.DOCX}}


class LrmxSerializer(ChosenFrom):
    """The `.lrmx` file of one person."""

    file = serializers.FileField()

    def validate_file(self, file: Any) -> Any:
        """Refuse a large file before it is read."""
        if file.size > LARGEST:
            message = _("At most %(most)d MB are accepted.") % {"most": LARGEST // MEGABYTE}
            raise serializers.ValidationError(message)
        return file


class DigestSerializer(ChosenFrom):
    """The file as the sender has seen it."""

    digest = serializers.CharField(max_length=64)


class LabelledSerializer(serializers.Serializer[Any]):
    """A field of the printed form with its text."""

    label = serializers.CharField()  # type: ignore[assignment]
    text = serializers.CharField()


class DifferenceSerializer(serializers.Serializer[Difference]):
    """Where the file that waits says something else than we have."""

    tag = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    ours = serializers.CharField()
    theirs = serializers.CharField()


class AppointmentFormSerializer(serializers.ModelSerializer[AppointmentForm]):
    """Whose form there is since when, and whether a newer file waits."""

    name = serializers.CharField(source="cadre.name", read_only=True)
    imported_by = serializers.StringRelatedField[Any]()
    waits = serializers.SerializerMethodField()

    class Meta:
        model = AppointmentForm
        fields = ["id", "cadre", "name", "imported_by", "imported_at", "waits"]

    def get_waits(self, form: AppointmentForm) -> bool:
        return form.offered_by_id is not None


class AppointmentFormDetailSerializer(AppointmentFormSerializer):
    """The form, and where a file that waits differs from it and from the cadre's own record."""

    fields_shown = serializers.SerializerMethodField()
    family = serializers.SerializerMethodField()
    digest = serializers.SerializerMethodField()
    from_record = serializers.SerializerMethodField()
    from_stored = serializers.SerializerMethodField()

    class Meta(AppointmentFormSerializer.Meta):
        fields = [
            *AppointmentFormSerializer.Meta.fields,
            "fields_shown",
            "family",
            "digest",
            "from_record",
            "from_stored",
        ]

    @extend_schema_field(LabelledSerializer(many=True))
    def get_fields_shown(self, form: AppointmentForm) -> Any:
        return [{"label": label, "text": text} for label, text in shown_fields(form.form)]

    @extend_schema_field(serializers.ListField(child=serializers.ListField()))
    def get_family(self, form: AppointmentForm) -> Any:
        return shown_family(form.form)

    @extend_schema_field(serializers.CharField(help_text="To confirm with; empty: nothing waits."))
    def get_digest(self, form: AppointmentForm) -> str:
        return "" if form.offered is None else digest_of(form)

    @extend_schema_field(DifferenceSerializer(many=True))
    def get_from_record(self, form: AppointmentForm) -> Any:
        if form.offered is None:
            return []
        found = differences_from_record(form.offered_form, form.cadre)
        return DifferenceSerializer(found, many=True).data  # type: ignore[arg-type]

    @extend_schema_field(DifferenceSerializer(many=True))
    def get_from_stored(self, form: AppointmentForm) -> Any:
        if form.offered is None:
            return []
        found = differences_from_stored(form.form, form.offered_form)
        return DifferenceSerializer(found, many=True).data  # type: ignore[arg-type]
