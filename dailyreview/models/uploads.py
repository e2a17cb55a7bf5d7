"""Uploaded sheets of attendance between upload and confirmation."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dailyreview.models.plans import Quarter
from organization.models import Role, Unit
from organization.models.uploaded_lists import Upload

if TYPE_CHECKING:
    from organization.models import User


class AttendanceUploadQuerySet(models.QuerySet["AttendanceUpload"]):
    def visible_to(self, user: "User") -> Self:
        """The account's own uploads, while it keeps the attendance of the unit."""
        return self.filter(uploaded_by=user, unit__in=attendance_units(user))


class AttendanceUpload(Upload):
    """A sheet of days present and away: what it would change, until it is confirmed or dropped."""

    quarter = models.ForeignKey(
        Quarter,
        verbose_name=_("quarter"),
        on_delete=models.CASCADE,
        related_name="attendance_uploads",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        related_name="attendance_uploads",
    )
    uploaded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        related_name="attendance_uploads",
    )
    file = models.FileField(_("file"), upload_to="attendance/%Y/%m")

    objects = AttendanceUploadQuerySet.as_manager()

    class Meta(Upload.Meta):
        verbose_name = _("uploaded attendance")
        verbose_name_plural = _("uploaded attendance")

    def get_absolute_url(self) -> str:
        return reverse("dailyreview:attendance_detail", args=[self.pk])


def attendance_units(user: "User") -> models.QuerySet[Unit]:
    """Units whose attendance the account keeps: as their reporter, or as office of the domain."""
    reported = Unit.objects.filter(pk__in=user.unit_keys([Role.DATA_REPORTER]))
    if not user.has_role(Role.OFFICE_STAFF):
        return reported
    return reported | Unit.objects.editable_by(user)
