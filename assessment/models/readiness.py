"""Checks before a run: units of work as rows, with what they found."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.models.cycles import AssessmentCycle
from organization.models import DOMAIN_ROLES

if TYPE_CHECKING:
    from organization.models import User


class ReadinessCheckQuerySet(models.QuerySet["ReadinessCheck"]):
    def visible_to(self, user: "User") -> Self:
        """Checks of the cycles that the account works on: office and committee."""
        if not user.has_role(*DOMAIN_ROLES):
            return self.none()
        return self.filter(cycle__in=AssessmentCycle.objects.visible_to(user))

    def unfinished(self) -> Self:
        """Checks that wait for a worker or have one."""
        return self.filter(state__in=[ReadinessCheck.State.WAITING, ReadinessCheck.State.CLAIMED])

    def done(self) -> Self:
        """Checks that have findings to show, be it none."""
        return self.filter(state=ReadinessCheck.State.DONE)

    def expired(self, now: dt.datetime) -> Self:
        """Claimed checks whose lease has run out: their worker is gone or stuck."""
        return self.filter(state=ReadinessCheck.State.CLAIMED, lease_until__lt=now)


class ReadinessCheck(models.Model):
    """A trial calculation of a cycle before a run: what would hold totals or looks odd."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CLAIMED = "claimed", _("being computed")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    cycle = models.ForeignKey(
        AssessmentCycle, verbose_name=_("cycle"), on_delete=models.CASCADE, related_name="checks"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    requested_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("requested by"),
        on_delete=models.PROTECT,
        related_name="readiness_checks",
    )
    requested_at = models.DateTimeField(_("requested at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    lease_until = models.DateTimeField(
        _("lease until"),
        null=True,
        blank=True,
        help_text=_("Claimed: when its worker counts as lost. Waiting: when it is called again."),
    )
    group_count = models.PositiveIntegerField(_("comparison groups"), default=0)
    done_count = models.PositiveIntegerField(_("groups done"), default=0)
    findings = models.JSONField(
        _("findings"),
        default=list,
        blank=True,
        help_text=_("Codes, figures and keys; each reader gets the words in the own language."),
    )
    error = models.TextField(_("error"), blank=True)

    objects = ReadinessCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check before a run")
        verbose_name_plural = _("checks before a run")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(state__in=["waiting", "claimed"]),
                name="%(app_label)s_%(class)s_one_at_a_time",
                violation_error_message=_("A check of this cycle is under way."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.cycle)

    def get_absolute_url(self) -> str:
        return reverse("assessment:cycle_detail", args=[self.cycle_id])

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in {self.State.DONE, self.State.FAILED}
