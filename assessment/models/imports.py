"""Uploaded assessment workbooks between upload and confirmation."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from organization.models import Role
from organization.models.uploaded_lists import Upload

if TYPE_CHECKING:
    from organization.models import User


class WorkbookImportQuerySet(models.QuerySet["WorkbookImport"]):
    def visible_to(self, user: "User") -> Self:
        """The account's own uploads, while it may upload."""
        if not user.has_role(Role.OFFICE_STAFF):
            return self.none()
        return self.filter(uploaded_by=user)


class WorkbookImport(Upload):
    """An uploaded workbook: what it would change, until somebody confirms or drops it."""

    uploaded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        related_name="workbook_imports",
    )
    file = models.FileField(_("file"), upload_to="imports/%Y/%m")

    objects = WorkbookImportQuerySet.as_manager()

    class Meta(Upload.Meta):
        verbose_name = _("workbook import")
        verbose_name_plural = _("workbook imports")
