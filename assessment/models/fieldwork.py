"""What a group does together: its log, review, questions to the office, and the end of its task."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.cycles import Assessee
from assessment.models.sheets import ScoreSheet
from evaluators.models import AssessmentGroup, Evaluator
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet


class WorkLogEntry(WrittenOnce):
    """A line of a group's work log (全程纪实): who did what, when and why; never changed."""

    class Kind(models.TextChoices):
        NOTE = "note", _("note")
        REPORT = "report", _("report of the supervisor")
        TALK_SIGNED = "talk_signed", _("talk signed")
        TALK_DROPPED = "talk_dropped", _("talk dropped")
        DOUBT_RAISED = "doubt_raised", _("verification begun")
        DOUBT_CONCLUDED = "doubt_concluded", _("verification concluded")
        QUESTION_ASKED = "question_asked", _("question asked")
        REVIEWED = "reviewed", _("review held")
        COMMENTED = "commented", _("comment at the debrief")
        CLOSED = "closed", _("task closed")
        SHEET_SUBMITTED = "sheet_submitted", _("sheet handed in")
        SHEET_RESUBMITTED = "sheet_again", _("sheet handed in again")
        SHEET_RETURNED = "sheet_returned", _("sheet returned as flat")
        SHEET_REOPENED = "sheet_reopened", _("sheet reopened")
        FLAT_ACCEPTED = "flat_accepted", _("flat marking accepted")

    group = models.ForeignKey(
        AssessmentGroup,
        verbose_name=_("assessment group"),
        on_delete=models.PROTECT,
        related_name="work_log",
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.NOTE)
    assessee = models.ForeignKey(
        Assessee,
        verbose_name=_("assessee"),
        on_delete=models.PROTECT,
        related_name="work_log",
        null=True,
        blank=True,
    )
    sheet = models.ForeignKey(
        ScoreSheet,
        verbose_name=_("score sheet"),
        on_delete=models.PROTECT,
        related_name="work_log",
        null=True,
        blank=True,
    )
    words = models.CharField(_("words"), max_length=1000, blank=True)
    written_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("written by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Empty: the scheme's own rule."),
    )
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)

    objects = WrittenOnceQuerySet["WorkLogEntry"].as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("entry of a work log")
        verbose_name_plural = _("entries of work logs")
        ordering = ["group_id", "-pk"]

    def __str__(self) -> str:
        return f"{self.group} · {self.get_kind_display()}"


class GroupReview(WrittenOnce):
    """A review that the group held together (集体研判): when, who was there, what was agreed."""

    group = models.ForeignKey(
        AssessmentGroup,
        verbose_name=_("assessment group"),
        on_delete=models.PROTECT,
        related_name="reviews",
    )
    held_on = models.DateField(_("held on"))
    attendees = models.ManyToManyField(
        Evaluator, verbose_name=_("who was there"), related_name="group_reviews"
    )
    words = models.TextField(_("what was agreed"), max_length=4000)
    recorded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    objects = WrittenOnceQuerySet["GroupReview"].as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("review of a group")
        verbose_name_plural = _("reviews of groups")
        ordering = ["group_id", "held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.group} · {self.held_on}"


class GroupClosing(WrittenOnce):
    """A group's task is done; from here on its records stand."""

    group = models.OneToOneField(
        AssessmentGroup,
        verbose_name=_("assessment group"),
        on_delete=models.PROTECT,
        related_name="closing",
    )
    closed_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("closed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    closed_at = models.DateTimeField(_("closed at"), auto_now_add=True)

    objects = WrittenOnceQuerySet["GroupClosing"].as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("end of a group's task")
        verbose_name_plural = _("ends of groups' tasks")
        ordering = ["group_id"]

    def __str__(self) -> str:
        return str(self.group)


class DebriefComment(WrittenOnce):
    """What the office says of one group's work at the debrief (逐组点评)."""

    group = models.ForeignKey(
        AssessmentGroup,
        verbose_name=_("assessment group"),
        on_delete=models.PROTECT,
        related_name="debrief_comments",
    )
    words = models.TextField(_("comment"), max_length=2000)
    written_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("written by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)

    objects = WrittenOnceQuerySet["DebriefComment"].as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("comment at the debrief")
        verbose_name_plural = _("comments at the debrief")
        ordering = ["group_id", "pk"]

    def __str__(self) -> str:
        return f"{self.group} · {self.written_at:%Y-%m-%d}"


class FieldQuestionQuerySet(models.QuerySet["FieldQuestion"]):
    def search(self, text: str) -> Self:
        """Those whose question or answer holds the text."""
        return self.filter(Q(question__icontains=text) | Q(answer__icontains=text))


class FieldQuestion(models.Model):
    """A question to the command group (综合组); its one answer guides all groups of the plan."""

    group = models.ForeignKey(
        AssessmentGroup,
        verbose_name=_("asked by the group"),
        on_delete=models.PROTECT,
        related_name="questions",
    )
    question = models.CharField(_("question"), max_length=500)
    asked_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("asked by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("answered by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)

    objects = FieldQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to the command group")
        verbose_name_plural = _("questions to the command group")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="%(app_label)s_%(class)s_answered",
            )
        ]

    def __str__(self) -> str:
        return self.question[:200]
