"""Steps of the review chain, written once, and the comments of colleagues and users."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models import ScoreSheet
from dailyreview.models.records import QuarterRecord
from organization.models import Role
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from organization.models import User


class ReviewStep(WrittenOnce):
    """One reviewer forwarded a record with marks, or returned it with what is to change."""

    class Verdict(models.TextChoices):
        FORWARD = "forward", _("passed on")
        RETURN = "return", _("returned")

    record = models.ForeignKey(
        QuarterRecord, verbose_name=_("record"), on_delete=models.PROTECT, related_name="steps"
    )
    role = models.CharField(_("as"), max_length=24, choices=Role.choices)
    reviewer = models.ForeignKey(
        "organization.User",
        verbose_name=_("reviewer"),
        on_delete=models.PROTECT,
        related_name="review_steps",
    )
    stood_in_for = models.ForeignKey(
        "organization.User",
        verbose_name=_("in the place of"),
        on_delete=models.PROTECT,
        related_name="review_steps_by_others",
        null=True,
        blank=True,
    )
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict.choices)
    words = models.CharField(_("words"), max_length=500, blank=True)
    sheet = models.ForeignKey(
        ScoreSheet,
        verbose_name=_("score sheet"),
        on_delete=models.PROTECT,
        related_name="review_steps",
        null=True,
        blank=True,
    )
    taken_at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = WrittenOnceQuerySet["ReviewStep"].as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("step of a review")
        verbose_name_plural = _("steps of reviews")
        ordering = ["record_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="forward") | ~Q(words=""),
                name="%(app_label)s_%(class)s_words",
                violation_error_message=_("Say what is to be changed."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.record} · {self.get_role_display()}"


class ColleagueComment(models.Model):
    """What a colleague or somebody served says of a person's quarter; for the reviewers only."""

    class Kind(models.TextChoices):
        COLLEAGUE = "colleague", _("colleague")
        USER = "user", _("person served")

    record = models.ForeignKey(
        QuarterRecord, verbose_name=_("record"), on_delete=models.CASCADE, related_name="comments"
    )
    kind = models.CharField(_("from"), max_length=10, choices=Kind.choices, default=Kind.COLLEAGUE)
    words = models.CharField(_("comment"), max_length=500)
    source = models.CharField(
        _("who said it"),
        max_length=100,
        blank=True,
        help_text=_("Needed when the office notes what somebody else said."),
    )
    written_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("written by"),
        on_delete=models.PROTECT,
        related_name="colleague_comments",
    )
    written_at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("comment of a colleague")
        verbose_name_plural = _("comments of colleagues")
        ordering = ["record_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "written_by", "source"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("You have commented on this record already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.record} · {self.written_by}"


class ReviewFeedbackQuerySet(models.QuerySet["ReviewFeedback"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the records the account sees."""
        return self.filter(record__in=QuarterRecord.objects.visible_to(user))

    def waiting_for(self, user: "User") -> Self:
        """What the account has been told and not taken note of yet."""
        return self.filter(
            record__in=QuarterRecord.objects.own_of(user), acknowledged_at__isnull=True
        )


class ReviewFeedback(models.Model):
    """What a reviewer tells a person of the reviewed quarter, and that they took note of it."""

    record = models.OneToOneField(
        QuarterRecord, verbose_name=_("record"), on_delete=models.PROTECT, related_name="feedback"
    )
    words = models.CharField(_("feedback"), max_length=500)
    given_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("given by"),
        on_delete=models.PROTECT,
        related_name="review_feedback_given",
    )
    given_at = models.DateTimeField(_("given at"), auto_now_add=True)
    answer = models.CharField(_("the person's answer"), max_length=500, blank=True)
    acknowledged_at = models.DateTimeField(_("taken note of at"), null=True, editable=False)

    objects = ReviewFeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback on a quarter")
        verbose_name_plural = _("feedback on quarters")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.record)
