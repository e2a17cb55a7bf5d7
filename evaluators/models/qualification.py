"""How somebody comes into the pool and stays fit for duty: nomination, gates, certificates."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from evaluators.models.pool import POOL_ROLES, Evaluator
from organization.models import Role, Unit

if TYPE_CHECKING:
    from organization.models import User


class PoolPolicyQuerySet(models.QuerySet["PoolPolicy"]):
    def on(self, day: dt.date) -> "PoolPolicy | None":
        """The policy that holds on a day, None before the first."""
        return self.filter(valid_from__lte=day).order_by("-valid_from").first()


class PoolPolicy(models.Model):
    """The pool's rules from a day on: largest yearly exchange, training terms, needs of duty.

    No share or term of the pool is written in code; a new year's rules are a new row.
    """

    valid_from = models.DateField(_("valid from"), unique=True)
    clause = models.CharField(_("clause"), max_length=200)
    yearly_exit_share = models.DecimalField(
        _("largest yearly exchange"),
        max_digits=5,
        decimal_places=4,
        default="0.25",
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("Share of the roster at the start of the year; 0.25 means a quarter."),
    )
    training_months = models.PositiveSmallIntegerField(
        _("months until the first training"),
        default=6,
        help_text=_("A newcomer without training after so many months cannot be placed."),
    )
    needs_certificate = models.BooleanField(_("duty needs a certificate"), default=True)
    needs_policy_training = models.BooleanField(
        _("duty needs the policy training at the start of the year"), default=False
    )
    needs_practice_training = models.BooleanField(
        _("duty needs the practice training at the end of the year"), default=False
    )

    answers_min = models.PositiveSmallIntegerField(
        _("least answers shown"),
        default=3,
        validators=[MinValueValidator(2)],
        help_text=_("A reverse evaluation with fewer answers stays hidden: one would be known."),
    )

    objects = PoolPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy of the pool")
        verbose_name_plural = _("policies of the pool")
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{self.valid_from} · {self.clause}"


class NominationQuerySet(models.QuerySet["Nomination"]):
    def visible_to(self, user: "User") -> Self:
        """Of the units that the office answers for; a unit's own for its principal."""
        own = Q(unit__in=user.unit_keys([Role.UNIT_PRINCIPAL]))
        if not user.has_role(*POOL_ROLES):
            return self.filter(own)
        return self.filter(own | Q(unit__in=Unit.objects.visible_to(user).values("pk")))

    def open(self) -> Self:
        """Those that still wait for somebody."""
        return self.filter(state__in=[Nomination.State.DIRECTED, Nomination.State.NOMINATED])


class Nomination(models.Model):
    """Three steps into the pool: the office names a post, the unit a person, the office reviews."""

    class State(models.TextChoices):
        DIRECTED = "directed", _("waits for the unit")
        NOMINATED = "nominated", _("waits for review")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="nominations"
    )
    wanted = models.CharField(
        _("wanted"), max_length=200, help_text=_("The post or speciality that is looked for.")
    )
    evaluator = models.ForeignKey(
        Evaluator,
        verbose_name=_("nominated person"),
        on_delete=models.PROTECT,
        related_name="nominations",
        null=True,
        blank=True,
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DIRECTED, editable=False
    )
    directed_by = models.ForeignKey(
        "organization.User", verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="+"
    )
    directed_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    nominated_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("nominated by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    nominated_at = models.DateTimeField(_("nominated at"), null=True, editable=False)
    reviewed_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("reviewed by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, editable=False)
    opinion = models.CharField(_("opinion"), max_length=200, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="directed", evaluator__isnull=True, nominated_at__isnull=True)
                | (~Q(state="directed") & Q(evaluator__isnull=False, nominated_at__isnull=False)),
                name="%(app_label)s_%(class)s_person",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["directed", "nominated"], reviewed_at__isnull=True)
                | Q(state__in=["accepted", "refused"], reviewed_at__isnull=False),
                name="%(app_label)s_%(class)s_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.wanted}"


class GateCheck(models.Model):
    """One of the three gates (三关) of admission: who checked it, when, with which outcome."""

    class Gate(models.TextChoices):
        POLITICAL = "political", _("political gate")
        PROFESSIONAL = "professional", _("professional gate")
        RECORD = "record", _("career record gate")

    evaluator = models.ForeignKey(
        Evaluator, verbose_name=_("evaluator"), on_delete=models.CASCADE, related_name="gate_checks"
    )
    gate = models.CharField(_("gate"), max_length=12, choices=Gate.choices)
    passed = models.BooleanField(_("passed"))
    checked_on = models.DateField(_("checked on"))
    checked_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("checked by"),
        on_delete=models.PROTECT,
        related_name="gate_checks",
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("gate check")
        verbose_name_plural = _("gate checks")
        ordering = ["evaluator_id", "gate"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluator", "gate"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This gate has been checked already."),
            ),
            models.CheckConstraint(
                condition=Q(passed=True) | ~Q(note=""),
                name="%(app_label)s_%(class)s_reason",
                violation_error_message=_("Say why the gate was not passed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluator} · {self.get_gate_display()}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def on(self, day: dt.date) -> Self:
        """Certificates that are valid on a day."""
        return self.filter(issued_on__lte=day, expires_on__gte=day)


class Certificate(models.Model):
    """The certificate of duty (持证上岗) after the special test; without a valid one no seat."""

    evaluator = models.ForeignKey(
        Evaluator,
        verbose_name=_("evaluator"),
        on_delete=models.CASCADE,
        related_name="certificates",
    )
    number = models.CharField(_("certificate number"), max_length=40, unique=True)
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("valid until"))
    test_score = models.DecimalField(
        _("test score"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-expires_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("issued_on")),
                name="%(app_label)s_%(class)s_date_order",
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.evaluator}"
