"""What a system of people holds for a single person: own weights, from the yearly duty list."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.models.nodes import SystemNode
from organization.models import Cadre


class PersonWeight(models.Model):
    """A person's own weight for a node, with the reason (IND-20: the block keeps its total)."""

    node = models.ForeignKey(
        SystemNode, verbose_name=_("node"), on_delete=models.CASCADE, related_name="person_weights"
    )
    cadre = models.ForeignKey(
        Cadre, verbose_name=_("cadre"), on_delete=models.CASCADE, related_name="own_weights"
    )
    weight = models.DecimalField(
        _("weight"), max_digits=9, decimal_places=4, validators=[MinValueValidator(0)]
    )
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("own weight of a person")
        verbose_name_plural = _("own weights of people")
        ordering = ["cadre__name", "cadre", "node__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["node", "cadre"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The person has an own weight for this node already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.cadre} · {self.node} · {self.weight.normalize():f}"
