"""Plans of field work, and how many seats of each role their groups have."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evaluators.models.pool import POOL_ROLES
from evaluators.models.roles import GroupRole, GroupTemplate
from organization.models import Domain, Role

if TYPE_CHECKING:
    from organization.models import User


def sees_every_domain(user: "User") -> bool:
    """Whether plans hide nothing from the account; a clerk of some domains sees theirs alone."""
    return user.has_role(Role.SYSTEM_ADMIN) or user.answers_for_all_domains(POOL_ROLES)


class FieldPlanQuerySet(models.QuerySet["FieldPlan"]):
    def visible_to(self, user: "User") -> Self:
        """Plans that visit one's domains, and those that visit nobody yet; and where one sits."""
        if sees_every_domain(user):
            return self
        plans = FieldPlan.objects.filter(pk=OuterRef("pk"))
        seated = plans.filter(groups__seats__evaluator__account=user.pk)
        seen = Q(Exists(seated), state=FieldPlan.State.CONFIRMED)
        if user.has_role(*POOL_ROLES):
            domains = user.domain_keys(POOL_ROLES)
            seen |= Q(Exists(plans.filter(plan_units__unit__domain__in=domains)))
            seen |= ~Q(Exists(plans.filter(plan_units__isnull=False)))
        return self.filter(seen)

    def answered_by(self, user: "User", roles: Collection[str] = POOL_ROLES) -> Self:
        """Plans of which the account answers for every domain: it may form their groups."""
        if user.answers_for_all_domains(roles):
            return self
        foreign = Domain.objects.exclude(pk__in=user.domain_keys(roles))
        plans = FieldPlan.objects.filter(pk=OuterRef("pk"), plan_units__unit__domain__in=foreign)
        return self.exclude(Exists(plans))


class FieldPlan(models.Model):
    """The field work of one cycle: which units are visited, by groups of which template."""

    class Mode(models.TextChoices):
        DISPATCHED = "dispatched", _("groups drawn from the pool")
        IN_HOUSE = "in_house", _("groups of the office's own divisions")

    class State(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        CONFIRMED = "confirmed", pgettext_lazy("plan", "confirmed")
        CLOSED = "closed", _("closed")

    name = models.CharField(_("name"), max_length=120, unique=True)
    year = models.PositiveSmallIntegerField(_("year"))
    mode = models.CharField(_("mode"), max_length=12, choices=Mode.choices, default=Mode.DISPATCHED)
    template = models.ForeignKey(
        GroupTemplate, verbose_name=_("group template"), on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    years_in_a_row = models.PositiveSmallIntegerField(
        _("years in a row"),
        default=2,
        help_text=_("The same evaluator judges the same unit at most so many years running."),
    )
    core_min = models.PositiveSmallIntegerField(
        _("core members a group"),
        default=1,
        help_text=_("Every group has at least so many evaluators of the core tier."),
    )
    home_max = models.PositiveSmallIntegerField(
        _("people of one department in a group"),
        default=2,
        null=True,
        blank=True,
        help_text=_("Empty sets no limit; groups of the office itself have none."),
    )
    new_max_percent = models.PositiveSmallIntegerField(
        _("newcomers in a group, at most percent"),
        default=50,
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("Empty sets no limit."),
    )
    link_guests = models.PositiveSmallIntegerField(
        _("guests of a link"),
        default=2,
        help_text=_(
            "So many members of a group also mark a few units of the next group of the category,"
            " so that strict groups can be told from weak fields. 0 means no links."
        ),
    )
    seed = models.PositiveIntegerField(
        _("seed"), default=1, help_text=_("Orders equal choices; the same seed gives the same.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    # Counted on by every change: a proposal is adopted only into the plan that it was made for.
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    objects = FieldPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("field plan")
        verbose_name_plural = _("field plans")
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="%(app_label)s_%(class)s_date_order",
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evaluators:plan_detail", args=[self.pk])


class PlanSeat(models.Model):
    """So many seats of a role in every group of a plan: the plan's own copy of the template."""

    plan = models.ForeignKey(
        FieldPlan, verbose_name=_("field plan"), on_delete=models.CASCADE, related_name="plan_seats"
    )
    role = models.ForeignKey(
        GroupRole, verbose_name=_("group role"), on_delete=models.PROTECT, related_name="+"
    )
    count = models.PositiveSmallIntegerField(_("seats"), default=1)

    class Meta:
        verbose_name = _("seats of a plan")
        verbose_name_plural = _("seats of plans")
        ordering = ["plan_id", "role__position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "role"], name="%(app_label)s_%(class)s_once")
        ]

    def __str__(self) -> str:
        return f"{self.role} × {self.count}"
