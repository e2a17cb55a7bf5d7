"""Reported values: what a source department says a unit achieved in a period."""

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indicators.models.library import Indicator, validate_measure
from indicators.rules.measures import convert
from indicators.rules.periods import is_period
from organization.models import Role, Unit

if TYPE_CHECKING:
    from organization.models import User


def validate_period(text: str) -> None:
    """Refuse text that is no year, half, quarter or month."""
    if not is_period(text):
        raise ValidationError(
            _("Write a period as 2023, 2023H1, 2023Q1 or 2023-01."), code="period"
        )


class ReportedValueQuerySet(models.QuerySet["ReportedValue"]):
    def visible_to(self, user: "User") -> Self:
        """Figures of the units the account sees, benchmarks, and those its own unit answers for."""
        if user.has_role(Role.SYSTEM_ADMIN):
            return self
        return self.filter(
            Q(unit__in=Unit.objects.visible_to(user))
            | Q(unit__isnull=True)
            | Q(indicator__owner=user.unit_id, indicator__owner__isnull=False)
        )


class ReportedValue(models.Model):
    """One figure: an indicator's actual, target or benchmark value for a unit and period."""

    class Series(models.TextChoices):
        ACTUAL = "actual", _("actual value")
        TARGET = "target", _("target value")
        BENCHMARK = "benchmark", _("benchmark value")
        AVERAGE = "average", _("average of the area")
        BEST = "best", _("best of the area")

    # May stand without a unit, and then holds for every one.
    COMMON = (Series.BENCHMARK, Series.AVERAGE, Series.BEST)

    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="values"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        related_name="reported_values",
        null=True,
        blank=True,
        help_text=_("Empty for a benchmark that holds for every unit."),
    )
    period = models.CharField(_("period"), max_length=7, validators=[validate_period])
    series = models.CharField(
        _("series"), max_length=10, choices=Series.choices, default=Series.ACTUAL
    )
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6)
    unit_of_measure = models.CharField(
        _("unit of measure"), max_length=12, validators=[validate_measure]
    )
    source_department = models.CharField(_("source department"), max_length=100, blank=True)
    evidence = models.FileField(_("evidence"), upload_to="evidence/%Y/%m", blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    reported_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("reported by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reported_values",
    )
    reported_at = models.DateTimeField(_("reported at"), auto_now=True)

    objects = ReportedValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("reported value")
        verbose_name_plural = _("reported values")
        ordering = ["indicator__code", "period", "unit__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "unit", "period", "series"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This figure has been reported already."),
            ),
            models.UniqueConstraint(
                fields=["indicator", "period", "series"],
                condition=Q(unit__isnull=True),
                name="%(app_label)s_%(class)s_common",
                violation_error_message=_("This figure has been reported already."),
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(series__in=("benchmark", "average", "best")),
                name="%(app_label)s_%(class)s_has_unit",
                violation_error_message=_("Only a benchmark may stand without a unit."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.unit or '—'} · {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:value_detail", args=[self.pk])

    def in_measure(self, symbol: str) -> Decimal:
        """The value in another unit of measure of its dimension."""
        return convert(self.value, self.unit_of_measure, symbol)
