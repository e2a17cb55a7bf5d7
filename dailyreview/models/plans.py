"""The plan of a year: who takes part, who reviews, and its four quarters."""

import calendar
import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.models import AssessmentCycle, Scheme
from indicators.models import IndicatorSystem
from organization.models import DOMAIN_ROLES, Domain, Role, Unit

if TYPE_CHECKING:
    from organization.models import User


class DailyPlanQuerySet(models.QuerySet["DailyPlan"]):
    def visible_to(self, user: "User") -> Self:
        """Plans of the domains the account answers for as office or committee."""
        if user.has_role(Role.SYSTEM_ADMIN) or user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        return self.filter(domain__in=user.domain_keys(DOMAIN_ROLES))

    def editable_by(self, user: "User") -> Self:
        """Plans that the account keeps as office staff."""
        return self.filter(domain__in=Domain.objects.editable_by(user))


class DailyPlan(models.Model):
    """The daily review (平时考核) of a domain in one year: scheme and systems fixed beforehand."""

    class FormStyle(models.TextChoices):
        SUMMARY = "summary", _("own summary and opinions")
        INDICATORS = "indicators", _("graded indicators")

    domain = models.ForeignKey(
        Domain, verbose_name=_("domain"), on_delete=models.PROTECT, related_name="daily_plans"
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    name = models.CharField(_("name"), max_length=100)
    scheme = models.ForeignKey(
        Scheme, verbose_name=_("scheme"), on_delete=models.PROTECT, related_name="daily_plans"
    )
    form_style = models.CharField(
        _("registration form"),
        max_length=10,
        choices=FormStyle.choices,
        default=FormStyle.SUMMARY,
        help_text=_("With graded indicators it shows the first level of the system."),
    )
    systems = models.ManyToManyField(
        IndicatorSystem,
        verbose_name=_("indicator systems"),
        related_name="daily_plans",
        help_text=_("Systems for staff, one for each class of units."),
    )

    good_share_min = models.DecimalField(
        _("least share of best grades"),
        max_digits=5,
        decimal_places=4,
        default=Decimal("0.5"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("With fewer quarters of the best grade nobody is best in the year."),
    )
    tolerated_place = models.PositiveSmallIntegerField(
        _("worst grade tolerated"),
        default=2,
        validators=[MinValueValidator(1)],
        help_text=_("Its position in the scheme; a worse one bars from the best of the year."),
    )
    gate_clause = models.CharField(
        _("clause of the gate"),
        max_length=200,
        default="《公务员平时考核办法（试行）》",
        help_text=_("Why the quarters bar from the best grade of the year."),
    )
    has_bonus = models.BooleanField(
        _("bonus sheet"), default=False, help_text=_("Off unless the office switches it on.")
    )
    bonus_gap_max = models.DecimalField(
        _("largest gap, yuan"),
        max_digits=8,
        decimal_places=2,
        default=Decimal(1300),
        validators=[MinValueValidator(0)],
        help_text=_("Between the highest and the lowest bonus of one identity class."),
    )

    objects = DailyPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan of the daily review")
        verbose_name_plural = _("plans of the daily review")
        ordering = ["-year", "domain__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "year"],
                name="%(app_label)s_%(class)s_year",
                violation_error_message=_("This domain has a plan of this year already."),
            ),
            # Its quarters are cycles, and no two cycles have one name.
            models.UniqueConstraint(
                fields=["name"],
                name="%(app_label)s_%(class)s_name",
                violation_error_message=_("Another plan has this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("dailyreview:plan_detail", args=[self.pk])


class PilotUnit(models.Model):
    """A unit in which the daily review is switched on, from a quarter of the year."""

    class Chain(models.TextChoices):
        THREE = "three", _("section head, leader in charge, principal")
        TWO = "two", _("leader in charge, principal")
        ONE = "one", _("principal")

    plan = models.ForeignKey(
        DailyPlan, verbose_name=_("plan"), on_delete=models.CASCADE, related_name="pilots"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="daily_pilots"
    )
    first_quarter = models.PositiveSmallIntegerField(
        _("from quarter"), default=1, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    chain = models.CharField(
        _("reviewed by"), max_length=6, choices=Chain.choices, default=Chain.THREE
    )
    asks_peers = models.BooleanField(
        _("colleagues comment"),
        default=False,
        help_text=_("People of the same office may leave a comment for the reviewers."),
    )
    asks_users = models.BooleanField(
        _("people served comment"),
        default=False,
        help_text=_("Other units say how they were served; the office notes what others said."),
    )

    class Meta:
        verbose_name = _("unit of the daily review")
        verbose_name_plural = _("units of the daily review")
        ordering = ["plan_id", "unit__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "unit"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This unit takes part already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.plan}"


class QuarterQuerySet(models.QuerySet["Quarter"]):
    def visible_to(self, user: "User") -> Self:
        """Quarters of the plans the account sees."""
        return self.filter(plan__in=DailyPlan.objects.visible_to(user))


class Quarter(models.Model):
    """One quarter of a plan: a cycle of the common kind, with two days of its own."""

    plan = models.ForeignKey(
        DailyPlan, verbose_name=_("plan"), on_delete=models.CASCADE, related_name="quarters"
    )
    number = models.PositiveSmallIntegerField(
        _("quarter"), validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    cycle = models.OneToOneField(
        AssessmentCycle,
        verbose_name=_("cycle"),
        on_delete=models.PROTECT,
        related_name="daily_quarter",
    )
    records_due_on = models.DateField(_("records due"))
    reviews_due_on = models.DateField(_("reviews due"))

    objects = QuarterQuerySet.as_manager()

    class Meta:
        verbose_name = _("quarter")
        verbose_name_plural = _("quarters")
        ordering = ["plan_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This quarter is open already."),
            ),
            models.CheckConstraint(
                condition=Q(reviews_due_on__gte=F("records_due_on")),
                name="%(app_label)s_%(class)s_days",
                violation_error_message=_("Reviews cannot be due before the records."),
            ),
        ]

    def __str__(self) -> str:
        return self.cycle.name

    def get_absolute_url(self) -> str:
        return reverse("dailyreview:quarter_detail", args=[self.pk])

    @property
    def period(self) -> str:
        """The period as figures write it, like 2026Q1."""
        return f"{self.plan.year}Q{self.number}"

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        """Its first and last day."""
        year, month = self.plan.year, 3 * self.number
        return dt.date(year, month - 2, 1), dt.date(
            year, month, calendar.monthrange(year, month)[1]
        )

    @property
    def days(self) -> int:
        """How many days of the calendar the quarter has."""
        first, last = self.span
        return (last - first).days + 1


class StandInQuerySet(models.QuerySet["StandIn"]):
    def visible_to(self, user: "User") -> Self:
        """Those that the office appointed in the units it keeps, and one's own on either side."""
        if user.has_role(Role.SYSTEM_ADMIN):
            return self
        kept = Unit.objects.editable_by(user)
        return self.filter(Q(absent__unit__in=kept) | Q(absent=user) | Q(deputy=user))


class StandIn(models.Model):
    """Somebody reviews in the place of a reviewer between two days."""

    absent = models.ForeignKey(
        "organization.User",
        verbose_name=_("reviewer"),
        on_delete=models.CASCADE,
        related_name="stand_ins",
    )
    deputy = models.ForeignKey(
        "organization.User",
        verbose_name=_("stands in"),
        on_delete=models.CASCADE,
        related_name="standing_in_for",
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    reason = models.CharField(_("reason"), max_length=200)

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_days",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(absent=F("deputy")),
                name="%(app_label)s_%(class)s_other",
                violation_error_message=_("Nobody stands in for themselves."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} → {self.absent}"

    def clean(self) -> None:
        """Refuse two deputies of one reviewer on one day."""
        if not (self.absent_id and self.starts_on and self.ends_on):
            return
        others = StandIn.objects.exclude(pk=self.pk).filter(absent=self.absent_id)
        if others.filter(starts_on__lte=self.ends_on, ends_on__gte=self.starts_on).exists():
            raise ValidationError(_("Somebody stands in on some of these days already."))

    def holds_on(self, day: dt.date) -> bool:
        """Whether it holds on a day."""
        return self.starts_on <= day <= self.ends_on
