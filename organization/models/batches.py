"""What every batch of papers has: a state under a lease, progress, and one ZIP in the end."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

BatchT = TypeVar("BatchT", bound="Batch")


class BatchQuerySet(models.QuerySet[BatchT]):
    def unfinished(self) -> Self:
        """Batches that still have work or wait for it."""
        return self.filter(state__in=[Batch.State.QUEUED, Batch.State.RUNNING])

    def waiting(self) -> Self:
        """Batches that no worker has taken."""
        return self.filter(state=Batch.State.QUEUED)

    def lost(self) -> Self:
        """Batches whose worker has not been heard of for a whole lease."""
        return self.filter(state=Batch.State.RUNNING, lease_until__lt=timezone.now())

    def held_by(self, batch: "Batch") -> Self:
        """The row of a claimed batch, as long as this attempt is still the one that counts."""
        return self.filter(pk=batch.pk, state=Batch.State.RUNNING, attempt=batch.attempt)


class Batch(models.Model):
    """Papers that a person ordered as one ZIP, made by a worker."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        COMPLETE = "complete", _("complete")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"

    format = models.CharField(_("format"), max_length=4, choices=Format.choices, default=Format.PDF)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    done_count = models.PositiveIntegerField(_("done"), default=0)
    total_count = models.PositiveIntegerField(_("of"))
    file = models.FileField(_("file"), upload_to="reports/%Y/%m", blank=True)
    error = models.TextField(_("error"), blank=True)
    requested_at = models.DateTimeField(_("ordered at"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_count__lte=F("total_count")),
                name="%(app_label)s_%(class)s_progress",
            )
        ]

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in {self.State.QUEUED, self.State.RUNNING}
