"""Quotas: how many may have a grade, at every level that a scheme states it for."""

from collections.abc import Iterator
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessment.models.cycles import AssessmentCycle
from assessment.models.schemes import Scheme, SchemeGrade
from organization.models import Cadre, Unit
from organization.rules import is_region_code


class SchemeQuotaQuerySet(models.QuerySet["SchemeQuota"]):
    def of_scheme(self, scheme: Scheme) -> Self:
        """Quotas of a scheme with their grades, best grade first and narrow levels before wide."""
        level = models.Case(
            *(
                models.When(level=value, then=place)
                for place, value in enumerate(SchemeQuota.Level.values)
            )
        )
        rows = self.filter(grade__scheme=scheme).select_related("grade")
        return rows.order_by("grade__position", "-scope", level, "-value")


class SchemeQuota(models.Model):
    """A quota (名额): the largest share of a level that may have a grade, with its clause."""

    class Scope(models.TextChoices):
        GROUP = "group", _("each comparison group")
        CYCLE = "cycle", _("the whole cycle")

    class Level(models.TextChoices):
        # From narrow to wide: so they are applied, and a wide one is filled from what is left.
        IDENTITY_CLASS = "identity_class", _("identity class")
        UNIT = "unit", _("unit (its team)")
        AREA = "area", _("area")
        WHOLE = "whole", _("as a whole")

    class Rounding(models.TextChoices):
        FLOOR = "floor", _("down")
        HALF_UP = "half_up", _("half up")
        CEILING = "ceil", _("up")

    class TieLaw(models.TextChoices):
        ASK = "ask", _("left to the people who decide")
        EXCLUDE = "exclude", _("none of the tied")
        INCLUDE = "include", _("all of the tied")

    grade = models.ForeignKey(
        SchemeGrade, verbose_name=_("grade"), on_delete=models.CASCADE, related_name="quotas"
    )
    scope = models.CharField(
        _("counted over"), max_length=8, choices=Scope.choices, default=Scope.GROUP
    )
    level = models.CharField(_("level"), max_length=16, choices=Level.choices, default=Level.WHOLE)
    value = models.CharField(
        _("only for"),
        max_length=30,
        blank=True,
        help_text=_(
            "One identity class, unit code or region code; empty: all without a row of their own."
        ),
    )
    share = models.DecimalField(
        _("share"),
        max_digits=5,
        decimal_places=4,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("Largest share of those with a total; 0.3 means 30 %."),
    )
    rounding = models.CharField(
        _("rounding of the quota"), max_length=8, choices=Rounding.choices, default=Rounding.FLOOR
    )
    tie_law = models.CharField(
        _("ties at the edge"), max_length=8, choices=TieLaw.choices, default=TieLaw.ASK
    )
    pool_below = models.PositiveSmallIntegerField(
        _("pooled below"),
        default=0,
        help_text=_("Parts of a level with fewer people are counted together; 0 pools none."),
    )
    is_strict = models.BooleanField(
        _("refuse more"),
        default=False,
        help_text=_("A decision beyond the quota is refused, not only pointed out."),
    )
    clause = models.CharField(_("clause"), max_length=200, blank=True)

    objects = SchemeQuotaQuerySet.as_manager()

    class Meta:
        verbose_name = _("quota of a scheme")
        verbose_name_plural = _("quotas of a scheme")
        ordering = ["grade_id", "scope", "level", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["grade", "scope", "level", "value"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This quota stands twice."),
            ),
            models.CheckConstraint(
                condition=~Q(level="whole") | Q(value="", pool_below=0),
                name="%(app_label)s_%(class)s_whole",
                violation_error_message=_("A whole has no parts to choose or to pool."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grade} · {self.get_level_display()}"

    @property
    def value_name(self) -> str:
        """The value it is only for: an identity class in words, otherwise the code."""
        return str(dict(Cadre.IdentityClass.choices).get(self.value, self.value))

    def clean(self) -> None:
        """Refuse a value that nothing of the level can have."""
        is_known = Unit.objects.filter(code=self.value).exists()
        faults = dict(quota_faults(self.level, self.value, self.pool_below or 0, is_known))
        if faults:
            raise ValidationError(faults)


class UnitShare(models.Model):
    """The share of a quota that the people of one unit have in one cycle, instead of the scheme's.

    A run freezes it with everything else; what is decided keeps the share it was decided with.
    """

    cycle = models.ForeignKey(
        AssessmentCycle,
        verbose_name=_("cycle"),
        on_delete=models.CASCADE,
        related_name="unit_shares",
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="quota_shares"
    )
    quota = models.ForeignKey(
        SchemeQuota,
        verbose_name=_("quota of a scheme"),
        on_delete=models.CASCADE,
        related_name="unit_shares",
    )
    share = models.DecimalField(
        _("share"),
        max_digits=5,
        decimal_places=4,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("share of a unit")
        verbose_name_plural = _("shares of units")
        ordering = ["cycle_id", "unit__code", "quota_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "unit", "quota"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This unit has a share of its own already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.quota}"


def quota_faults(
    level: str, value: str, pool_below: int, is_unit: bool
) -> Iterator[tuple[str, str]]:
    """What is wrong with the part of a level that a quota is for, with the field it is wrong in.

    Args:
        is_unit: whether a unit has the value as its code.
    """
    if level == SchemeQuota.Level.WHOLE:
        for field, given in (("value", value), ("pool_below", pool_below)):
            if given:
                yield field, gettext("A whole has no parts to choose or to pool.")
    elif value:
        if pool_below:
            yield "pool_below", gettext("One part alone has nothing to be pooled with.")
        yield from _value_faults(level, value, is_unit)


def _value_faults(level: str, value: str, is_unit: bool) -> Iterator[tuple[str, str]]:
    levels = SchemeQuota.Level
    if level == levels.IDENTITY_CLASS and value not in Cadre.IdentityClass.values:
        known = ", ".join(Cadre.IdentityClass.values)
        yield "value", gettext("An identity class is one of: %(known)s.") % {"known": known}
    elif level == levels.UNIT and not is_unit:
        yield "value", gettext("No unit has this code.")
    elif level == levels.AREA and not is_region_code(value):
        yield "value", gettext("A region code has six digits (GB/T 2260).")
