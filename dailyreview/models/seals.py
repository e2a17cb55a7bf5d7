"""Seals of a dossier: a year is signed, then archived."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dailyreview.models.dossier import people_below, people_kept
from organization.models import Cadre
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from organization.models import User


class DossierSealQuerySet(WrittenOnceQuerySet["DossierSeal"]):
    def visible_to(self, user: "User") -> Self:
        """Seals of the dossiers that the account reads."""
        reached = Q(cadre__in=people_kept(user)) | Q(cadre__in=people_below(user))
        own = Q(cadre=user.cadre_id) if user.cadre_id else Q(pk=None)
        return self.filter(reached | own)


class DossierSeal(WrittenOnce):
    """A year of a dossier is signed by a superior, then archived by the office: locked for good."""

    class Stage(models.TextChoices):
        SIGNED = "signed", pgettext_lazy("dossier", "signed")
        ARCHIVED = "archived", _("archived")

    cadre = models.ForeignKey(
        Cadre, verbose_name=_("cadre"), on_delete=models.PROTECT, related_name="dossier_seals"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices)
    sealed_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        related_name="dossier_seals",
    )
    sealed_at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = DossierSealQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("seal of a dossier")
        verbose_name_plural = _("seals of dossiers")
        ordering = ["-year", "cadre_id", "-stage"]
        constraints = [
            models.UniqueConstraint(
                fields=["cadre", "year", "stage"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This is done already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.cadre} · {self.year} · {self.get_stage_display()}"

    def get_absolute_url(self) -> str:
        return reverse("dailyreview:dossier_detail", args=[self.cadre_id])
