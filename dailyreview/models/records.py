"""The record of a person in a quarter: what was done, what went best, what is regretted."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessment.models import Assessee, GradeDecision, Publication, SchemeGrade
from collection.models import Goal
from dailyreview.models.plans import DailyPlan, Quarter
from organization.models import Appointment, Role, Unit

if TYPE_CHECKING:
    from organization.models import User

SOON = dt.timedelta(days=7)
NOT_LESS = [MinValueValidator(0)]
REVIEWER_ROLES = (Role.SECTION_HEAD, Role.SUPERVISING_LEADER, Role.UNIT_PRINCIPAL)


class WorkGoalQuerySet(models.QuerySet["WorkGoal"]):
    def overdue(self, day: dt.date) -> Self:
        """Not reached, and their day has passed."""
        return self.filter(done_on__isnull=True, due_on__lt=day)

    def due_soon(self, day: dt.date) -> Self:
        """Not reached, and due on the day or within a week of it."""
        return self.filter(done_on__isnull=True, due_on__range=(day, day + SOON))


class WorkGoal(models.Model):
    """What a person is to achieve in the year: handed down from the unit's goals, or their own."""

    plan = models.ForeignKey(
        DailyPlan, verbose_name=_("plan"), on_delete=models.CASCADE, related_name="goals"
    )
    appointment = models.ForeignKey(
        Appointment, verbose_name=_("post"), on_delete=models.PROTECT, related_name="work_goals"
    )
    title = models.CharField(_("task"), max_length=200)
    standard = models.CharField(pgettext_lazy("work", "standard"), max_length=300, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    handed_down_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("handed down by"),
        on_delete=models.PROTECT,
        related_name="goals_handed_down",
        null=True,
        blank=True,
        help_text=_("Empty: the person's own."),
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    split = models.OneToOneField(
        Goal,
        verbose_name=_("part of a goal split down"),
        on_delete=models.PROTECT,
        related_name="work_goal",
        null=True,
        blank=True,
        editable=False,
    )

    objects = WorkGoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal of the year")
        verbose_name_plural = _("goals of the year")
        ordering = ["plan_id", "appointment_id", "due_on", "pk"]

    def __str__(self) -> str:
        return self.title


class QuarterRecordQuerySet(models.QuerySet["QuarterRecord"]):
    def visible_to(self, user: "User") -> Self:
        """One's own; once handed in, also those one reviews and those of the office's domains."""
        if user.has_role(Role.SYSTEM_ADMIN):
            return self
        of_unit = Q(assessee__unit__in=Unit.objects.with_people_visible_to(user))
        of_section = Q(section__in=user.unit_keys([Role.SECTION_HEAD]))
        own = Q(assessee__appointment__cadre=user.cadre_id, assessee__appointment__isnull=False)
        others = (of_unit | of_section) & Q(submitted_at__isnull=False)
        return self.filter((own if user.cadre_id else Q(pk=None)) | others)

    def with_decisions(self) -> Self:
        """Adds `grade_name` and `is_published`: the grade decided, shown once it is published."""
        decisions = GradeDecision.objects.in_force().filter(assessee=OuterRef("assessee"))
        names = SchemeGrade.objects.filter(
            scheme=OuterRef("quarter__plan__scheme"), code=OuterRef("grade_code")
        )
        published = Publication.objects.filter(group__results__assessee=OuterRef("assessee"))
        return self.annotate(
            grade_code=Subquery(decisions.values("grade")[:1]),
            grade_name=Subquery(names.values("name")[:1]),
            is_published=Exists(published),
        )

    def graded(self) -> Self:
        """Those whose grade is decided and published."""
        decisions = GradeDecision.objects.in_force().filter(assessee=OuterRef("assessee"))
        published = Publication.objects.filter(group__results__assessee=OuterRef("assessee"))
        return self.filter(Exists(decisions), Exists(published))

    def own_of(self, user: "User") -> Self:
        """The person's own records."""
        if user.cadre_id is None:
            return self.none()
        return self.filter(assessee__appointment__cadre=user.cadre_id)


class QuarterRecord(models.Model):
    """What a person writes of a quarter; reviewers add their steps, it is never scored by itself.

    `awaits` is the role whose step comes next; empty while the record is with the person or done.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        RETURNED = "returned", _("returned")
        IN_REVIEW = "in_review", _("in review")
        REVIEWED = "reviewed", _("reviewed")

    quarter = models.ForeignKey(
        Quarter, verbose_name=_("quarter"), on_delete=models.CASCADE, related_name="records"
    )
    assessee = models.OneToOneField(
        Assessee,
        verbose_name=_("assessee"),
        on_delete=models.CASCADE,
        related_name="quarter_record",
    )
    section = models.ForeignKey(
        Unit,
        verbose_name=_("office"),
        on_delete=models.PROTECT,
        related_name="quarter_records",
        help_text=_("Where the person works: an office inside the unit, or the unit itself."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    awaits = models.CharField(
        _("next step"), max_length=24, choices=Role.choices, blank=True, editable=False
    )
    summary = models.TextField(_("summary"), blank=True, max_length=2000)
    best = models.CharField(_("work done best"), max_length=500, blank=True)
    regret = models.CharField(_("most regretted"), max_length=500, blank=True)
    handed_in = models.JSONField(
        _("as handed in"),
        null=True,
        editable=False,
        help_text=_("What others read while the person changes a returned record."),
    )
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    saved_at = models.DateTimeField(_("saved at"), null=True, editable=False)
    submitted_at = models.DateTimeField(
        pgettext_lazy("record", "handed in at"), null=True, editable=False
    )

    objects = QuarterRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of a quarter")
        verbose_name_plural = _("records of quarters")
        ordering = ["quarter_id", "section__code", "assessee__key"]
        indexes = [
            models.Index(fields=["section", "awaits"], name="dailyreview_record_awaits"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="in_review") & ~Q(awaits="")
                | ~Q(state="in_review") & Q(awaits=""),
                name="%(app_label)s_%(class)s_awaits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessee} · {self.quarter}"

    def get_absolute_url(self) -> str:
        return reverse("dailyreview:record_detail", args=[self.pk])

    @property
    def is_with_person(self) -> bool:
        """Whether the person may write."""
        return self.state in {self.State.DRAFT, self.State.RETURNED}


class WorkEntry(models.Model):
    """One piece of work in a record: what, to which standard, until when, and what came of it."""

    class Kind(models.TextChoices):
        KEY = "key", _("key work")
        AD_HOC = "ad_hoc", _("ad-hoc task")
        HANDED_DOWN = "handed_down", _("task from the unit's goals")

    record = models.ForeignKey(
        QuarterRecord, verbose_name=_("record"), on_delete=models.CASCADE, related_name="entries"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.KEY)
    goal = models.ForeignKey(
        WorkGoal,
        verbose_name=_("goal"),
        on_delete=models.SET_NULL,
        related_name="entries",
        null=True,
        blank=True,
    )
    title = models.CharField(_("task"), max_length=200)
    standard = models.CharField(pgettext_lazy("work", "standard"), max_length=300, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    progress = models.CharField(_("what was done"), max_length=500, blank=True)
    is_done = models.BooleanField(_("done"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("piece of work")
        verbose_name_plural = _("pieces of work")
        ordering = ["record_id", "position", "pk"]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Days present and away in a quarter, as the personnel office keeps them."""

    record = models.OneToOneField(
        QuarterRecord, verbose_name=_("record"), on_delete=models.CASCADE, related_name="attendance"
    )
    present = models.DecimalField(
        _("days present"), max_digits=4, decimal_places=1, default=0, validators=NOT_LESS
    )
    personal_leave = models.DecimalField(
        _("days of personal leave"), max_digits=4, decimal_places=1, default=0, validators=NOT_LESS
    )
    sick_leave = models.DecimalField(
        _("days of sick leave"), max_digits=4, decimal_places=1, default=0, validators=NOT_LESS
    )
    absent = models.DecimalField(
        _("days absent without leave"),
        max_digits=4,
        decimal_places=1,
        default=0,
        validators=NOT_LESS,
    )
    late = models.PositiveSmallIntegerField(_("times late or leaving early"), default=0)

    class Meta:
        verbose_name = pgettext_lazy("work", "attendance")
        verbose_name_plural = pgettext_lazy("work", "attendance")
        ordering = ["record_id"]

    def __str__(self) -> str:
        return str(self.record)
