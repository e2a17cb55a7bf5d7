"""Uploaded lists of uses between upload and confirmation."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.models import AssessmentCycle
from organization.models import Role
from organization.models.uploaded_lists import Upload

if TYPE_CHECKING:
    from organization.models import User


class UseUploadQuerySet(models.QuerySet["UseUpload"]):
    def visible_to(self, user: "User") -> Self:
        """The account's own uploads, while it may upload."""
        if not user.has_role(Role.OFFICE_STAFF):
            return self.none()
        return self.filter(uploaded_by=user)


class UseUpload(Upload):
    """A list of uses of one cycle's results: what it would record, until confirmed or dropped."""

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
    file = models.FileField(_("file"), upload_to="uses/%Y/%m")

    objects = UseUploadQuerySet.as_manager()

    class Meta(Upload.Meta):
        verbose_name = _("uploaded list of uses")
        verbose_name_plural = _("uploaded lists of uses")

    def get_absolute_url(self) -> str:
        return reverse("feedback:useupload_detail", args=[self.pk])
