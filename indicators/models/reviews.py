"""Reviews of odd figures: what is looked at again, by whom, and what came of it (IND-05)."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.models.library import Indicator
from indicators.models.values import ReportedValue, validate_period
from organization.models import Role, Unit

if TYPE_CHECKING:
    from organization.models import User


class FigureReviewQuerySet(models.QuerySet["FigureReview"]):
    def visible_to(self, user: "User") -> Self:
        """Reviews of the units the account sees, and of the figures its own unit answers for."""
        if user.has_role(Role.SYSTEM_ADMIN):
            return self
        return self.filter(
            Q(unit__in=Unit.objects.visible_to(user))
            | Q(indicator__owner=user.unit_id, indicator__owner__isnull=False)
        )

    def in_charge_of(self, user: "User") -> Self:
        """Reviews that the account's office settles: those of units of its domains."""
        office = user.role_assignments.current().filter(role=Role.OFFICE_STAFF)
        if office.filter(domain__isnull=True).exists():
            return self
        return self.filter(unit__domain__in=office.values("domain"))

    def holding(self) -> Self:
        """Those that keep a figure from being scored."""
        return self.filter(state__in=FigureReview.HOLDING)

    def waiting(self) -> Self:
        """Those that nobody has settled yet."""
        return self.filter(state=FigureReview.State.OPEN)

    def about(self, text: str) -> Self:
        """Those whose indicator or unit has the text in its name."""
        if not text:
            return self
        return self.filter(
            Q(indicator__name__icontains=text)
            | Q(unit__name__icontains=text)
            | Q(unit__short_name__icontains=text)
        )

    def of_department(self, text: str) -> Self:
        """Those whose responsible department has the text in its name."""
        if not text:
            return self
        return self.filter(
            Q(indicator__owner__name__icontains=text)
            | Q(indicator__owner__short_name__icontains=text)
        )


class FigureReview(models.Model):
    """A figure that looks odd: until it is cleared or corrected it is not scored.

    It is about an indicator, a unit and a period, not about a row: a figure that is taken back and
    reported again stays under review.
    """

    class Finding(models.TextChoices):
        JUMP = "jump", _("jumped against last year")
        OUTLIER = "outlier", _("far from the other units")
        ROUND = "round", _("too many round figures")
        REPEATED = "repeated", _("one digit only")
        NOTED = "noted", _("noted by a person")

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        CLEARED = "cleared", _("right as reported")
        CORRECTED = "corrected", pgettext_lazy("figure", "corrected")
        REJECTED = "rejected", _("rejected, another figure is due")

    HOLDING = (State.OPEN, State.REJECTED)

    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="reviews"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="figure_reviews"
    )
    period = models.CharField(_("period"), max_length=7, validators=[validate_period])
    finding = models.CharField(_("what looks odd"), max_length=10, choices=Finding.choices)
    facts = models.JSONField(
        _("what it was compared with"), default=dict, blank=True, help_text=_("Figures as text.")
    )
    value = models.DecimalField(_("figure at the time"), max_digits=24, decimal_places=6)
    unit_of_measure = models.CharField(_("unit of measure"), max_length=12)
    note = models.CharField(_("note"), max_length=200, blank=True)
    due_on = models.DateField(_("due on"))
    raised_at = models.DateTimeField(_("raised at"), default=timezone.now)
    raised_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("raised by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="raised_reviews",
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("answered by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_reviews",
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("settled by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="settled_reviews",
    )

    objects = FigureReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a figure")
        verbose_name_plural = _("reviews of figures")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "unit", "period"],
                condition=Q(state__in=("open", "rejected")),
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This figure is under review already."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True, settled_by__isnull=True)
                | ~Q(state="open") & Q(settled_at__isnull=False, settled_by__isnull=False),
                name="%(app_label)s_%(class)s_settled",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_by__isnull=False),
                name="%(app_label)s_%(class)s_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.unit.label} · {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:review_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it yet."""
        return self.state == self.State.OPEN

    @property
    def is_holding(self) -> bool:
        """Whether it keeps the figure from being scored."""
        return self.state in self.HOLDING

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been settled by now."""
        return self.is_open and self.due_on < timezone.localdate()


def counting() -> Q:
    """Condition on reported values: the figure is not held back by a review."""
    held = FigureReview.objects.holding().filter(
        indicator=OuterRef("indicator"), unit=OuterRef("unit"), period=OuterRef("period")
    )
    return ~Q(series=ReportedValue.Series.ACTUAL) | ~Q(Exists(held))
