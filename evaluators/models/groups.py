"""The plan of a cycle's field work, its units, groups and seats."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evaluators.models.pool import POOL_ROLES, Evaluator, RosterSpell
from evaluators.models.roles import GroupRole, GroupTemplate
from organization.models import Category, Role, Unit

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
        seats = Seat.objects.filter(group__plan=OuterRef("pk"), evaluator__account=user.pk)
        seen = Q(Exists(seats), state=FieldPlan.State.CONFIRMED)
        if user.has_role(*POOL_ROLES):
            visits = PlanUnit.objects.filter(plan=OuterRef("pk"))
            own = visits.filter(unit__domain__in=user.domain_keys(POOL_ROLES))
            seen |= Q(Exists(own)) | ~Q(Exists(visits))
        return self.filter(seen)

    def answered_by(self, user: "User", roles: Collection[str] = POOL_ROLES) -> Self:
        """Plans of which the account answers for every domain: it may form their groups."""
        if user.answers_for_all_domains(roles):
            return self
        visits = PlanUnit.objects.filter(plan=OuterRef("pk"))
        return self.exclude(Exists(visits.exclude(unit__domain__in=user.domain_keys(roles))))


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
