"""Uploaded lists of the pool between upload and confirmation."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluators.models.training import TrainingSession
from organization.models import Role
from organization.models.uploaded_lists import Upload

if TYPE_CHECKING:
    from organization.models import User


class PoolUploadQuerySet(models.QuerySet["PoolUpload"]):
    def visible_to(self, user: "User") -> Self:
        """The account's own uploads, while it may upload."""
        if not user.has_role(Role.OFFICE_STAFF):
            return self.none()
        return self.filter(uploaded_by=user)

    def waiting(self) -> Self:
        """Neither stored nor dropped."""
        return self.filter(state=PoolUpload.State.PREVIEWED)


class PoolUpload(Upload):
    """An uploaded list: what it would change, until somebody confirms or drops it."""

    class Kind(models.TextChoices):
        EVALUATORS = "evaluators", _("evaluators")
        ATTENDEES = "attendees", _("attendees of a session")
        TOPICS = "topics", _("research topics")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    session = models.ForeignKey(
        TrainingSession,
        verbose_name=_("training session"),
        on_delete=models.CASCADE,
        related_name="uploads",
        null=True,
        blank=True,
    )
    uploaded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        related_name="pool_uploads",
    )
    file = models.FileField(_("file"), upload_to="pool/%Y/%m")

    objects = PoolUploadQuerySet.as_manager()

    class Meta(Upload.Meta):
        verbose_name = _("uploaded list of the pool")
        verbose_name_plural = _("uploaded lists of the pool")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="attendees", session__isnull=False)
                | (~Q(kind="attendees") & Q(session__isnull=True)),
                name="%(app_label)s_%(class)s_session",
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("evaluators:upload_detail", args=[self.pk])
