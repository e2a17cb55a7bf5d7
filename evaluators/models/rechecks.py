"""Quality control: spot rechecks from a stored seed (抽检复核), complaints (举报专线)."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluators.models.groups import AssessmentGroup, PlanUnit
from evaluators.models.plans import FieldPlan
from evaluators.models.pool import Evaluator
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from organization.models import User


class RecheckSampleQuerySet(WrittenOnceQuerySet["RecheckSample"]):
    def visible_to(self, user: "User") -> Self:
        """Draws from plans that the account sees; of their units only its own."""
        return self.filter(plan__in=FieldPlan.objects.visible_to(user))

    def with_progress(self) -> Self:
        """With `drawn`, how many units were drawn, and `checked`, how many are looked at."""
        return self.annotate(
            drawn=models.Count("cases"), checked=models.Count("cases", filter=~Q(cases__finding=""))
        )


class RecheckSample(WrittenOnce):
    """A draw of units of a plan to look at again; seed and population let anybody repeat it."""

    plan = models.ForeignKey(
        FieldPlan, verbose_name=_("field plan"), on_delete=models.PROTECT, related_name="samples"
    )
    percent = models.DecimalField(
        _("percent"),
        max_digits=5,
        decimal_places=2,
        default=5,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    seed = models.CharField(_("seed"), max_length=64)
    population = models.JSONField(
        _("population"), help_text=_("Codes of the units that could be drawn.")
    )
    drawn_by = models.ForeignKey(
        "organization.User", verbose_name=_("drawn by"), on_delete=models.PROTECT, related_name="+"
    )
    drawn_at = models.DateTimeField(_("drawn at"), auto_now_add=True)

    objects = RecheckSampleQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("spot recheck")
        verbose_name_plural = _("spot rechecks")
        ordering = ["-drawn_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.plan} · {self.seed}"

    def get_absolute_url(self) -> str:
        return reverse("evaluators:recheck_detail", args=[self.pk])


class RecheckCaseQuerySet(models.QuerySet["RecheckCase"]):
    def visible_to(self, user: "User") -> Self:
        """Cases of units that the account sees."""
        return self.filter(plan_unit__in=PlanUnit.objects.visible_to(user))


class RecheckCase(models.Model):
    """A unit that was drawn, and what the second look found."""

    class Finding(models.TextChoices):
        CONFIRMED = "confirmed", _("stands")
        CORRECTED = "corrected", _("to be corrected")
        FAVOURED = "favoured", _("favouritism found")

    sample = models.ForeignKey(
        RecheckSample,
        verbose_name=_("spot recheck"),
        on_delete=models.PROTECT,
        related_name="cases",
    )
    plan_unit = models.ForeignKey(
        PlanUnit,
        verbose_name=_("unit of a plan"),
        on_delete=models.PROTECT,
        related_name="rechecks",
    )
    position = models.PositiveIntegerField(_("order of drawing"))
    finding = models.CharField(_("finding"), max_length=10, choices=Finding.choices, blank=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    checked_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("checked by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    checked_at = models.DateTimeField(_("checked at"), null=True, editable=False)

    objects = RecheckCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case of a spot recheck")
        verbose_name_plural = _("cases of spot rechecks")
        ordering = ["sample_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["sample", "plan_unit"], name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=Q(finding="", checked_at=None, checked_by=None)
                | (~Q(finding="") & Q(checked_at__isnull=False, checked_by__isnull=False)),
                name="%(app_label)s_%(class)s_checked",
            ),
        ]

    def __str__(self) -> str:
        return str(self.plan_unit)


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: "User") -> Self:
        """Complaints about groups that the account sees, and those about no group."""
        groups = AssessmentGroup.objects.visible_to(user)
        return self.filter(Q(group=None) | Q(group__in=groups))


class Complaint(models.Model):
    """A complaint that came in, about a group, an evaluator or the work as such."""

    class Channel(models.TextChoices):
        PHONE = "phone", _("hotline")
        LETTER = "letter", _("by letter")
        VISIT = "visit", _("visit")
        ONLINE = "online", _("online")

    class Outcome(models.TextChoices):
        FOUNDED = "founded", _("founded")
        PARTLY = "partly", _("partly founded")
        UNFOUNDED = "unfounded", _("unfounded")

    received_on = models.DateField(_("received on"))
    channel = models.CharField(_("came by"), max_length=8, choices=Channel.choices)
    informant = models.CharField(
        _("informant"), max_length=60, blank=True, help_text=_("Empty when anonymous.")
    )
    matter = models.CharField(_("what it is about"), max_length=1000)
    group = models.ForeignKey(
        AssessmentGroup,
        verbose_name=_("assessment group"),
        on_delete=models.PROTECT,
        related_name="complaints",
        null=True,
        blank=True,
    )
    evaluator = models.ForeignKey(
        Evaluator,
        verbose_name=_("evaluator"),
        on_delete=models.PROTECT,
        related_name="complaints",
        null=True,
        blank=True,
    )
    received_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("taken in by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    outcome = models.CharField(
        _("result of handling"), max_length=10, choices=Outcome.choices, blank=True
    )
    answer = models.CharField(_("what was done"), max_length=1000, blank=True)
    settled_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("settled by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, editable=False)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None, settled_by=None)
                | (~Q(outcome="") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="%(app_label)s_%(class)s_settled",
            )
        ]

    def __str__(self) -> str:
        return f"{self.received_on} · {self.get_channel_display()}"
