"""What follows from a quarter: reminders of shortcomings, mentoring, guidance visits."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dailyreview.models.plans import Quarter
from dailyreview.models.records import QuarterRecord
from organization.models import DOMAIN_ROLES, Role, Unit

if TYPE_CHECKING:
    from organization.models import User


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the records the account sees."""
        return self.filter(record__in=QuarterRecord.objects.visible_to(user))

    def waiting(self) -> Self:
        """Not closed yet."""
        return self.filter(closed_at__isnull=True)


class Reminder(models.Model):
    """A reminder of a shortcoming (不足提醒): written by a reviewer, replied to, closed."""

    record = models.ForeignKey(
        QuarterRecord, verbose_name=_("record"), on_delete=models.PROTECT, related_name="reminders"
    )
    words = models.CharField(_("shortcoming"), max_length=500)
    written_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("written by"),
        on_delete=models.PROTECT,
        related_name="reminders_written",
    )
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)
    reply = models.CharField(_("reply"), max_length=500, blank=True)
    replied_at = models.DateTimeField(_("replied at"), null=True, editable=False)
    closing = models.CharField(_("what has changed"), max_length=300, blank=True)
    closed_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("closed by"),
        on_delete=models.PROTECT,
        related_name="reminders_closed",
        null=True,
        editable=False,
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder of a shortcoming")
        verbose_name_plural = _("reminders of shortcomings")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="%(app_label)s_%(class)s_closed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.record} · {self.words[:30]}"


class MentoringQuerySet(models.QuerySet["Mentoring"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the records the account sees, and the account's own as mentor."""
        return self.filter(Q(record__in=QuarterRecord.objects.visible_to(user)) | Q(mentor=user))

    def open(self) -> Self:
        """Not ended yet."""
        return self.filter(ended_on__isnull=True)


class Mentoring(models.Model):
    """A mentor stands by a person whose quarter was 一般 or below (导师帮带), with revisits."""

    record = models.OneToOneField(
        QuarterRecord, verbose_name=_("record"), on_delete=models.PROTECT, related_name="mentoring"
    )
    grade = models.CharField(_("grade"), max_length=20)
    mentor = models.ForeignKey(
        "organization.User",
        verbose_name=_("mentor"),
        on_delete=models.PROTECT,
        related_name="mentorings",
        null=True,
        blank=True,
        help_text=_("Named by the unit; empty until then."),
    )
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=300, blank=True)

    objects = MentoringQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentoring")
        verbose_name_plural = _("mentorings")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.record)

    def get_absolute_url(self) -> str:
        return reverse("dailyreview:mentoring_detail", args=[self.pk])


class Revisit(models.Model):
    """A talk with a mentored person, at least once a quarter (季度回访)."""

    mentoring = models.ForeignKey(
        Mentoring, verbose_name=_("mentoring"), on_delete=models.CASCADE, related_name="revisits"
    )
    held_on = models.DateField(pgettext_lazy("revisit", "held on"))
    words = models.CharField(_("what was found"), max_length=500)
    held_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("held by"),
        on_delete=models.PROTECT,
        related_name="revisits",
    )

    class Meta:
        verbose_name = _("revisit")
        verbose_name_plural = _("revisits")
        ordering = ["mentoring_id", "held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.mentoring} · {self.held_on}"


class GuidanceVisitQuerySet(models.QuerySet["GuidanceVisit"]):
    def visible_to(self, user: "User") -> Self:
        """Visits in the units whose people the account sees."""
        if user.has_role(Role.SYSTEM_ADMIN) or user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        return self.filter(unit__in=Unit.objects.with_people_visible_to(user))


class GuidanceVisit(models.Model):
    """The office looks how a unit reviews (指导走访), and scores the quality of the process."""

    quarter = models.ForeignKey(
        Quarter, verbose_name=_("quarter"), on_delete=models.CASCADE, related_name="visits"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="guidance_visits"
    )
    visited_on = models.DateField(_("visited on"))
    words = models.CharField(_("what was found"), max_length=500)
    process_score = models.DecimalField(
        _("process score"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("How well the unit reviews, out of 100; the newest counts for its quota."),
    )
    visited_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("visited by"),
        on_delete=models.PROTECT,
        related_name="guidance_visits",
    )

    objects = GuidanceVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("guidance visit")
        verbose_name_plural = _("guidance visits")
        ordering = ["-visited_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.unit} · {self.visited_on}"
