"""Satisfaction surveys (满意度调查): what others asked the people served, by unit and theme."""

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collection.rules.samples import Interval, stated_interval, wilson_interval
from indicators.models import Indicator
from indicators.models.values import validate_period
from organization.models import DOMAIN_ROLES, Domain, Unit
from organization.models.accounts import SUBTREE_ROLES
from organization.models.units import keys_below

if TYPE_CHECKING:
    from organization.models import User

SCORE = (MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100)))


class SurveyTheme(models.Model):
    """What a survey asks about: jobs, schools, health, conduct, everything together."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(pgettext_lazy("survey", "theme"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    indicator = models.OneToOneField(
        Indicator,
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="survey_theme",
        null=True,
        blank=True,
        help_text=_(
            "A leaf with the source “satisfaction surveys” and this indicator scores the theme."
        ),
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("theme of surveys and opinions")
        verbose_name_plural = _("themes of surveys and opinions")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the domains that the account answers for."""
        if user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        return self.filter(domain__in=user.domain_keys(DOMAIN_ROLES))

    def editable_by(self, user: "User") -> Self:
        """Those of the domains whose units the account keeps."""
        return self.visible_to(user).filter(domain__in=Domain.objects.editable_by(user))

    def verified(self) -> Self:
        """Those that a second person verified: nothing else is ever scored."""
        return self.filter(verified_at__isnull=False)


class Survey(models.Model):
    """A survey that somebody carried out for one reporting period, with its results by unit."""

    class Method(models.TextChoices):
        PHONE = "phone", _("by telephone")
        VISIT = "visit", _("face to face")
        PAPER = "paper", _("on paper")
        ONLINE = "online", _("online")
        MIXED = "mixed", _("several ways")

    name = models.CharField(_("name"), max_length=100)
    body = models.CharField(
        _("carried out by"),
        max_length=100,
        help_text=_("For example the statistics bureau, line 12340."),
    )
    domain = models.ForeignKey(
        Domain, verbose_name=_("domain"), on_delete=models.PROTECT, related_name="surveys"
    )
    period = models.CharField(
        _("reporting period"),
        max_length=7,
        validators=[validate_period],
        help_text=_("Cycles of this period score it: 2023, 2023H1, 2023Q1 or 2023-01."),
    )
    method = models.CharField(_("method"), max_length=6, choices=Method.choices)
    from_on = models.DateField(_("field work from"))
    to_on = models.DateField(_("field work to"))
    least_sample = models.PositiveIntegerField(
        _("smallest sample"),
        default=30,
        validators=[MinValueValidator(1)],
        help_text=_("Results of fewer answers are marked; whoever verifies decides whether to go."),
    )
    note = models.TextField(_("note"), max_length=500, blank=True)
    registered_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("registered by"),
        on_delete=models.PROTECT,
        related_name="surveys",
        editable=False,
    )
    registered_at = models.DateTimeField(_("registered at"), auto_now_add=True)
    verified_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("verified by"),
        on_delete=models.PROTECT,
        related_name="surveys_verified",
        null=True,
        editable=False,
    )
    verified_at = models.DateTimeField(_("verified at"), null=True, editable=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("satisfaction survey")
        verbose_name_plural = _("satisfaction surveys")
        ordering = ["-to_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")),
                name="%(app_label)s_%(class)s_date_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False)
                & ~Q(verified_by=F("registered_by")),
                name="%(app_label)s_%(class)s_two_people",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("collection:survey_detail", args=[self.pk])


class SurveyResultQuerySet(models.QuerySet["SurveyResult"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the surveys that the account sees."""
        return self.filter(survey__in=Survey.objects.visible_to(user).values("pk"))


class SurveyResult(models.Model):
    """What a survey found for one unit and theme; only lists bring it in."""

    survey = models.ForeignKey(
        Survey, verbose_name=_("survey"), on_delete=models.CASCADE, related_name="results"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="survey_results"
    )
    theme = models.ForeignKey(
        SurveyTheme,
        verbose_name=pgettext_lazy("survey", "theme"),
        on_delete=models.PROTECT,
        related_name="results",
    )
    score = models.DecimalField(
        _("satisfaction"), max_digits=5, decimal_places=2, validators=[*SCORE]
    )
    sample_size = models.PositiveIntegerField(_("sample size"), validators=[MinValueValidator(1)])
    margin = models.DecimalField(
        _("stated margin"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[*SCORE],
    )

    objects = SurveyResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of a survey")
        verbose_name_plural = _("results of surveys")
        ordering = ["survey_id", "unit__code", "theme__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "unit", "theme"], name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=100, sample_size__gte=1),
                name="%(app_label)s_%(class)s_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.theme}"

    @cached_property
    def interval(self) -> Interval:
        """The 95 % interval: of the stated margin, else after Wilson."""
        if self.margin is not None:
            return stated_interval(float(self.score), float(self.margin))
        return wilson_interval(float(self.score), self.sample_size)

    @property
    def is_small(self) -> bool:
        """Whether fewer answered than the survey asks for."""
        return self.sample_size < self.survey.least_sample


class SurveySheetQuerySet(models.QuerySet["SurveySheet"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the account's surveys, and those that its unit was sent."""
        kept = Survey.objects.visible_to(user).values("pk")
        return self.filter(Q(survey__in=kept) | Q(unit__in=answered_units(user)))

    def answerable_by(self, user: "User") -> Self:
        """Those that the account may answer for its unit."""
        return self.filter(unit__in=answered_units(user), noted_at__isnull=True)

    def editable_by(self, user: "User") -> Self:
        """Those that the account's office sent."""
        return self.filter(survey__in=Survey.objects.editable_by(user).values("pk"))


def answered_units(user: "User") -> set[int]:
    """Units whose feedback the account reads and answers."""
    return keys_below(user.unit_keys(SUBTREE_ROLES))


class SurveySheet(models.Model):
    """What a unit is told of a survey, the measures it answers with, and that these were read."""

    survey = models.ForeignKey(
        Survey, verbose_name=_("survey"), on_delete=models.PROTECT, related_name="sheets"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="survey_sheets"
    )
    sent_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("sent by"),
        on_delete=models.PROTECT,
        related_name="survey_sheets_sent",
    )
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    due_on = models.DateField(_("answer due on"))
    measures = models.TextField(_("measures"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("answered by"),
        on_delete=models.PROTECT,
        related_name="survey_sheets_answered",
        null=True,
    )
    answered_at = models.DateTimeField(_("answered at"), null=True)
    remark = models.CharField(_("remark of the office"), max_length=500, blank=True)
    noted_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("taken note of by"),
        on_delete=models.PROTECT,
        related_name="survey_sheets_noted",
        null=True,
    )
    noted_at = models.DateTimeField(_("taken note of at"), null=True)

    objects = SurveySheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey feedback sheet")
        verbose_name_plural = _("survey feedback sheets")
        ordering = ["-survey_id", "unit__code"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "unit"], name="%(app_label)s_%(class)s_once"),
            models.CheckConstraint(
                condition=Q(noted_at__isnull=True) | Q(answered_at__isnull=False),
                name="%(app_label)s_%(class)s_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey} · {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("collection:surveysheet_detail", args=[self.pk])

    @property
    def state(self) -> str:
        """How far it is: sent, answered or noted."""
        if self.noted_at:
            return "noted"
        return "answered" if self.answered_at else "sent"
