"""The year's task list (年度任务清单): its tasks, who answers for them, and the three steps."""

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.models import Indicator
from organization.models import DOMAIN_ROLES, Cadre, Domain, Role, Unit
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from organization.models import User


class TaskListQuerySet(models.QuerySet["TaskList"]):
    def visible_to(self, user: "User") -> Self:
        """Lists of the domains the account answers for, and those with a task it sees."""
        if user.has_role(Role.SYSTEM_ADMIN) or user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        tasks = Task.objects.visible_to(user)
        return self.filter(
            Q(domain__in=user.domain_keys(DOMAIN_ROLES)) | Q(pk__in=tasks.values("task_list"))
        )

    def editable_by(self, user: "User") -> Self:
        """Lists that the account keeps as office staff."""
        return self.filter(domain__in=Domain.objects.editable_by(user))


class TaskList(models.Model):
    """The tasks of one year in one domain; sub-plans (专项计划) are named by its tasks."""

    domain = models.ForeignKey(
        Domain, verbose_name=_("domain"), on_delete=models.PROTECT, related_name="task_lists"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("name"), max_length=100)

    objects = TaskListQuerySet.as_manager()

    class Meta:
        verbose_name = _("task list")
        verbose_name_plural = _("task lists")
        ordering = ["-year", "domain__position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "year", "name"],
                name="%(app_label)s_%(class)s_name",
                violation_error_message=_("This domain has a list of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("collection:tasklist_detail", args=[self.pk])


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: "User") -> Self:
        """Tasks of the domains the account answers for, of its units, and those it answers for."""
        if user.has_role(Role.SYSTEM_ADMIN) or user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        units = Unit.objects.visible_to(user)
        joined = Task.other_units.through.objects.filter(unit__in=units)
        reach = (
            Q(task_list__domain__in=user.domain_keys(DOMAIN_ROLES))
            | Q(lead_unit__in=units)
            | Q(pk__in=joined.values("task"))
        )
        if user.cadre_id:
            home = home_keys(user)
            reach |= Q(leader=user.cadre_id) | Q(responsible=user.cadre_id)
            # Whoever serves in the lead unit may claim what names nobody yet.
            reach |= Q(lead_unit__in=home, state=Task.State.OPEN, responsible__isnull=True)
        return self.filter(reach)

    def editable_by(self, user: "User") -> Self:
        """Tasks of the lists that the account keeps."""
        return self.filter(task_list__in=TaskList.objects.editable_by(user))

    def in_force(self) -> Self:
        """Tasks that have passed all three steps."""
        return self.filter(state=Task.State.IN_FORCE)


def home_keys(user: "User") -> set[int]:
    """The unit where an account is at home; for an office inside a unit also that unit."""
    if user.unit is None:
        return set()
    inside = user.unit.level == Unit.Level.INTERNAL and user.unit.parent_id
    return {user.unit.pk, *([user.unit.parent_id] if inside and user.unit.parent_id else [])}


class Task(models.Model):
    """One task: a leader in charge, exactly one lead unit and one responsible cadre, others.

    Until it is claimed it may name no responsible cadre; from then on it has one.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("task", "to be claimed")
        CLAIMED = "claimed", pgettext_lazy("task", "claimed, the Party group reviews")
        REVIEWED = "reviewed", pgettext_lazy("task", "reviewed, the office checks")
        IN_FORCE = "in_force", pgettext_lazy("task", "in force")

    task_list = models.ForeignKey(
        TaskList, verbose_name=_("task list"), on_delete=models.CASCADE, related_name="tasks"
    )
    number = models.CharField(pgettext_lazy("task", "number"), max_length=20)
    title = models.CharField(_("task"), max_length=200)
    text = models.CharField(_("what is to be done"), max_length=1000, blank=True)
    category = models.CharField(_("kind"), max_length=40, blank=True)
    sub_plan = models.CharField(_("sub-plan"), max_length=100, blank=True)
    leader = models.ForeignKey(
        Cadre,
        verbose_name=pgettext_lazy("task", "leader in charge"),
        on_delete=models.PROTECT,
        related_name="tasks_led",
        null=True,
        blank=True,
    )
    lead_unit = models.ForeignKey(
        Unit, verbose_name=_("lead unit"), on_delete=models.PROTECT, related_name="tasks_led"
    )
    responsible = models.ForeignKey(
        Cadre,
        verbose_name=_("responsible cadre"),
        on_delete=models.PROTECT,
        related_name="tasks",
        null=True,
        blank=True,
    )
    other_units = models.ManyToManyField(
        Unit, verbose_name=_("other units"), related_name="tasks_joined", blank=True
    )
    indicators = models.ManyToManyField(
        Indicator, verbose_name=_("indicators"), related_name="tasks", blank=True
    )
    starts_on = models.DateField(_("from"))
    due_on = models.DateField(_("due"))
    weight = models.DecimalField(
        _("weight"),
        max_digits=7,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.OPEN, editable=False
    )
    claimed_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("claimed by"),
        on_delete=models.PROTECT,
        related_name="tasks_claimed",
        null=True,
        editable=False,
    )
    reviewed_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("reviewed by"),
        on_delete=models.PROTECT,
        related_name="tasks_reviewed",
        null=True,
        editable=False,
    )
    checked_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("checked by"),
        on_delete=models.PROTECT,
        related_name="tasks_checked",
        null=True,
        editable=False,
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["task_list_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["task_list", "number"],
                name="%(app_label)s_%(class)s_number",
                violation_error_message=_("This list has a task of this number."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_days",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(state="open")
                | Q(responsible__isnull=False, claimed_by__isnull=False, state__in=["claimed"])
                | Q(
                    responsible__isnull=False,
                    claimed_by__isnull=False,
                    reviewed_by__isnull=False,
                    state="reviewed",
                )
                | Q(
                    leader__isnull=False,
                    responsible__isnull=False,
                    claimed_by__isnull=False,
                    reviewed_by__isnull=False,
                    checked_by__isnull=False,
                    state="in_force",
                ),
                name="%(app_label)s_%(class)s_steps",
            ),
            models.CheckConstraint(
                condition=(Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("claimed_by")))
                & (
                    Q(checked_by__isnull=True)
                    | ~Q(checked_by=F("claimed_by")) & ~Q(checked_by=F("reviewed_by"))
                ),
                name="%(app_label)s_%(class)s_four_eyes",
                violation_error_message=_("Three different people claim, review and check."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("collection:task_detail", args=[self.pk])


class TaskStepQuerySet(WrittenOnceQuerySet["TaskStep"]):
    def visible_to(self, user: "User") -> Self:
        """Steps of the tasks the account sees."""
        return self.filter(task__in=Task.objects.visible_to(user))


class TaskStep(WrittenOnce):
    """One step of a task: who claimed, reviewed or checked it, or gave it back, and why."""

    class Kind(models.TextChoices):
        CLAIM = "claim", pgettext_lazy("task", "claimed")
        REVIEW = "review", pgettext_lazy("task", "reviewed by the Party group")
        CHECK = "check", pgettext_lazy("task", "checked by the office")
        RETURN = "return", pgettext_lazy("task", "returned")

    task = models.ForeignKey(
        Task, verbose_name=_("task"), on_delete=models.CASCADE, related_name="steps"
    )
    kind = models.CharField(_("step"), max_length=6, choices=Kind.choices)
    words = models.CharField(_("words"), max_length=300, blank=True)
    taken_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        related_name="task_steps",
    )
    taken_at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = TaskStepQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("step of a task")
        verbose_name_plural = _("steps of tasks")
        ordering = ["task_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="return") | ~Q(words=""),
                name="%(app_label)s_%(class)s_reason",
                violation_error_message=_("Say why it is returned."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} · {self.get_kind_display()}"
