"""Schemes: the rules of an assessment as dated data, each with its clause."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evaluators.models import GroupRole
from scoring.scheme import trims_well

SHARE: dict[str, Any] = {
    "max_digits": 5,
    "decimal_places": 4,
    "null": True,
    "blank": True,
    "validators": [MinValueValidator(0), MaxValueValidator(1)],
}


class Scheme(models.Model):
    """The scheme (考核方案) of a year: rounding, places, grades and what missing means."""

    class MissingLaw(models.TextChoices):
        HOLD = "hold", _("hold the total")
        RENORMALISE = "renormalise", _("weight goes to the siblings")

    class TieMethod(models.TextChoices):
        COMPETITION = "competition", _("1, 2, 2, 4")
        DENSE = "dense", _("1, 2, 2, 3")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    year = models.PositiveSmallIntegerField(_("year"))
    clause = models.CharField(
        _("clause"), max_length=200, help_text=_("The document and article these rules come from.")
    )
    decimals = models.PositiveSmallIntegerField(
        _("decimals of a total"), default=2, validators=[MaxValueValidator(6)]
    )
    tie_method = models.CharField(
        _("places with ties"),
        max_length=12,
        choices=TieMethod.choices,
        default=TieMethod.COMPETITION,
    )
    missing_value = models.CharField(
        _("when a value is missing"),
        max_length=12,
        choices=MissingLaw.choices,
        default=MissingLaw.HOLD,
    )
    missing_class = models.CharField(
        _("when a rater class has no vote"),
        max_length=12,
        choices=MissingLaw.choices,
        default=MissingLaw.RENORMALISE,
    )
    neutral_share = models.DecimalField(
        _("neutral share"),
        max_digits=5,
        decimal_places=4,
        default=Decimal("0.8"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("Share of full marks where a group is too small or has no spread."),
    )
    bonus_cap = models.DecimalField(
        _("most bonus points of a cycle"), max_digits=9, decimal_places=4, null=True, blank=True
    )
    bonus_floor = models.DecimalField(
        _("most points deducted in a cycle"),
        max_digits=9,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("As a negative number."),
    )
    remark_below_share = models.DecimalField(
        _("a reason is due below"),
        help_text=_("Share of full marks; 1 asks for the reason of every deduction. Empty: never."),
        **SHARE,
    )
    remark_above_share = models.DecimalField(
        _("a reason is due above"),
        help_text=_("Share of full marks, as 0.95. Empty: never."),
        **SHARE,
    )
    flat_different_min = models.DecimalField(
        _("least share of differing sheets"),
        help_text=_(
            "Share of pairs of an evaluator's sheets with different totals; with less the marking "
            "is returned as flat. Empty: not asked."
        ),
        **SHARE,
    )
    flat_width_min = models.DecimalField(
        _("least width of an evaluator's totals"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Between the quarter points, out of 100. Empty: not asked."),
    )
    flat_field_min = models.PositiveSmallIntegerField(
        _("smallest field for it"),
        default=5,
        help_text=_("With fewer sheets of one comparison group nothing is said."),
    )

    class Meta:
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        ordering = ["-year", "code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("assessment:scheme_detail", args=[self.pk])


class SchemeGrade(models.Model):
    """One grade (等次) of a scheme with the score it needs."""

    scheme = models.ForeignKey(
        Scheme, verbose_name=_("scheme"), on_delete=models.CASCADE, related_name="grades"
    )
    code = models.SlugField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"), help_text=_("1 is the best grade."))
    min_score = models.DecimalField(
        _("score at least"), max_digits=9, decimal_places=4, null=True, blank=True
    )
    worth = models.DecimalField(
        _("worth in another cycle"),
        max_digits=9,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("The figure that it counts as where another cycle draws on this one."),
    )
    clause = models.CharField(_("clause"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("grade of a scheme")
        verbose_name_plural = _("grades of a scheme")
        ordering = ["scheme_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="%(app_label)s_%(class)s_code"),
            models.UniqueConstraint(
                fields=["scheme", "position"],
                name="%(app_label)s_%(class)s_position",
                violation_error_message=_("Two grades of a scheme cannot have the same position."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RaterClass(models.Model):
    """A class of raters (票类) with its weight and how its marks become one."""

    class Aggregation(models.TextChoices):
        MEAN = "mean", _("mean")
        MEDIAN = "median", _("median")
        TRIMMED = "trimmed", _("trimmed mean")

    scheme = models.ForeignKey(
        Scheme, verbose_name=_("scheme"), on_delete=models.CASCADE, related_name="rater_classes"
    )
    code = models.SlugField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=40)
    weight = models.DecimalField(_("weight"), max_digits=7, decimal_places=4)
    aggregation = models.CharField(
        _("aggregation"), max_length=8, choices=Aggregation.choices, default=Aggregation.MEAN
    )
    trim_above = models.PositiveSmallIntegerField(
        _("trim with more raters than"), default=5, help_text=_("Only for the trimmed mean.")
    )
    trim_each_end = models.PositiveSmallIntegerField(_("left out at each end"), default=1)
    roles = models.ManyToManyField(
        GroupRole,
        verbose_name=_("group roles"),
        related_name="rater_classes",
        blank=True,
        help_text=_("Members of the assessment groups with these roles mark as this class."),
    )

    class Meta:
        verbose_name = _("rater class")
        verbose_name_plural = _("rater classes")
        ordering = ["scheme_id", "code"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="%(app_label)s_%(class)s_code")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a weight that counts nothing and a trimming that leaves no mark."""
        faults = dict(
            class_faults(self.weight, self.aggregation, self.trim_above, self.trim_each_end)
        )
        if faults:
            raise ValidationError(faults)


def class_faults(
    weight: Decimal | None, aggregation: str, trim_above: int | None, trim_each_end: int | None
) -> Iterator[tuple[str, str]]:
    """What is wrong with one rater class, with the field it is wrong in; None is not given yet."""
    if weight is not None and weight <= 0:
        yield "weight", gettext("A rater class needs a weight above 0.")
    trimmed = aggregation == RaterClass.Aggregation.TRIMMED
    if trimmed and not trims_well(trim_above or 0, trim_each_end or 0):
        yield (
            "trim_each_end",
            gettext("Leave out at least one at each end, and twice as many raters must be there."),
        )
