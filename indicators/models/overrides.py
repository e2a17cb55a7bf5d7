"""What a system holds for single units: own weights, exemptions, linked results."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.nodes import SystemNode
from organization.models import Unit


class WeightOverride(models.Model):
    """A unit's own weight for a node, with the reason (IND-12: the total stays)."""

    node = models.ForeignKey(
        SystemNode, verbose_name=_("node"), on_delete=models.CASCADE, related_name="overrides"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.CASCADE, related_name="weight_overrides"
    )
    weight = models.DecimalField(
        _("weight"), max_digits=9, decimal_places=4, validators=[MinValueValidator(0)]
    )
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("own weight of a unit")
        verbose_name_plural = _("own weights of units")
        ordering = ["unit__code", "node__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["node", "unit"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The unit has an own weight for this node already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.node} · {self.weight.normalize():f}"


class Exemption(models.Model):
    """A leaf does not concern a unit; its weight goes to the siblings in proportion."""

    node = models.ForeignKey(
        SystemNode, verbose_name=_("node"), on_delete=models.CASCADE, related_name="exemptions"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.CASCADE, related_name="exemptions"
    )
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")
        ordering = ["unit__code", "node__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["node", "unit"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The unit is exempt from this node already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.node}"


class ResultLink(models.Model):
    """A leaf of a unit reads the result of another unit (joint liability, the team's own score)."""

    node = models.ForeignKey(
        SystemNode, verbose_name=_("node"), on_delete=models.CASCADE, related_name="links"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.CASCADE, related_name="result_links"
    )
    target = models.ForeignKey(
        Unit,
        verbose_name=_("unit whose result is read"),
        on_delete=models.CASCADE,
        related_name="read_by_links",
    )
    weight = models.DecimalField(_("weight"), max_digits=9, decimal_places=4, default=1)

    class Meta:
        verbose_name = _("linked result")
        verbose_name_plural = _("linked results")
        ordering = ["unit__code", "node__position", "target__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["node", "unit", "target"], name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=~Q(unit=models.F("target")), name="%(app_label)s_%(class)s_not_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.node} ← {self.target}"
