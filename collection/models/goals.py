"""Goals split down (目标分解): district, unit, office, person; results roll up."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collection.models.tasks import Task, TaskList
from organization.models import (
    DOMAIN_ROLES,
    PEOPLE_ROLES,
    Appointment,
    Role,
    Unit,
    offices_inside,
)

if TYPE_CHECKING:
    from organization.models import User


class GoalQuerySet(models.QuerySet["Goal"]):
    def visible_to(self, user: "User") -> Self:
        """Goals of the domains the account answers for, of its units, and its own."""
        if user.has_role(Role.SYSTEM_ADMIN) or user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        reach = Q(task_list__domain__in=user.domain_keys(DOMAIN_ROLES))
        reach |= Q(unit__in=Unit.objects.visible_to(user), appointment__isnull=True)
        reach |= Q(unit__in=led_units(user))
        if user.cadre_id:
            reach |= Q(appointment__cadre=user.cadre_id)
        return self.filter(reach)

    def managed_by(self, user: "User") -> Self:
        """Goals that the account splits and answers for: of its units, or as office."""
        kept = TaskList.objects.editable_by(user) if user.has_role(Role.OFFICE_STAFF) else None
        reach = Q(unit__in=led_units(user))
        return self.filter(reach if kept is None else reach | Q(task_list__in=kept))


def led_units(user: "User") -> set[int]:
    """Units and offices whose goals the account hands down."""
    led = user.unit_keys(PEOPLE_ROLES)
    headed = user.unit_keys([Role.SECTION_HEAD])
    return {*offices_inside(led), *headed} if led else headed


class Goal(models.Model):
    """A goal with its measure: at the top one of a list, below a part of the goal above it.

    The parts of a sum never exceed it; a rate passes on unchanged. A result is told where a goal
    is split no further: a figure, or for a rate how many of how many.
    """

    class Kind(models.TextChoices):
        SUM = "sum", _("a sum, split in parts")
        RATE = "rate", _("a rate in percent, passed on unchanged")

    task_list = models.ForeignKey(
        TaskList, verbose_name=_("task list"), on_delete=models.CASCADE, related_name="goals"
    )
    task = models.ForeignKey(
        Task,
        verbose_name=_("task"),
        on_delete=models.PROTECT,
        related_name="goals",
        null=True,
        blank=True,
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("goal above"),
        on_delete=models.PROTECT,
        related_name="parts",
        null=True,
        blank=True,
        editable=False,
    )
    title = models.CharField(pgettext_lazy("work", "goal"), max_length=200)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    measure = models.CharField(_("unit of measure"), max_length=20, blank=True)
    target = models.DecimalField(
        pgettext_lazy("work", "target"),
        max_digits=20,
        decimal_places=4,
        validators=[MinValueValidator(0)],
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="goals"
    )
    appointment = models.ForeignKey(
        Appointment,
        verbose_name=_("post"),
        on_delete=models.PROTECT,
        related_name="goals",
        null=True,
        blank=True,
    )
    due_on = models.DateField(_("due"))
    result = models.DecimalField(
        _("result"), max_digits=20, decimal_places=4, null=True, blank=True, editable=False
    )
    base = models.DecimalField(
        _("of how many"), max_digits=20, decimal_places=4, null=True, blank=True, editable=False
    )
    reported_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("reported by"),
        on_delete=models.PROTECT,
        related_name="goal_results",
        null=True,
        editable=False,
    )
    reported_at = models.DateTimeField(_("reported at"), null=True, editable=False)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("work", "goal")
        verbose_name_plural = pgettext_lazy("work", "goals")
        ordering = ["task_list_id", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__isnull=True, base__isnull=True)
                | Q(kind="sum", result__isnull=False, base__isnull=True)
                | Q(kind="rate", result__isnull=False, base__gt=0),
                name="%(app_label)s_%(class)s_result",
                violation_error_message=_("A rate is told as how many of how many."),
            ),
            models.CheckConstraint(
                condition=Q(kind="sum") | Q(target__lte=100),
                name="%(app_label)s_%(class)s_rate",
                violation_error_message=_("A rate is at most 100 percent."),
            ),
            models.CheckConstraint(
                condition=Q(appointment__isnull=True) | Q(parent__isnull=False),
                name="%(app_label)s_%(class)s_person",
                violation_error_message=_("A goal at the top is that of a unit."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("collection:goal_detail", args=[self.pk])

    @property
    def holder(self) -> str:
        """Whose goal it is: the person, else the unit."""
        return self.appointment.cadre.name if self.appointment else self.unit.label
