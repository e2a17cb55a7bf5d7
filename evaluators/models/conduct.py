"""What follows from conduct: breaches, deductions for the home unit, praise, careers."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluators.models.letters import LetterVersion
from evaluators.models.plans import FieldPlan
from evaluators.models.points import PointsEntry
from evaluators.models.pool import POOL_ROLES, Evaluator
from organization.models import Unit
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from organization.models import User


class BreachQuerySet(WrittenOnceQuerySet["Breach"]):
    def visible_to(self, user: "User") -> Self:
        """For those who keep the pool only."""
        return self if user.has_role(*POOL_ROLES) else self.none()


class Breach(WrittenOnce):
    """An evaluator did one of the nine things (九不准) that the signed letter forbids."""

    evaluator = models.ForeignKey(
        Evaluator, verbose_name=_("evaluator"), on_delete=models.PROTECT, related_name="breaches"
    )
    letter = models.ForeignKey(
        LetterVersion,
        verbose_name=_("letter"),
        on_delete=models.PROTECT,
        related_name="breaches",
        limit_choices_to={"kind": LetterVersion.Kind.NINE_DONTS},
    )
    number = models.PositiveSmallIntegerField(
        _("which of the nine"), validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    happened_on = models.DateField(_("happened on"))
    plan = models.ForeignKey(
        FieldPlan,
        verbose_name=_("field plan"),
        on_delete=models.PROTECT,
        related_name="breaches",
        null=True,
        blank=True,
    )
    finding = models.CharField(_("what was found"), max_length=500)
    noted_by = models.ForeignKey(
        "organization.User", verbose_name=_("noted by"), on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField(_("noted at"), auto_now_add=True)

    objects = BreachQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("breach of the nine don'ts")
        verbose_name_plural = _("breaches of the nine don'ts")
        ordering = ["-happened_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.evaluator} · {self.number} · {self.happened_on}"


class HomeDeductionQuerySet(models.QuerySet["HomeDeduction"]):
    def visible_to(self, user: "User") -> Self:
        """For those who keep the pool only."""
        return self if user.has_role(*POOL_ROLES) else self.none()


class HomeDeduction(models.Model):
    """A proposal to deduct from the unit that sent an evaluator who misbehaved (谁派出谁管理).

    A person decides; what is accepted waits here for the assessment of the unit's year.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for a decision")
        ACCEPTED = "accepted", _("followed")
        REFUSED = "refused", _("not followed")

    entry = models.OneToOneField(
        PointsEntry,
        verbose_name=_("points entry"),
        on_delete=models.PROTECT,
        related_name="home_deduction",
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="evaluator_deductions"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    points = models.DecimalField(_("points to deduct"), max_digits=6, decimal_places=2)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PROPOSED
    )
    opinion = models.CharField(_("opinion"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)

    objects = HomeDeductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("deduction for a home unit")
        verbose_name_plural = _("deductions for home units")
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None, decided_at=None)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="%(app_label)s_%(class)s_decided",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.entry.item}"


class Recommendation(models.Model):
    """An evaluator is recommended: best of the year, best report, or for promotion."""

    class Kind(models.TextChoices):
        BEST_EVALUATOR = "best_evaluator", _("best evaluator of the year")
        BEST_REPORT = "best_report", _("best report of the year")
        PROMOTION = "promotion", _("recommended for promotion")

    evaluator = models.ForeignKey(
        Evaluator,
        verbose_name=_("evaluator"),
        on_delete=models.PROTECT,
        related_name="recommendations",
    )
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    reason = models.CharField(_("reason"), max_length=500)
    recommended_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("recommended by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    recommended_at = models.DateTimeField(_("recommended at"), auto_now_add=True)

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["-year", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluator", "year", "kind"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The evaluator is on this list already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluator} · {self.year} · {self.get_kind_display()}"


class CareerOutcome(models.Model):
    """What became of an evaluator: promoted, given a weightier post, moved elsewhere."""

    class Kind(models.TextChoices):
        PROMOTED = "promoted", _("promoted")
        WEIGHTIER = "weightier", _("given a weightier post")
        MOVED = "moved", _("moved to another post")

    evaluator = models.ForeignKey(
        Evaluator, verbose_name=_("evaluator"), on_delete=models.CASCADE, related_name="outcomes"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    since = models.DateField(_("since"))
    post = models.CharField(_("new post"), max_length=100)

    class Meta:
        verbose_name = _("career outcome")
        verbose_name_plural = _("career outcomes")
        ordering = ["-since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluator", "since"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("An outcome of this day is on record already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluator} · {self.get_kind_display()}"
