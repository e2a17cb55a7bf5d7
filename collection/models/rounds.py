"""The rhythm of reporting as data: a year's plan, what is special about a leaf, and its rounds."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collection.rules.rhythms import Rhythm
from indicators.models import IndicatorSystem, SystemNode
from indicators.models.values import validate_period
from organization.models import DOMAIN_ROLES, Role

if TYPE_CHECKING:
    from organization.models import User

RHYTHMS = {
    Rhythm.MONTHLY: _("monthly"),
    Rhythm.QUARTERLY: _("quarterly"),
    Rhythm.HALF_YEARLY: _("half-yearly"),
    Rhythm.YEARLY: _("yearly"),
}


def validate_rhythms(rhythms: Any) -> None:
    """Refuse what is no list of rhythms without repetition."""
    known = list(map(str, Rhythm))
    if not isinstance(rhythms, list) or [one for one in known if one in rhythms] != rhythms:
        raise ValidationError(_("Choose rhythms from the list."), code="rhythms")


class ReportingPlanQuerySet(models.QuerySet["ReportingPlan"]):
    def visible_to(self, user: "User") -> Self:
        """Plans whose systems all belong to domains the account answers for."""
        return self._within(user, DOMAIN_ROLES)

    def editable_by(self, user: "User") -> Self:
        """Plans that the account keeps as office staff."""
        return self._within(user, (Role.OFFICE_STAFF,))

    def _within(self, user: "User", roles: tuple[str, ...]) -> Self:
        if user.answers_for_all_domains(roles):
            return self
        domains = user.domain_keys(roles)
        own = IndicatorSystem.objects.filter(category__domain__in=domains)
        foreign = IndicatorSystem.objects.exclude(category__domain__in=domains)
        return self.filter(
            Q(pk__in=self.model.objects.filter(systems__in=own).values("pk")),
        ).exclude(pk__in=self.model.objects.filter(systems__in=foreign).values("pk"))


class ReportingPlan(models.Model):
    """What departments report in a year: of which systems, how often, due when, checked how."""

    class Kind(models.TextChoices):
        FIGURES = "figures", _("figures")
        SCORES = "scores", _("scores of departments")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("what is reported"),
        max_length=8,
        choices=Kind.choices,
        default=Kind.FIGURES,
        help_text=_("Scores are reported by leaves measured in points, figures by the others."),
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    systems = models.ManyToManyField(
        IndicatorSystem, verbose_name=_("indicator systems"), related_name="reporting_plans"
    )
    rhythms = models.JSONField(_("rhythm"), default=list, validators=[validate_rhythms])
    due_days = models.PositiveSmallIntegerField(
        _("due so many days after the period"), default=10, validators=[MaxValueValidator(120)]
    )
    in_working_days = models.BooleanField(
        _("count working days"),
        default=False,
        help_text=_("Saturdays and Sundays do not count; put public holidays right by hand."),
    )
    late_days = models.PositiveSmallIntegerField(
        _("on the board so many days after"),
        default=3,
        validators=[MaxValueValidator(60)],
        help_text=_("A table that is so late stands on the office's board."),
    )
    highest_score = models.DecimalField(
        _("highest score"),
        max_digits=7,
        decimal_places=2,
        default=Decimal(100),
        validators=[MinValueValidator(1)],
    )
    different_min = models.DecimalField(
        _("least share of differing scores"),
        help_text=_(
            "Share of pairs of units with different scores; a table with less is returned as flat."
            " Empty: not asked."
        ),
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    width_min = models.DecimalField(
        _("least width of the scores"),
        help_text=_("Between the quarter points, in points. Empty: not asked."),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    objects = ReportingPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting plan")
        verbose_name_plural = _("reporting plans")
        ordering = ["-year", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "year"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("A plan of this year has this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("collection:plan_detail", args=[self.pk])

    @property
    def is_of_scores(self) -> bool:
        """Whether departments report scores of units instead of figures."""
        return self.kind == self.Kind.SCORES

    @property
    def rhythm_names(self) -> list[str]:
        """Its rhythms in words."""
        return [str(RHYTHMS[Rhythm(one)]) for one in self.rhythms]


class LeafTerm(models.Model):
    """What one leaf has of its own in a plan: other rhythms (none: not asked), another spread."""

    plan = models.ForeignKey(
        ReportingPlan,
        verbose_name=_("reporting plan"),
        on_delete=models.CASCADE,
        related_name="terms",
    )
    node = models.ForeignKey(
        SystemNode,
        verbose_name=_("indicator"),
        on_delete=models.CASCADE,
        related_name="reporting_terms",
    )
    # None: as the plan says; an empty list: not asked for.
    rhythms = models.JSONField(_("rhythm"), null=True, blank=True, validators=[validate_rhythms])
    different_min = models.DecimalField(
        _("least share of differing scores"),
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    width_min = models.DecimalField(
        _("least width of the scores"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    class Meta:
        verbose_name = _("reporting of one indicator")
        verbose_name_plural = _("reporting of single indicators")
        ordering = ["plan_id", "node__position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "node"], name="%(app_label)s_%(class)s_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.node}"


class ReportingRoundQuerySet(models.QuerySet["ReportingRound"]):
    def visible_to(self, user: "User") -> Self:
        """Rounds of the plans the account sees, and those its own department reports in."""
        own = Q(reports__department__in=reporting_departments(user))
        return self.filter(Q(plan__in=ReportingPlan.objects.visible_to(user)) | own).distinct()

    def editable_by(self, user: "User") -> Self:
        """Rounds of the plans that the account keeps."""
        return self.filter(plan__in=ReportingPlan.objects.editable_by(user))


class ReportingRound(models.Model):
    """One period of a plan: its days, when it is due, and from when it counts as late."""

    plan = models.ForeignKey(
        ReportingPlan,
        verbose_name=_("reporting plan"),
        on_delete=models.CASCADE,
        related_name="rounds",
    )
    period = models.CharField(_("reporting period"), max_length=7, validators=[validate_period])
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    due_on = models.DateField(_("due day"))
    late_on = models.DateField(_("on the board from"))

    objects = ReportingRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting round")
        verbose_name_plural = _("reporting rounds")
        ordering = ["due_on", "plan__name", "period"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "period"], name="%(app_label)s_%(class)s_once"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("ends_on")) & Q(late_on__gte=F("due_on")),
                name="%(app_label)s_%(class)s_date_order",
                violation_error_message=_("A report cannot be due before its period is over."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.period}"


def reporting_departments(user: "User") -> set[int]:
    """The units whose tables the account sees: its own as reporter, those it leads."""
    led = user.unit_keys((Role.UNIT_PRINCIPAL, Role.SUPERVISING_LEADER))
    own = {user.unit_id} if user.has_role(Role.DATA_REPORTER) and user.unit_id else set()
    return led | own
