"""Score sheets: one row for each submitted form, the draft behind it, flat marking accepted."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from assessment.models.cycles import Assessee, AssessmentCycle
from assessment.models.fields import PackedIntegersField
from organization.models import DOMAIN_ROLES
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

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
    due_at = models.DateTimeField(
        _("own deadline"),
        null=True,
        blank=True,
        help_text=_("Given with a return; counts where it is later than the cycle's."),
    )

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


class FlatAcceptance(WrittenOnce):
    """The office lets marks stand that do not tell the units apart (ORG-07): who, when, why.

    It covers these sheets and no others: once one of them is replaced, the marking is judged anew.
    """

    cycle = models.ForeignKey(
        AssessmentCycle,
        verbose_name=_("cycle"),
        on_delete=models.CASCADE,
        related_name="flat_acceptances",
    )
    evaluator = models.ForeignKey(
        "organization.User",
        verbose_name=_("evaluator"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    sheets = models.ManyToManyField(
        ScoreSheet, verbose_name=_("score sheets"), related_name="flat_acceptances"
    )
    found = models.CharField(_("what was found"), max_length=300)
    reason = models.CharField(_("why it may stand"), max_length=200)
    accepted_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("accepted by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    accepted_at = models.DateTimeField(_("accepted at"), auto_now_add=True)

    objects = WrittenOnceQuerySet["FlatAcceptance"].as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("flat marking accepted")
        verbose_name_plural = _("flat markings accepted")
        ordering = ["cycle_id", "pk"]

    def __str__(self) -> str:
        return f"{self.cycle} · {self.evaluator}"
