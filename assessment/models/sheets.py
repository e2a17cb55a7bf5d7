"""Score sheets: one row for each submitted form, and the draft that it is handed in from."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from assessment.models.cycles import Assessee
from assessment.models.fields import PackedIntegersField
from organization.models import DOMAIN_ROLES

if TYPE_CHECKING:
    from organization.models import User

EMPTY = Value({}, output_field=models.JSONField())


class ScoreSheetQuerySet(models.QuerySet["ScoreSheet"]):
    def standing(self) -> Self:
        """Those that count: handed in and not reopened."""
        return self.filter(withdrawn_at__isnull=True)

    def visible_to(self, user: "User") -> Self:
        """An evaluator's own; for the office and the committee those of assessees they see."""
        own = Q(evaluator=user.pk)
        if not user.has_role(*DOMAIN_ROLES):
            return self.filter(own)
        return self.filter(own | Q(assessee__in=Assessee.objects.visible_to(user)))


class ScoreSheet(models.Model):
    """What an evaluator gave an assessee: marks in hundredths, in the order of `judged_leaves`.

    Nothing of it is ever changed. A reopened sheet stays, withdrawn with the reason, beside the one
    that follows it: together they tell every change of a mark, by whom, when and why.
    """

    # As the engine takes them, so that a million sheets pass without conversion.
    NOT_GIVEN = -(2**15)
    MARK_SCALE = 100
    HIGHEST_MARK = 300

    assessee = models.ForeignKey(
        Assessee, verbose_name=_("assessee"), on_delete=models.CASCADE, related_name="sheets"
    )
    evaluator = models.ForeignKey(
        "organization.User",
        verbose_name=_("evaluator"),
        on_delete=models.PROTECT,
        related_name="score_sheets",
    )
    rater_class = models.CharField(_("rater class"), max_length=20)
    marks = PackedIntegersField(_("marks"), dtype="int16")
    remarks = models.JSONField(_("remarks"), default=dict, db_default=EMPTY, blank=True)
    advice = models.TextField(_("advice"), default="", db_default="", blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), auto_now_add=True)
    submission_key = models.UUIDField(
        _("key of the submission"),
        null=True,
        blank=True,
        unique=True,
        help_text=_("Chosen by the sender: what is sent twice is stored once."),
    )
    body_digest = models.CharField(
        _("digest of the submission"), max_length=64, default="", db_default="", blank=True
    )
    withdrawn_at = models.DateTimeField(_("reopened at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("reopened by"),
        on_delete=models.PROTECT,
        related_name="withdrawn_sheets",
        null=True,
        blank=True,
    )
    withdrawn_reason = models.CharField(
        _("reason of reopening"), max_length=200, default="", db_default="", blank=True
    )

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        ordering = ["assessee_id", "evaluator_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessee", "evaluator"],
                condition=Q(withdrawn_at__isnull=True),
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This evaluator has submitted a sheet already."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="%(app_label)s_%(class)s_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessee} · {self.evaluator}"


class SheetDraft(models.Model):
    """What an evaluator has typed for an assessee so far; it never enters a run.

    `stamps` tells of every field at which revision it last changed, so that two tabs can be merged
    field by field: nothing that one of them typed is lost unseen.
    """

    assessee = models.ForeignKey(
        Assessee, verbose_name=_("assessee"), on_delete=models.CASCADE, related_name="drafts"
    )
    evaluator = models.ForeignKey(
        "organization.User",
        verbose_name=_("evaluator"),
        on_delete=models.PROTECT,
        related_name="sheet_drafts",
    )
    marks = models.JSONField(_("marks"), default=dict, blank=True)
    remarks = models.JSONField(_("remarks"), default=dict, blank=True)
    advice = models.TextField(_("advice"), blank=True)
    stamps = models.JSONField(_("revisions of the fields"), default=dict, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)
    returned_reason = models.CharField(_("reason of the return"), max_length=300, blank=True)
    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True)

    class Meta:
        verbose_name = _("draft of a score sheet")
        verbose_name_plural = _("drafts of score sheets")
        ordering = ["assessee_id", "evaluator_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessee", "evaluator"], name="%(app_label)s_%(class)s_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessee} · {self.evaluator}"
