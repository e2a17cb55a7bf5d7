"""Letters that an evaluator signs before anything opens: pledge, secrecy, the nine don'ts."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluators.models.plans import FieldPlan
from evaluators.models.pool import Evaluator
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet


class LetterVersionQuerySet(models.QuerySet["LetterVersion"]):
    def on(self, day: dt.date) -> Self:
        """The version of each kind that holds on a day."""
        newest = (
            LetterVersion.objects.filter(kind=models.OuterRef("kind"), valid_from__lte=day)
            .order_by("-valid_from", "-pk")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(newest))


class LetterVersion(models.Model):
    """The wording of a letter from a day on; a signed wording is never changed, only followed."""

    class Kind(models.TextChoices):
        PLEDGE = "pledge", _("pledge letter")
        SECRECY = "secrecy", _("secrecy letter")
        NINE_DONTS = "nine_donts", _("nine don'ts")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    valid_from = models.DateField(_("valid from"))
    text = models.TextField(_("text"))

    objects = LetterVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a letter")
        verbose_name_plural = _("versions of letters")
        ordering = ["kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "valid_from"],
                name="%(app_label)s_%(class)s_day",
                violation_error_message=_("Another version is valid from this day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.valid_from}"


class Signature(WrittenOnce):
    """An evaluator signed a version of a letter for one plan."""

    letter = models.ForeignKey(
        LetterVersion, verbose_name=_("letter"), on_delete=models.PROTECT, related_name="signatures"
    )
    evaluator = models.ForeignKey(
        Evaluator, verbose_name=_("evaluator"), on_delete=models.PROTECT, related_name="signatures"
    )
    plan = models.ForeignKey(
        FieldPlan,
        verbose_name=_("field plan"),
        on_delete=models.PROTECT,
        related_name="signatures",
    )
    signed_at = models.DateTimeField(_("signed at"), auto_now_add=True)

    objects = WrittenOnceQuerySet["Signature"].as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["plan_id", "evaluator_id", "letter_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "evaluator", "plan"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This letter is signed already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluator} · {self.letter}"
