"""Uploaded lists of survey results between upload and confirmation."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collection.models.surveys import Survey
from organization.models import Role
from organization.models.uploaded_lists import Upload

if TYPE_CHECKING:
    from organization.models import User


class SurveyUploadQuerySet(models.QuerySet["SurveyUpload"]):
    def visible_to(self, user: "User") -> Self:
        """The account's own uploads, while it may upload."""
        if not user.has_role(Role.OFFICE_STAFF):
            return self.none()
        return self.filter(uploaded_by=user)


class SurveyUpload(Upload):
    """A list of results of one survey: what it would store, until confirmed or dropped."""

    survey = models.ForeignKey(
        Survey, verbose_name=_("survey"), on_delete=models.PROTECT, related_name="uploads"
    )
    uploaded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        related_name="survey_uploads",
    )
    file = models.FileField(_("file"), upload_to="surveys/%Y/%m")

    objects = SurveyUploadQuerySet.as_manager()

    class Meta(Upload.Meta):
        verbose_name = _("uploaded list of survey results")
        verbose_name_plural = _("uploaded lists of survey results")

    def get_absolute_url(self) -> str:
        return reverse("collection:surveyupload_detail", args=[self.pk])
