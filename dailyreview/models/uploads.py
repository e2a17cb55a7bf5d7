"""Uploaded sheets of attendance between upload and confirmation."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dailyreview.models.plans import Quarter
from organization.models import Role, Unit

if TYPE_CHECKING:
    from organization.models import User


class AttendanceUploadQuerySet(models.QuerySet["AttendanceUpload"]):
    def visible_to(self, user: "User") -> Self:
        """The account's own uploads, while it keeps the attendance of the unit."""
        return self.filter(uploaded_by=user, unit__in=attendance_units(user))


class AttendanceUpload(models.Model):
    """A sheet of days present and away: what it would change, until it is confirmed or dropped."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("waiting for confirmation")
        CONFIRMED = "confirmed", _("stored")
        DROPPED = "dropped", _("dropped")

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
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    file = models.FileField(_("file"), upload_to="attendance/%Y/%m")
    file_name = models.CharField(_("file name"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PREVIEWED
    )
    created_count = models.PositiveIntegerField(_("to be created"), default=0)
    changed_count = models.PositiveIntegerField(_("to be changed"), default=0)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0)
    refused_count = models.PositiveIntegerField(_("refused"), default=0)
    preview = models.JSONField(
        _("preview"),
        default=dict,
        editable=False,
        help_text=_("What was shown row by row, and the digest that confirming compares with."),
    )

    objects = AttendanceUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded attendance")
        verbose_name_plural = _("uploaded attendance")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("dailyreview:attendance_detail", args=[self.pk])


def attendance_units(user: "User") -> models.QuerySet[Unit]:
    """Units whose attendance the account keeps: as their reporter, or as office of the domain."""
    reported = Unit.objects.filter(pk__in=user.unit_keys([Role.DATA_REPORTER]))
    if not user.has_role(Role.OFFICE_STAFF):
        return reported
    return reported | Unit.objects.editable_by(user)
