"""What is ordered and made by a worker: registration forms as one ZIP, dossiers as one list."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dailyreview.models.plans import DailyPlan, Quarter
from organization.models import Role, Unit
from organization.models.batches import Batch, BatchQuerySet

if TYPE_CHECKING:
    from organization.models import User

DOSSIER_READERS = (
    Role.OFFICE_STAFF,
    Role.COMMITTEE_MEMBER,
    Role.UNIT_PRINCIPAL,
    Role.SUPERVISING_LEADER,
)


class FormBatchQuerySet(BatchQuerySet["FormBatch"]):
    def visible_to(self, user: "User") -> Self:
        """Batches that the account ordered, while it works in the office."""
        if not user.has_role(Role.OFFICE_STAFF):
            return self.none()
        return self.filter(requested_by=user)


class FormBatch(Batch):
    """Forms (登记表) of a quarter with the summaries of the units, or those of the whole year."""

    plan = models.ForeignKey(
        DailyPlan, verbose_name=_("plan"), on_delete=models.CASCADE, related_name="form_batches"
    )
    quarter = models.ForeignKey(
        Quarter,
        verbose_name=_("quarter"),
        on_delete=models.CASCADE,
        related_name="form_batches",
        null=True,
        blank=True,
        help_text=_("Empty: the forms of the annual assessment."),
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        related_name="form_batches",
        null=True,
        blank=True,
        help_text=_("Empty: all units."),
    )
    requested_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("ordered by"),
        on_delete=models.PROTECT,
        related_name="form_batches",
    )

    objects = FormBatchQuerySet.as_manager()

    class Meta(Batch.Meta):
        verbose_name = _("batch of registration forms")
        verbose_name_plural = _("batches of registration forms")

    def __str__(self) -> str:
        what = self.quarter or gettext("%(plan)s: forms of the year") % {"plan": self.plan}
        where = self.unit or gettext("all units")
        return f"{what} · {where}"

    def get_absolute_url(self) -> str:
        return reverse("dailyreview:formbatch_detail", args=[self.pk])


class DossierBatchQuerySet(BatchQuerySet["DossierBatch"]):
    def visible_to(self, user: "User") -> Self:
        """Lists that the account ordered, while it reads dossiers by office."""
        if not user.has_role(*DOSSIER_READERS):
            return self.none()
        return self.filter(requested_by=user)


class DossierBatch(Batch):
    """Everybody a search in the dossiers finds, as one spreadsheet."""

    format = None  # type: ignore[assignment]  # a spreadsheet, always
    conditions = models.JSONField(_("conditions"), default=dict, blank=True)
    requested_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("ordered by"),
        on_delete=models.PROTECT,
        related_name="dossier_batches",
    )

    objects = DossierBatchQuerySet.as_manager()

    class Meta(Batch.Meta):
        verbose_name = _("list of dossiers")
        verbose_name_plural = _("lists of dossiers")

    def __str__(self) -> str:
        # The audit trail shows this: a search may name a person, so its words stay out.
        return gettext("%(count)s dossiers") % {"count": self.total_count}

    def get_absolute_url(self) -> str:
        return reverse("dailyreview:dossierbatch_detail", args=[self.pk])
