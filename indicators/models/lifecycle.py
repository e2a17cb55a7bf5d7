"""What became of an indicator: its changes of status and its yearly reviews."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.models.library import Indicator
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from organization.models import User


class StatusChange(WrittenOnce):
    """One step in the life of an indicator, from a day on, with its reason."""

    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="status_changes",
    )
    before = models.CharField(_("before"), max_length=10, choices=Indicator.Status.choices)
    after = models.CharField(_("after"), max_length=10, choices=Indicator.Status.choices)
    reason = models.CharField(_("reason"), max_length=200)
    decided_on = models.DateField(_("decided on"))
    changed_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    changed_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        related_name="status_changes",
    )

    objects = WrittenOnceQuerySet["StatusChange"].as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("change of status")
        verbose_name_plural = _("changes of status")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.get_after_display()}"


class IndicatorReviewQuerySet(models.QuerySet["IndicatorReview"]):
    def visible_to(self, user: "User") -> Self:
        """Reviews of the indicators that the account sees."""
        return self.filter(indicator__in=Indicator.objects.visible_to(user))


class IndicatorReview(models.Model):
    """What a yearly effectiveness review found of an indicator, and the verdict on it."""

    class Verdict(models.TextChoices):
        KEEP = "keep", _("keep")
        REVISE = "revise", _("revise")
        MERGE = "merge", _("merge")
        RETIRE = "retire", _("retire")

    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="yearly_reviews",
    )
    year = models.PositiveSmallIntegerField(_("year"))
    verdict = models.CharField(
        pgettext_lazy("indicator", "verdict"), max_length=8, choices=Verdict.choices
    )
    merge_into = models.ForeignKey(
        Indicator,
        verbose_name=_("merge into"),
        on_delete=models.PROTECT,
        related_name="merged_reviews",
        null=True,
        blank=True,
    )
    reason = models.CharField(_("reason"), max_length=200)
    advised_by = models.CharField(
        _("experts heard"), max_length=200, blank=True, help_text=_("Empty: the office alone.")
    )
    decided_on = models.DateField(_("decided on"))
    recorded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        related_name="indicator_reviews",
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now=True)
    findings = models.JSONField(
        pgettext_lazy("indicator", "findings"),
        default=dict,
        editable=False,
        help_text=_("The statistics on which the verdict was given."),
    )

    objects = IndicatorReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("effectiveness review")
        verbose_name_plural = _("effectiveness reviews")
        ordering = ["-year", "indicator_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year"],
                name="%(app_label)s_%(class)s_year",
                violation_error_message=_("The year has its verdict already."),
            ),
            models.CheckConstraint(
                condition=Q(verdict="merge", merge_into__isnull=False)
                | ~Q(verdict="merge") & Q(merge_into__isnull=True),
                name="%(app_label)s_%(class)s_merge",
                violation_error_message=_(
                    "Name the indicator to merge into, for this verdict only."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.year}"
