"""Health check reports and their batches."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.models import Result, RunGroup
from organization.models import Role

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


class ReportBatchQuerySet(models.QuerySet["ReportBatch"]):
    def visible_to(self, user: "User") -> Self:
        """Batches that the account ordered, while it works in the office."""
        if not user.has_role(Role.OFFICE_STAFF):
            return self.none()
        return self.filter(requested_by=user)

    def unfinished(self) -> Self:
        """Batches that still have work or wait for it."""
        return self.filter(state__in=[ReportBatch.State.QUEUED, ReportBatch.State.RUNNING])


class ReportBatch(models.Model):
    """The reports of one comparison group as one ZIP, made by a worker."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        COMPLETE = "complete", _("complete")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"

    group = models.ForeignKey(
        RunGroup,
        verbose_name=_("comparison group"),
        on_delete=models.CASCADE,
        related_name="report_batches",
    )
    format = models.CharField(_("format"), max_length=4, choices=Format.choices, default=Format.PDF)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    done_count = models.PositiveIntegerField(_("done"), default=0)
    total_count = models.PositiveIntegerField(_("of"))
    file = models.FileField(_("file"), upload_to="reports/%Y/%m", blank=True)
    error = models.TextField(_("error"), blank=True)
    requested_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("ordered by"),
        on_delete=models.PROTECT,
        related_name="report_batches",
    )
    requested_at = models.DateTimeField(_("ordered at"), auto_now_add=True)

    objects = ReportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of reports")
        verbose_name_plural = _("batches of reports")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_count__lte=models.F("total_count")),
                name="%(app_label)s_%(class)s_progress",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.get_format_display()}"

    def get_absolute_url(self) -> str:
        return reverse("feedback:batch_detail", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in {self.State.QUEUED, self.State.RUNNING}
