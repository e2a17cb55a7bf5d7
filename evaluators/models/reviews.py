"""What others say about evaluators: three sources on a person, assessed units on a group."""

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluators.models.groups import AssessmentGroup, Seat
from evaluators.models.pool import POOL_ROLES
from organization.models import Role, Unit
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from organization.models import User


class EvaluatorReviewQuerySet(WrittenOnceQuerySet["EvaluatorReview"]):
    def visible_to(self, user: "User") -> Self:
        """Those of seats that who keeps the pool sees; else what the account itself has written."""
        if user.has_role(*POOL_ROLES):
            return self.filter(seat__in=Seat.objects.visible_to(user))
        return self.filter(written_by=user.pk)


class EvaluatorReview(WrittenOnce):
    """What one of three sources says about an evaluator in a seat: leader, unit, discipline."""

    class Source(models.TextChoices):
        LEADER = "leader", _("group leader")
        ASSESSED_UNIT = "assessed_unit", _("assessed unit")
        DISCIPLINE = "discipline", _("resident discipline body")

    class Rating(models.TextChoices):
        EXCELLENT = "excellent", _("excellent")
        GOOD = "good", _("good")
        FAIR = "fair", _("fair")
        POOR = "poor", _("poor")

    seat = models.ForeignKey(
        Seat, verbose_name=_("seat"), on_delete=models.PROTECT, related_name="reviews"
    )
    source = models.CharField(_("who reviews"), max_length=14, choices=Source.choices)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("reviewing unit"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    rating = models.CharField(_("rating"), max_length=10, choices=Rating.choices)
    remark = models.CharField(_("remark"), max_length=500)
    written_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("written by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)

    objects = EvaluatorReviewQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("review of an evaluator")
        verbose_name_plural = _("reviews of evaluators")
        ordering = ["seat_id", "source", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "source"],
                condition=Q(unit__isnull=True),
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This source has spoken already."),
            ),
            models.UniqueConstraint(
                fields=["seat", "source", "unit"],
                name="%(app_label)s_%(class)s_unit_once",
                violation_error_message=_("This source has spoken already."),
            ),
            models.CheckConstraint(
                condition=Q(source="assessed_unit", unit__isnull=False)
                | (~Q(source="assessed_unit") & Q(unit__isnull=True)),
                name="%(app_label)s_%(class)s_unit",
                violation_error_message=_("An assessed unit is named; other sources have none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} · {self.get_source_display()}"


class ReverseQuestion(models.Model):
    """A question of the reverse evaluation (反向评估), answered from 1 to 5."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    text = models.CharField(_("wording"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_asked = models.BooleanField(_("asked"), default=True)

    class Meta:
        verbose_name = _("question of the reverse evaluation")
        verbose_name_plural = _("questions of the reverse evaluation")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.text


class ReverseEvaluationQuerySet(models.QuerySet["ReverseEvaluation"]):
    def visible_to(self, user: "User") -> Self:
        """Of visible groups for those who keep the pool; for the leader once it is closed."""
        seen = Q(closed_at__isnull=False, group__in=Seat.objects.led_by(user).values("group"))
        if user.has_role(*POOL_ROLES):
            seen |= Q(group__in=AssessmentGroup.objects.visible_to(user))
        return self.filter(seen)


class ReverseEvaluation(models.Model):
    """The questionnaire on one group; its questions and its least number of answers are kept.

    Nobody reads an answer before it closes, and afterwards only figures over all answers.
    """

    group = models.OneToOneField(
        AssessmentGroup,
        verbose_name=_("assessment group"),
        on_delete=models.PROTECT,
        related_name="reverse_evaluation",
    )
    questions = models.JSONField(_("questions"), help_text=_("Code and text, as they were asked."))
    answers_min = models.PositiveSmallIntegerField(_("least answers shown"))
    opened_by = models.ForeignKey(
        "organization.User", verbose_name=_("opened by"), on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    closed_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("closed by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)

    objects = ReverseEvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("reverse evaluation")
        verbose_name_plural = _("reverse evaluations")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_by=None, closed_at=None)
                | Q(closed_by__isnull=False, closed_at__isnull=False),
                name="%(app_label)s_%(class)s_who_and_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group.plan} · {self.group}"

    def get_absolute_url(self) -> str:
        return reverse("evaluators:reverse_detail", args=[self.pk])


class ReverseInvitationQuerySet(models.QuerySet["ReverseInvitation"]):
    def visible_to(self, user: "User") -> Self:
        """Those of units that the account is the principal of."""
        return self.filter(unit__in=user.unit_keys([Role.UNIT_PRINCIPAL]))

    def unanswered(self) -> Self:
        """Those that may still be answered."""
        return self.filter(is_answered=False, evaluation__closed_at=None)


class ReverseInvitation(models.Model):
    """A unit may answer once. The row says whether it has, never what or when."""

    evaluation = models.ForeignKey(
        ReverseEvaluation,
        verbose_name=_("reverse evaluation"),
        on_delete=models.PROTECT,
        related_name="invitations",
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="reverse_invitations"
    )
    is_answered = models.BooleanField(_("answered"), default=False)

    objects = ReverseInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a reverse evaluation")
        verbose_name_plural = _("invitations to reverse evaluations")
        ordering = ["evaluation_id", "unit__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "unit"], name="%(app_label)s_%(class)s_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluation} · {self.unit}"


class ReverseAnswer(WrittenOnce):
    """An anonymous answer: no unit, no account, no moment, and a key without an order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evaluation = models.ForeignKey(
        ReverseEvaluation,
        verbose_name=_("reverse evaluation"),
        on_delete=models.PROTECT,
        related_name="answers",
    )
    marks = models.JSONField(_("marks"), help_text=_("From 1 to 5 by the code of the question."))
    comment = models.CharField(_("comment"), max_length=500, blank=True)

    objects = WrittenOnceQuerySet["ReverseAnswer"].as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("answer to a reverse evaluation")
        verbose_name_plural = _("answers to reverse evaluations")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.evaluation)
