"""Data-need forms (数据需求单): somebody asks a department for a datum, for a stated purpose."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.models import Indicator
from organization.models import DOMAIN_ROLES, Role, Unit

if TYPE_CHECKING:
    from organization.models import User


class DataNeedQuerySet(models.QuerySet["DataNeed"]):
    def visible_to(self, user: "User") -> Self:
        """For both sides: who asks or is asked as reporter or principal, and the organisers."""
        if user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        own = user.unit_keys([Role.DATA_REPORTER, Role.UNIT_PRINCIPAL])
        domains = user.domain_keys(DOMAIN_ROLES)
        return self.filter(
            Q(asking__in=own)
            | Q(asked__in=own)
            | Q(asked_by=user)
            | Q(asked__domain__in=domains)
            | Q(asking__domain__in=domains)
        )

    def open(self) -> Self:
        """Neither answered nor declined."""
        return self.filter(state=DataNeed.State.OPEN)

    def answerable_by(self, user: "User") -> Self:
        """Open needs put to the unit that the account reports for."""
        return self.open().filter(asked__in=user.unit_keys([Role.DATA_REPORTER]))


class DataNeed(models.Model):
    """One form: who needs which datum of whom, what for, until when, and what came of it."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("data need", "waits for an answer")
        ANSWERED = "answered", pgettext_lazy("data need", "answered")
        DECLINED = "declined", pgettext_lazy("data need", "declined")

    asking = models.ForeignKey(
        Unit,
        verbose_name=_("asking unit"),
        on_delete=models.PROTECT,
        related_name="data_needs",
        null=True,
        blank=True,
        help_text=_("Empty where the assessment office asks."),
    )
    asked = models.ForeignKey(
        Unit,
        verbose_name=_("department asked"),
        on_delete=models.PROTECT,
        related_name="data_needs_received",
    )
    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="data_needs",
        null=True,
        blank=True,
    )
    datum = models.CharField(_("which datum"), max_length=200)
    purpose = models.CharField(_("what for"), max_length=300)
    due_on = models.DateField(_("needed until"))
    asked_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("asked by"),
        on_delete=models.PROTECT,
        related_name="data_needs",
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.OPEN, editable=False
    )
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("answered by"),
        on_delete=models.PROTECT,
        related_name="data_needs_answered",
        null=True,
        editable=False,
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)

    objects = DataNeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("data-need form")
        verbose_name_plural = _("data-need forms")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(state="open")
                & Q(answered_by__isnull=False, answered_at__isnull=False)
                & ~Q(answer=""),
                name="%(app_label)s_%(class)s_answered",
            )
        ]

    def __str__(self) -> str:
        return self.datum

    def get_absolute_url(self) -> str:
        return reverse("collection:dataneed_detail", args=[self.pk])
