"""Verification in the field: what is doubted, who looks into it, and what came out."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.models.cycles import Assessee
from evaluators.models import AssessmentGroup
from indicators.models import ReportedValue, SystemNode


class Verification(models.Model):
    """A doubt about a leaf, a figure or a statement, and its conclusion in words."""

    class Way(models.TextChoices):
        PAPERS = "papers", _("papers")
        SITE_VISIT = "site_visit", _("site visit")
        SMALL_MEETING = "small_meeting", _("small meeting")

    class Conclusion(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        CORRECTED = "corrected", _("corrected")
        REJECTED = "rejected", _("rejected")

    group = models.ForeignKey(
        AssessmentGroup,
        verbose_name=_("assessment group"),
        on_delete=models.PROTECT,
        related_name="verifications",
    )
    assessee = models.ForeignKey(
        Assessee, verbose_name=_("assessee"), on_delete=models.CASCADE, related_name="verifications"
    )
    node = models.ForeignKey(
        SystemNode,
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="verifications",
        null=True,
        blank=True,
    )
    figure = models.ForeignKey(
        ReportedValue,
        verbose_name=_("reported figure"),
        on_delete=models.SET_NULL,
        related_name="verifications",
        null=True,
        blank=True,
    )
    doubt = models.CharField(
        _("what is doubted"),
        max_length=500,
        help_text=_("The statement or figure, and why it is doubted."),
    )
    way = models.CharField(_("way"), max_length=14, choices=Way.choices)
    assigned_to = models.ForeignKey(
        "organization.User",
        verbose_name=_("who looks into it"),
        on_delete=models.PROTECT,
        related_name="verifications",
    )
    due_on = models.DateField(_("due on"))
    raised_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("raised by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    raised_at = models.DateTimeField(_("raised at"), auto_now_add=True)
    conclusion = models.CharField(
        _("conclusion"), max_length=10, choices=Conclusion.choices, blank=True
    )
    findings = models.TextField(_("findings"), max_length=4000, blank=True)
    concluded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("concluded by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    concluded_at = models.DateTimeField(_("concluded at"), null=True, editable=False)

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ["group_id", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(conclusion="", findings="", concluded_at__isnull=True)
                | (
                    ~Q(conclusion="")
                    & ~Q(findings="")
                    & Q(concluded_at__isnull=False, concluded_by__isnull=False)
                ),
                name="%(app_label)s_%(class)s_concluded",
                violation_error_message=_("A conclusion has words, a person and a moment."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessee} · {self.doubt}"[:200]

    def get_absolute_url(self) -> str:
        return reverse("assessment:verification_detail", args=[self.pk])


class VerificationFile(models.Model):
    """A file that was found or made while looking into a doubt."""

    verification = models.ForeignKey(
        Verification,
        verbose_name=_("verification"),
        on_delete=models.CASCADE,
        related_name="files",
    )
    file = models.FileField(_("file"), upload_to="verifications/%Y/%m")
    name = models.CharField(_("file name"), max_length=200)
    attached_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("attached by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    attached_at = models.DateTimeField(_("attached at"), auto_now_add=True)

    class Meta:
        verbose_name = _("file of a verification")
        verbose_name_plural = _("files of verifications")
        ordering = ["verification_id", "pk"]

    def __str__(self) -> str:
        return self.name
