"""Parameters of the bonus sheet (奖金池); what anybody gets is computed and never kept."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from dailyreview.models.plans import DailyPlan
from organization.models import Cadre

NOT_LESS = [MinValueValidator(0)]


class BonusClass(models.Model):
    """What is divided among one identity class in a plan, the least of it and the gap, in yuan."""

    plan = models.ForeignKey(
        DailyPlan, verbose_name=_("plan"), on_delete=models.CASCADE, related_name="bonus_classes"
    )
    identity_class = models.CharField(
        _("identity class"), max_length=20, choices=Cadre.IdentityClass.choices
    )
    pool = models.DecimalField(
        _("pool, yuan"), max_digits=12, decimal_places=2, validators=[MinValueValidator(1)]
    )
    floor = models.DecimalField(
        _("least for each, yuan"), max_digits=10, decimal_places=2, validators=NOT_LESS
    )
    gap = models.DecimalField(
        _("gap, yuan"),
        max_digits=8,
        decimal_places=2,
        validators=NOT_LESS,
        help_text=_("Between the most and the fewest points of the class."),
    )

    class Meta:
        verbose_name = _("bonus of an identity class")
        verbose_name_plural = _("bonuses of identity classes")
        ordering = ["plan_id", "identity_class"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "identity_class"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This identity class has its bonus set already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.get_identity_class_display()}"
