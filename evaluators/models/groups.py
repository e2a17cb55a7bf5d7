"""Group roles, templates, the plan of a cycle's field work, its groups and seats."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluators.models.pool import POOL_ROLES, Evaluator, ReservePlace, Tag
from organization.models import Appointment, Category, Role, Unit

if TYPE_CHECKING:
    from organization.models import User


class GroupRole(models.Model):
    """A role in a group (组长、联络员、纪律监督员 …) and who may hold it; the catalogue is data."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    lowest_post_level = models.CharField(
        _("lowest post level"),
        max_length=3,
        choices=Appointment.PostLevel.choices,
        blank=True,
        help_text=_("The level itself or one above; empty means any."),
    )
    origins = models.ManyToManyField(
        Tag,
        verbose_name=_("one of these tags"),
        related_name="roles",
        blank=True,
        help_text=_("Who holds the role needs one of them; none means any."),
    )
    reserve = models.CharField(
        _("filled from the reserve"),
        max_length=14,
        choices=ReservePlace.Reserve.choices,
        blank=True,
    )
    marks_sheets = models.BooleanField(
        _("fills score sheets"), default=True, help_text=_("Else the role reads and reports only.")
    )

    class Meta:
        verbose_name = _("group role")
        verbose_name_plural = _("group roles")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class GroupTemplate(models.Model):
    """How many seats of each role a group has; a plan may change its own copy."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)
    roles = models.ManyToManyField(GroupRole, through="TemplateSeat", related_name="templates")

    class Meta:
        verbose_name = _("group template")
        verbose_name_plural = _("group templates")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class TemplateSeat(models.Model):
    """So many seats of a role in a template."""

    template = models.ForeignKey(GroupTemplate, on_delete=models.CASCADE, related_name="seats")
    role = models.ForeignKey(GroupRole, verbose_name=_("group role"), on_delete=models.PROTECT)
    count = models.PositiveSmallIntegerField(_("seats"), default=1)

    class Meta:
        verbose_name = _("seats of a template")
        verbose_name_plural = _("seats of templates")
        ordering = ["template_id", "role__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "role"], name="%(app_label)s_%(class)s_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} × {self.count}"


class FieldPlanQuerySet(models.QuerySet["FieldPlan"]):
    def visible_to(self, user: "User") -> Self:
        """All plans for those who form groups; for evaluators the plans they have a seat in."""
        if user.has_role(Role.SYSTEM_ADMIN, *POOL_ROLES):
            return self
        return self.filter(
            state=FieldPlan.State.CONFIRMED, groups__seats__evaluator__account=user.pk
        ).distinct()


class FieldPlan(models.Model):
    """The field work of one cycle: which units are visited, by groups of which template."""

    class Mode(models.TextChoices):
        DISPATCHED = "dispatched", _("groups drawn from the pool")
        IN_HOUSE = "in_house", _("groups of the office's own divisions")

    class State(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        CONFIRMED = "confirmed", _("confirmed")
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
    seed = models.PositiveIntegerField(
        _("seed"), default=1, help_text=_("Orders equal choices; the same seed gives the same.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )

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


class AssessmentGroupQuerySet(models.QuerySet["AssessmentGroup"]):
    def visible_to(self, user: "User") -> Self:
        """All groups for those who form them; an evaluator's own once the plan is confirmed."""
        if user.has_role(Role.SYSTEM_ADMIN, *POOL_ROLES):
            return self
        return self.filter(
            plan__state=FieldPlan.State.CONFIRMED, seats__evaluator__account=user.pk
        ).distinct()


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

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["group_id", "role__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "evaluator"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The evaluator sits in this group already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.role}"


class Waiver(models.Model):
    """A recorded approval that one recusal reason does not bar one evaluator from one unit."""

    plan = models.ForeignKey(
        FieldPlan, verbose_name=_("field plan"), on_delete=models.CASCADE, related_name="waivers"
    )
    evaluator = models.ForeignKey(
        Evaluator, verbose_name=_("evaluator"), on_delete=models.CASCADE, related_name="waivers"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.CASCADE, related_name="waivers"
    )
    rule = models.CharField(_("recusal rule"), max_length=20)
    reason = models.CharField(_("reason"), max_length=200)
    approved_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        related_name="approved_waivers",
    )
    approved_at = models.DateTimeField(_("approved at"), auto_now_add=True)

    class Meta:
        verbose_name = _("waiver of a recusal")
        verbose_name_plural = _("waivers of recusals")
        ordering = ["plan_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "evaluator", "unit", "rule"], name="%(app_label)s_%(class)s_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluator} · {self.unit} · {self.rule}"
