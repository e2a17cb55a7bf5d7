"""Uploaded task lists between upload and confirmation."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collection.models.tasks import TaskList
from organization.models import Role
from organization.models.uploaded_lists import Upload

if TYPE_CHECKING:
    from organization.models import User


class TaskUploadQuerySet(models.QuerySet["TaskUpload"]):
    def visible_to(self, user: "User") -> Self:
        """The account's own uploads, while it keeps the list."""
        if not user.has_role(Role.OFFICE_STAFF):
            return self.none()
        return self.filter(uploaded_by=user, task_list__in=TaskList.objects.editable_by(user))


class TaskUpload(Upload):
    """An uploaded task list: what it would change, until it is confirmed or dropped."""

    task_list = models.ForeignKey(
        TaskList, verbose_name=_("task list"), on_delete=models.CASCADE, related_name="uploads"
    )
    uploaded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        related_name="task_uploads",
    )
    file = models.FileField(_("file"), upload_to="tasklists/%Y/%m")

    objects = TaskUploadQuerySet.as_manager()

    class Meta(Upload.Meta):
        verbose_name = _("uploaded task list")
        verbose_name_plural = _("uploaded task lists")

    def get_absolute_url(self) -> str:
        return reverse("collection:taskupload_detail", args=[self.pk])
