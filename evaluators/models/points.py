"""Points of evaluators (积分, 正负向记分): dated rules, the ledger, stars of the year."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from evaluators.models.plans import FieldPlan
from evaluators.models.pool import POOL_ROLES, Evaluator
from evaluators.rules.points import Colour as RuleColour
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from organization.models import User


class PointsVersionQuerySet(models.QuerySet["PointsVersion"]):
    def on(self, day: dt.date) -> "PointsVersion | None":
        """The version in force on a day, None before the first."""
        return self.filter(valid_from__lte=day).order_by("-valid_from").first()


class PointsVersion(models.Model):
    """The rules of points from a day on: base, kinds of entries, star levels, exit conditions.

    A version with entries keeps its figures: a total that was told must explain itself for ever.
    """

    name = models.CharField(_("name"), max_length=60, unique=True)
    valid_from = models.DateField(_("valid from"), unique=True)
    clause = models.CharField(_("clause"), max_length=200)
    base = models.DecimalField(_("points to start with"), max_digits=7, decimal_places=2, default=0)
    exit_bottom_percent = models.DecimalField(
        _("bottom of the ranking, percent"),
        max_digits=5,
        decimal_places=2,
        default=5,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Those at the bottom become candidates for exit; a person decides."),
    )
    exit_black_max = models.PositiveSmallIntegerField(
        _("black points still borne"), default=3, help_text=_("One more makes a candidate.")
    )
    exit_age_max = models.PositiveSmallIntegerField(
        _("highest age"), null=True, blank=True, help_text=_("Empty sets no limit.")
    )

    objects = PointsVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of the points rules")
        verbose_name_plural = _("versions of the points rules")
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a change of what entries were valued by, or a begin among earlier entries."""
        is_new = self.pk is None
        if not is_new and self.items.filter(entries__isnull=False).exists():
            raise ValidationError(_("Entries were valued by this version; make a new version."))
        later = PointsEntry.objects.filter(happened_on__gte=self.valid_from)
        if self.valid_from and later.exists():
            raise ValidationError(
                {
                    "valid_from": _(
                        "There are entries of this day or later; they would be valued anew."
                    )
                }
            )


class PointsItem(models.Model):
    """A kind of entry of one version: what it is called and what it is worth."""

    class Colour(models.TextChoices):
        RED = RuleColour.RED.value, _("red point")
        BLACK = RuleColour.BLACK.value, _("black point")
        NONE = RuleColour.NONE.value, _("no point of colour")

    version = models.ForeignKey(
        PointsVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="items"
    )
    code = models.SlugField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=80)
    points = models.DecimalField(
        _("points each time"), max_digits=6, decimal_places=2, help_text=_("Below 0 it deducts.")
    )
    colour = models.CharField(
        _("colour"), max_length=5, choices=Colour.choices, default=Colour.NONE
    )
    cap = models.DecimalField(
        _("most a year"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_(
            "The most that entries of this kind add or take in a year; empty for no limit."
        ),
    )
    is_misconduct = models.BooleanField(
        _("misconduct"),
        default=False,
        help_text=_("Makes a candidate for exit whatever the points."),
    )
    home_points = models.DecimalField(
        _("deduction for the home unit"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_(
            "An entry proposes to take so many points off the yearly score of the unit that sent"
            " the person; empty proposes nothing."
        ),
    )

    class Meta:
        verbose_name = _("kind of points entry")
        verbose_name_plural = _("kinds of points entries")
        ordering = ["version_id", "-points", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"], name="%(app_label)s_%(class)s_code"
            ),
            models.CheckConstraint(
                condition=~Q(points=0), name="%(app_label)s_%(class)s_worth_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a change of what entries were valued by."""
        if self.pk is not None and self.entries.exists():
            raise ValidationError(_("Entries were valued by this version; make a new version."))


class StarLevel(models.Model):
    """What a star level (星级) asks for in one version."""

    version = models.ForeignKey(
        PointsVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="levels"
    )
    stars = models.PositiveSmallIntegerField(
        _("stars"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    points_min = models.DecimalField(_("least points"), max_digits=7, decimal_places=2)
    red_min = models.PositiveSmallIntegerField(_("least red points"), default=0)
    black_max = models.PositiveSmallIntegerField(
        _("most black points"), null=True, blank=True, help_text=_("Empty sets no limit.")
    )

    class Meta:
        verbose_name = _("star level")
        verbose_name_plural = _("star levels")
        ordering = ["version_id", "-stars"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "stars"], name="%(app_label)s_%(class)s_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.stars}"


class PointsEntryQuerySet(WrittenOnceQuerySet["PointsEntry"]):
    def visible_to(self, user: "User") -> Self:
        """For those who keep the pool only: no evaluator reads points, the own ones neither."""
        return self if user.has_role(*POOL_ROLES) else self.none()

    def standing(self) -> Self:
        """Entries that count: neither reversed nor a reversal."""
        reversal = PointsEntry.objects.filter(reverses=OuterRef("pk"))
        return self.filter(~Exists(reversal), reverses=None)

    def of_year(self, year: int) -> Self:
        """Entries of what happened in a year."""
        return self.filter(happened_on__year=year)


class PointsEntry(WrittenOnce):
    """One line of the ledger: what happened, how often, the evidence. A mistake is reversed.

    What it is worth stands in its kind, which is of the version in force on the day.
    """

    evaluator = models.ForeignKey(
        Evaluator,
        verbose_name=_("evaluator"),
        on_delete=models.PROTECT,
        related_name="points_entries",
    )
    item = models.ForeignKey(
        PointsItem, verbose_name=_("kind"), on_delete=models.PROTECT, related_name="entries"
    )
    happened_on = models.DateField(_("happened on"))
    times = models.PositiveSmallIntegerField(
        _("times"), default=1, validators=[MinValueValidator(1)]
    )
    plan = models.ForeignKey(
        FieldPlan,
        verbose_name=_("field plan"),
        on_delete=models.PROTECT,
        related_name="points_entries",
        null=True,
        blank=True,
    )
    evidence = models.CharField(_("evidence"), max_length=500)
    file = models.FileField(_("file"), upload_to="points/%Y/%m", blank=True)
    reverses = models.OneToOneField(
        "self",
        verbose_name=_("reverses"),
        on_delete=models.PROTECT,
        related_name="reversal",
        null=True,
        blank=True,
        editable=False,
    )
    entered_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = PointsEntryQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("points entry")
        verbose_name_plural = _("points entries")
        ordering = ["happened_on", "pk"]

    def __str__(self) -> str:
        return f"{self.evaluator} · {self.item} · {self.happened_on}"


class YearStarsQuerySet(models.QuerySet["YearStars"]):
    def visible_to(self, user: "User") -> Self:
        """For those who keep the pool only: no list of stars is shown to evaluators."""
        return self if user.has_role(*POOL_ROLES) else self.none()

    def unconfirmed(self) -> Self:
        """Proposals that no person has confirmed."""
        return self.filter(confirmed_at=None)


class YearStars(models.Model):
    """The star level of an evaluator in a year: proposed by rule, confirmed by a person."""

    evaluator = models.ForeignKey(
        Evaluator, verbose_name=_("evaluator"), on_delete=models.PROTECT, related_name="stars"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    version = models.ForeignKey(
        PointsVersion, verbose_name=_("version"), on_delete=models.PROTECT, related_name="+"
    )
    points = models.DecimalField(_("points"), max_digits=9, decimal_places=2)
    red = models.PositiveSmallIntegerField(_("red points"))
    black = models.PositiveSmallIntegerField(_("black points"))
    proposed = models.PositiveSmallIntegerField(_("proposed stars"))
    confirmed = models.PositiveSmallIntegerField(
        _("confirmed stars"), null=True, validators=[MaxValueValidator(5)]
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    confirmed_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("confirmed by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)

    objects = YearStarsQuerySet.as_manager()

    class Meta:
        verbose_name = _("stars of a year")
        verbose_name_plural = _("stars of years")
        ordering = ["-year", "evaluator__name", "evaluator_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluator", "year"], name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed=None, confirmed_by=None, confirmed_at=None)
                | Q(
                    confirmed__isnull=False, confirmed_by__isnull=False, confirmed_at__isnull=False
                ),
                name="%(app_label)s_%(class)s_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(confirmed=None) | Q(confirmed=F("proposed")) | ~Q(reason=""),
                name="%(app_label)s_%(class)s_reason",
                violation_error_message=_("Say why it differs from the proposal."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluator} · {self.year}"
