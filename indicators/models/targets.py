"""Answers to targets that a lower level set above those of the upper one (IND-05)."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.models.library import Indicator
from indicators.models.values import validate_period
from organization.models import Role, Unit

if TYPE_CHECKING:
    from organization.models import User


class TargetAnswerQuerySet(models.QuerySet["TargetAnswer"]):
    def visible_to(self, user: "User") -> Self:
        """Answers about the units the account sees."""
        if user.has_role(Role.SYSTEM_ADMIN):
            return self
        return self.filter(unit__in=Unit.objects.visible_to(user))


class TargetAnswer(models.Model):
    """What was said of a target above the upper level's; a later answer replaces it, both stay."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", _("accepted with the reason")
        LOWERED = "lowered", _("to be lowered")

    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="target_answers",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        related_name="target_answers",
        help_text=_("Where targets add up: the unit whose parts ask for more together."),
    )
    period = models.CharField(_("period"), max_length=7, validators=[validate_period])
    target = models.DecimalField(_("target value"), max_digits=24, decimal_places=6)
    upper = models.DecimalField(_("target of the upper level"), max_digits=24, decimal_places=6)
    kind = models.CharField(_("answer"), max_length=10, choices=Kind.choices)
    reason = models.CharField(_("reason"), max_length=200)
    answered_at = models.DateTimeField(_("answered at"), auto_now_add=True)
    answered_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("answered by"),
        on_delete=models.PROTECT,
        related_name="target_answers",
    )

    objects = TargetAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a raised target")
        verbose_name_plural = _("answers to raised targets")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.unit.label} · {self.period}"
