"""Health check reports and their batches."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.models import Result, RunGroup
from organization.models import Role
from organization.models.batches import Batch, BatchQuerySet

if TYPE_CHECKING:
    from organization.models import User


class ReportAdvice(models.Model):
    """What a person adds to the advice of a health check report (体检单), beside its figures."""

    result = models.OneToOneField(
        Result, verbose_name=_("result"), on_delete=models.CASCADE, related_name="advice"
    )
    text = models.TextField(_("advice"), max_length=2000)
    written_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("written by"),
        on_delete=models.PROTECT,
        related_name="report_advice",
    )
    written_at = models.DateTimeField(_("written at"), auto_now=True)

    class Meta:
        verbose_name = _("advice of a report")
        verbose_name_plural = _("advice of reports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.result)


class ReportBatchQuerySet(BatchQuerySet["ReportBatch"]):
    def visible_to(self, user: "User") -> Self:
        """Batches that the account ordered, while it works in the office."""
        if not user.has_role(Role.OFFICE_STAFF):
            return self.none()
        return self.filter(requested_by=user)


class ReportBatch(Batch):
    """The reports of one comparison group as one ZIP."""

    group = models.ForeignKey(
        RunGroup,
        verbose_name=_("comparison group"),
        on_delete=models.CASCADE,
        related_name="report_batches",
    )
    requested_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("ordered by"),
        on_delete=models.PROTECT,
        related_name="report_batches",
    )

    objects = ReportBatchQuerySet.as_manager()

    class Meta(Batch.Meta):
        verbose_name = _("batch of reports")
        verbose_name_plural = _("batches of reports")

    def __str__(self) -> str:
        return f"{self.group} · {self.get_format_display()}"

    def get_absolute_url(self) -> str:
        return reverse("feedback:batch_detail", args=[self.pk])
