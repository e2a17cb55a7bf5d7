"""What the discipline supervisor of a group reports to the office, and what the office says."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.models.cycles import Assessee
from evaluators.models import AssessmentGroup, Evaluator, PlanUnit
from organization.models import Role, Unit

if TYPE_CHECKING:
    from organization.models import User


class IrregularityQuerySet(models.QuerySet["Irregularity"]):
    def visible_to(self, user: "User") -> Self:
        """One's own reports; for the office those of its groups, but none about oneself."""
        own = Q(reported_by=user.pk)
        if not user.has_role(Role.OFFICE_STAFF):
            return self.filter(own)
        visited = PlanUnit.objects.filter(
            group=OuterRef("group"), unit__in=Unit.objects.visible_to(user)
        )
        about_me = Q(evaluator__account=user.pk, evaluator__isnull=False)
        return self.filter(own | (Exists(visited) & ~about_me))

    def waiting(self) -> Self:
        """Those that the office has not answered."""
        return self.filter(answered_at=None)


class Irregularity(models.Model):
    """A report of a group's supervisor (纪律监督员): who did what, on whose sheet; answered once.

    The other members of the group never see it. Except for the answer nothing of it is changed.
    """

    group = models.ForeignKey(
        AssessmentGroup,
        verbose_name=_("assessment group"),
        on_delete=models.PROTECT,
        related_name="irregularities",
    )
    evaluator = models.ForeignKey(
        Evaluator,
        verbose_name=_("about whom"),
        on_delete=models.PROTECT,
        related_name="irregularities",
        null=True,
        blank=True,
        help_text=_("Empty: nobody in particular."),
    )
    assessee = models.ForeignKey(
        Assessee,
        verbose_name=_("whose score sheet"),
        on_delete=models.PROTECT,
        related_name="irregularities",
        null=True,
        blank=True,
        help_text=_("Empty: no sheet in particular."),
    )
    words = models.TextField(_("what happened"), max_length=2000)
    reported_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("who reports"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    reported_at = models.DateTimeField(_("time of the report"), auto_now_add=True)
    answer = models.TextField(_("answer of the office"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("answered by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)

    objects = IrregularityQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of an irregularity")
        verbose_name_plural = _("reports of irregularities")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="%(app_label)s_%(class)s_answered",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.reported_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("assessment:irregularity_detail", args=[self.pk])
