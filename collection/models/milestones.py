"""Progress of tasks: milestones, reports on them, and standing supervision (督办)."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collection.models.tasks import Task
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from organization.models import User

SOON = dt.timedelta(days=14)


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def visible_to(self, user: "User") -> Self:
        """Milestones of the tasks the account sees."""
        return self.filter(task__in=Task.objects.visible_to(user))

    def running(self) -> Self:
        """Those of tasks in force."""
        return self.filter(task__state=Task.State.IN_FORCE)

    def with_waiting(self) -> Self:
        """Adds `is_waiting`: a report on it waits for the office."""
        waiting = MilestoneReport.objects.waiting().filter(milestone=OuterRef("pk"))
        return self.annotate(is_waiting=Exists(waiting))

    def done(self) -> Self:
        """Reached, as the office has verified."""
        return self.filter(reached_on__isnull=False)

    def reported(self) -> Self:
        """A report waits for the office."""
        return self.with_waiting().filter(is_waiting=True)

    def late(self, day: dt.date) -> Self:
        """The day has passed and nothing is reported."""
        return self.with_waiting().filter(reached_on=None, is_waiting=False, due_on__lt=day)

    def soon(self, day: dt.date) -> Self:
        """Due on the day or within two weeks of it, and nothing is reported."""
        due = Q(due_on__range=(day, day + SOON))
        return self.with_waiting().filter(due, reached_on=None, is_waiting=False)


class Milestone(models.Model):
    """A dated step of a task; reached on the day of the report that the office verified."""

    task = models.ForeignKey(
        Task, verbose_name=_("task"), on_delete=models.CASCADE, related_name="milestones"
    )
    title = models.CharField(_("milestone"), max_length=200)
    due_on = models.DateField(_("due"))
    reached_on = models.DateField(_("reached on"), null=True, editable=False)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["task_id", "due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "due_on", "title"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The task has this milestone already."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        """Whether its day passed before it was reached."""
        return (self.reached_on or timezone.localdate()) > self.due_on


class MilestoneReportQuerySet(WrittenOnceQuerySet["MilestoneReport"]):
    open_columns = frozenset({"state", "ruled_by", "ruled_at", "words"})

    def visible_to(self, user: "User") -> Self:
        """Reports on the tasks the account sees."""
        return self.filter(milestone__task__in=Task.objects.visible_to(user))

    def waiting(self) -> Self:
        """Not ruled on yet."""
        return self.filter(state=MilestoneReport.State.WAITING)


class MilestoneReport(WrittenOnce):
    """What a unit says of a milestone, with its evidence; somebody of the office verifies it."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("report", "waits for the office")
        VERIFIED = "verified", pgettext_lazy("report", "verified")
        RETURNED = "returned", pgettext_lazy("report", "returned")

    milestone = models.ForeignKey(
        Milestone, verbose_name=_("milestone"), on_delete=models.CASCADE, related_name="reports"
    )
    text = models.CharField(_("what was done"), max_length=500)
    figure = models.DecimalField(
        _("figure"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    evidence = models.FileField(_("evidence"), upload_to="tasks/%Y/%m", blank=True)
    reported_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("reported by"),
        on_delete=models.PROTECT,
        related_name="milestone_reports",
    )
    reported_at = models.DateTimeField(_("reported at"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.WAITING, editable=False
    )
    ruled_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("verified by"),
        on_delete=models.PROTECT,
        related_name="milestone_rulings",
        null=True,
        editable=False,
    )
    ruled_at = models.DateTimeField(_("verified at"), null=True, editable=False)
    words = models.CharField(_("words"), max_length=300, blank=True, editable=False)

    objects = MilestoneReportQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("report on a milestone")
        verbose_name_plural = _("reports on milestones")
        ordering = ["milestone_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone"],
                condition=Q(state="waiting"),
                name="%(app_label)s_%(class)s_one_waiting",
                violation_error_message=_("A report on this milestone waits already."),
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ruled_by__isnull=True, ruled_at__isnull=True)
                | ~Q(state="waiting") & Q(ruled_by__isnull=False, ruled_at__isnull=False),
                name="%(app_label)s_%(class)s_ruled",
            ),
            models.CheckConstraint(
                condition=Q(ruled_by__isnull=True) | ~Q(ruled_by=F("reported_by")),
                name="%(app_label)s_%(class)s_four_eyes",
                violation_error_message=_("Somebody else than who reported verifies."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} · {self.get_state_display()}"


class FollowUpOrderQuerySet(models.QuerySet["FollowUpOrder"]):
    def visible_to(self, user: "User") -> Self:
        """Orders on the tasks the account sees."""
        return self.filter(task__in=Task.objects.visible_to(user))

    def standing(self) -> Self:
        """Not closed yet."""
        return self.filter(closed_at__isnull=True)


class FollowUpOrder(models.Model):
    """A task under standing supervision (督办): what is demanded by when, the reply, the end."""

    task = models.ForeignKey(
        Task, verbose_name=_("task"), on_delete=models.CASCADE, related_name="orders"
    )
    demand = models.CharField(_("what is demanded"), max_length=300)
    due_on = models.DateField(_("reply due"))
    ordered_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("ordered by"),
        on_delete=models.PROTECT,
        related_name="followup_orders",
        editable=False,
    )
    ordered_at = models.DateTimeField(_("ordered at"), auto_now_add=True)
    reply = models.CharField(_("reply"), max_length=500, blank=True)
    replied_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("replied by"),
        on_delete=models.PROTECT,
        related_name="followup_replies",
        null=True,
        editable=False,
    )
    replied_at = models.DateTimeField(_("replied at"), null=True, editable=False)
    closed_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("closed by"),
        on_delete=models.PROTECT,
        related_name="followups_closed",
        null=True,
        editable=False,
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)

    objects = FollowUpOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("task under supervision")
        verbose_name_plural = _("tasks under supervision")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True, closed_at__isnull=True)
                | Q(closed_by__isnull=False, closed_at__isnull=False),
                name="%(app_label)s_%(class)s_closed",
            ),
            models.CheckConstraint(
                condition=Q(reply="", replied_by__isnull=True, replied_at__isnull=True)
                | ~Q(reply="") & Q(replied_by__isnull=False, replied_at__isnull=False),
                name="%(app_label)s_%(class)s_replied",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} · {self.demand}"[:200]

    @property
    def is_late(self) -> bool:
        """Whether the reply is overdue."""
        return not self.reply and self.due_on < timezone.localdate()
