"""Score sheets: one row for each submitted form."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.cycles import Assessee
from assessment.models.fields import PackedIntegersField


class ScoreSheet(models.Model):
    """What an evaluator gave an assessee: marks in hundredths, in the order of `judged_leaves`."""

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
    submitted_at = models.DateTimeField(_("submitted at"), auto_now_add=True)

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        ordering = ["assessee_id", "evaluator_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessee", "evaluator"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This evaluator has submitted a sheet already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessee} · {self.evaluator}"
