"""The groups of a plan, the units that they visit, and their seats."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluators.models.plans import FieldPlan, sees_every_domain
from evaluators.models.pool import POOL_ROLES, Evaluator, RosterSpell
from evaluators.models.roles import GroupRole
from organization.models import Category, Unit

if TYPE_CHECKING:
    from organization.models import User


class AssessmentGroupQuerySet(models.QuerySet["AssessmentGroup"]):
    def visible_to(self, user: "User") -> Self:
        """Groups that go to one's domains or nowhere yet; an evaluator's own once confirmed."""
        if sees_every_domain(user):
            return self
        seats = Seat.objects.filter(group=OuterRef("pk"), evaluator__account=user.pk)
        seen = Q(Exists(seats), plan__state=FieldPlan.State.CONFIRMED)
        if user.has_role(*POOL_ROLES):
            domains = user.domain_keys(POOL_ROLES)
            visits = PlanUnit.objects.filter(group=OuterRef("pk"))
            seen |= Q(Exists(visits.filter(unit__domain__in=domains)))
            seen |= Q(category__domain__in=domains)
            nowhere = Q(~Exists(visits), category=None)
            seen |= nowhere & Q(plan__in=FieldPlan.objects.visible_to(user))
        return self.filter(seen)

    def answered_by(self, user: "User", roles: Collection[str] = POOL_ROLES) -> Self:
        """Groups that go to no domain but one's own: the account may place people there."""
        if user.answers_for_all_domains(roles):
            return self
        domains = user.domain_keys(roles)
        visits = PlanUnit.objects.filter(group=OuterRef("pk"))
        return self.filter(
            ~Exists(visits.exclude(unit__domain__in=domains)),
            Q(category=None) | Q(category__domain__in=domains),
        )


class AssessmentGroup(models.Model):
    """An assessment group (考核组) of a plan."""

    plan = models.ForeignKey(
        FieldPlan, verbose_name=_("field plan"), on_delete=models.CASCADE, related_name="groups"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=60)
    category = models.ForeignKey(
        Category,
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        related_name="assessment_groups",
        null=True,
        blank=True,
    )

    objects = AssessmentGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment group")
        verbose_name_plural = _("assessment groups")
        ordering = ["plan_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], name="%(app_label)s_%(class)s_number"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evaluators:group_detail", args=[self.pk])


class PlanUnitQuerySet(models.QuerySet["PlanUnit"]):
    def visible_to(self, user: "User") -> Self:
        """Units of one's domains; for evaluators those that their group visits or also marks."""
        if sees_every_domain(user):
            return self
        seats = Seat.objects.filter(group=OuterRef("group"), evaluator__account=user.pk)
        linked = PlanUnit.objects.filter(
            pk=OuterRef("pk"), links__from_group__seats__evaluator__account=user.pk
        )
        return self.filter(
            Q(unit__domain__in=user.domain_keys(POOL_ROLES))
            | Q(Exists(seats) | Exists(linked), plan__state=FieldPlan.State.CONFIRMED)
        )


class PlanUnit(models.Model):
    """A unit that a plan visits, with its category, and the group that goes there."""

    plan = models.ForeignKey(
        FieldPlan, verbose_name=_("field plan"), on_delete=models.CASCADE, related_name="plan_units"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="plan_units"
    )
    category = models.ForeignKey(
        Category, verbose_name=_("category"), on_delete=models.PROTECT, related_name="+"
    )
    group = models.ForeignKey(
        AssessmentGroup,
        verbose_name=_("assessment group"),
        on_delete=models.SET_NULL,
        related_name="plan_units",
        null=True,
        blank=True,
    )
    by_hand = models.BooleanField(
        _("placed by hand"),
        default=False,
        help_text=_("Stays where it is when groups are proposed, unless the search may move it."),
    )

    objects = PlanUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit of a plan")
        verbose_name_plural = _("units of plans")
        ordering = ["plan_id", "unit__code"]
        constraints = [
            # Every unit is covered exactly once.
            models.UniqueConstraint(
                fields=["plan", "unit"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The plan visits this unit already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.unit}"

    @property
    def is_mismatched(self) -> bool:
        """Whether the unit is of another category than the group that goes there (GRP-02)."""
        wanted = self.group.category_id if self.group else None
        return wanted is not None and wanted != self.category_id


class SeatQuerySet(models.QuerySet["Seat"]):
    def visible_to(self, user: "User") -> Self:
        """Seats of the groups that the account sees."""
        return self.filter(group__in=AssessmentGroup.objects.visible_to(user))

    def led_by(self, user: "User") -> Self:
        """Seats from which the account leads a group of a plan that is no draft any more."""
        return self.filter(role__leads=True, evaluator__account=user.pk).exclude(
            group__plan__state=FieldPlan.State.DRAFT
        )


class Seat(models.Model):
    """A seat of a role in a group; empty until somebody is placed."""

    group = models.ForeignKey(
        AssessmentGroup,
        verbose_name=_("assessment group"),
        on_delete=models.CASCADE,
        related_name="seats",
    )
    role = models.ForeignKey(
        GroupRole, verbose_name=_("group role"), on_delete=models.PROTECT, related_name="seats"
    )
    evaluator = models.ForeignKey(
        Evaluator,
        verbose_name=_("evaluator"),
        on_delete=models.PROTECT,
        related_name="seats",
        null=True,
        blank=True,
    )
    channel = models.CharField(
        _("channel"),
        max_length=12,
        choices=RosterSpell.Channel.choices,
        blank=True,
        help_text=_("How the person had come into the pool when placed."),
    )
    empty_reason = models.CharField(
        _("why it stays empty"),
        max_length=200,
        blank=True,
        help_text=_("A plan is confirmed with an empty seat only if somebody says why."),
    )
    by_hand = models.BooleanField(
        _("placed by hand"),
        default=False,
        help_text=_("Stays where it is when groups are proposed, unless the search may move it."),
    )

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["group_id", "role__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "evaluator"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The evaluator sits in this group already."),
            ),
            models.CheckConstraint(
                condition=Q(evaluator__isnull=True) | Q(empty_reason=""),
                name="%(app_label)s_%(class)s_empty_or_held",
            ),
            models.CheckConstraint(
                condition=Q(evaluator__isnull=False) | Q(channel=""),
                name="%(app_label)s_%(class)s_channel",
            ),
            models.CheckConstraint(
                condition=Q(evaluator__isnull=False) | Q(by_hand=False),
                name="%(app_label)s_%(class)s_by_hand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.role}"
