"""Uploaded lists of uses between upload and confirmation."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.models import AssessmentCycle
from organization.models import Role

if TYPE_CHECKING:
    from organization.models import User


class UseUploadQuerySet(models.QuerySet["UseUpload"]):
    def visible_to(self, user: "User") -> Self:
        """The account's own uploads, while it may upload."""
        if not user.has_role(Role.OFFICE_STAFF):
            return self.none()
        return self.filter(uploaded_by=user)


class UseUpload(models.Model):
    """A list of uses of one cycle's results: what it would record, until confirmed or dropped."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("waiting for confirmation")
        CONFIRMED = "confirmed", _("stored")
        DROPPED = "dropped", _("dropped")

    cycle = models.ForeignKey(
        AssessmentCycle,
        verbose_name=_("cycle"),
        on_delete=models.PROTECT,
        related_name="use_uploads",
    )
    uploaded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        related_name="use_uploads",
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    file = models.FileField(_("file"), upload_to="uses/%Y/%m")
    file_name = models.CharField(_("file name"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PREVIEWED
    )
    created_count = models.PositiveIntegerField(_("to be created"), default=0)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0)
    refused_count = models.PositiveIntegerField(_("refused"), default=0)
    preview = models.JSONField(
        _("preview"),
        default=dict,
        editable=False,
        help_text=_("What was shown row by row, and the digest that confirming compares with."),
    )

    objects = UseUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded list of uses")
        verbose_name_plural = _("uploaded lists of uses")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("feedback:useupload_detail", args=[self.pk])
