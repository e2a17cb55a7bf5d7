"""How the process score of a unit moves its share of the best grade."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from dailyreview.models.plans import DailyPlan


class ProcessStep(models.Model):
    """From a process score on, so much is added to a unit's share of the best grade, or taken.

    The steps that say the same quarter stand together; those of a later quarter replace them.
    """

    plan = models.ForeignKey(
        DailyPlan, verbose_name=_("plan"), on_delete=models.CASCADE, related_name="process_steps"
    )
    from_quarter = models.PositiveSmallIntegerField(
        _("from quarter"), default=2, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    min_score = models.DecimalField(
        _("process score from"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    change = models.DecimalField(
        _("added to the share"),
        max_digits=5,
        decimal_places=4,
        validators=[MinValueValidator(Decimal(-1)), MaxValueValidator(Decimal(1))],
        help_text=_("0.05 adds five percentage points, -0.05 takes them away."),
    )
    clause = models.CharField(_("clause"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("step of the process score")
        verbose_name_plural = _("steps of the process score")
        ordering = ["plan_id", "from_quarter", "-min_score"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "from_quarter", "min_score"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This score has a step already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.min_score}"
