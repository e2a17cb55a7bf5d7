"""What a department reports in a round: one table, its cells, its proofs, its uploads."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Count, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collection.models.rounds import ReportingPlan, ReportingRound, reporting_departments
from indicators.models import Indicator
from organization.models import Role, Unit
from organization.models.uploaded_lists import Upload

if TYPE_CHECKING:
    from organization.models import User


class DepartmentReportQuerySet(models.QuerySet["DepartmentReport"]):
    def visible_to(self, user: "User") -> Self:
        """Tables of the plans the account sees as office or committee, and of its departments."""
        return self.filter(
            Q(round__plan__in=ReportingPlan.objects.visible_to(user))
            | Q(department__in=reporting_departments(user))
        )

    def fillable_by(self, user: "User") -> Self:
        """Tables that the account fills in as reporter of the department."""
        if not user.has_role(Role.DATA_REPORTER) or user.unit_id is None:
            return self.none()
        return self.filter(department=user.unit_id)

    def verifiable_by(self, user: "User") -> Self:
        """Tables of the plans that the account keeps as office staff."""
        return self.filter(round__plan__in=ReportingPlan.objects.editable_by(user))

    def owed(self) -> Self:
        """Tables that the department has to hand in, for the first time or again."""
        return self.filter(state__in=DepartmentReport.OWED)

    def overdue(self, today: dt.date) -> Self:
        """Owed tables that are late enough for the office's board."""
        return self.owed().filter(round__late_on__lte=today)

    def with_facts(self) -> Self:
        """Adds `filled_count`, and what every list shows of a table; what is settled comes last."""
        filled = Count("entries", filter=~Q(entries__text=""))
        is_settled = Case(When(state=DepartmentReport.State.VERIFIED, then=1), default=0)
        # Counting groups the rows, and with that the order of the model is lost.
        return (
            self.select_related("round__plan", "department", "reminded_by")
            .annotate(filled_count=filled)
            .order_by(is_settled, "round__due_on", "department__code", "pk")
        )


class DepartmentReport(models.Model):
    """The table of one department in one round: draft, submitted, returned or verified."""

    class State(models.TextChoices):
        DRAFT = "draft", _("to be reported")
        SUBMITTED = "submitted", _("to be verified")
        RETURNED = "returned", _("returned")
        VERIFIED = "verified", _("verified")

    OWED = (State.DRAFT, State.RETURNED)

    round = models.ForeignKey(
        ReportingRound,
        verbose_name=_("reporting round"),
        on_delete=models.CASCADE,
        related_name="reports",
    )
    department = models.ForeignKey(
        Unit,
        verbose_name=_("responsible department"),
        on_delete=models.PROTECT,
        related_name="department_reports",
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    submitted_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("submitted by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="submitted_reports",
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    verified_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("verified by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="verified_reports",
    )
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    reason = models.CharField(_("reason for returning"), max_length=300, blank=True)
    reminded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("reminded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)

    objects = DepartmentReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("table of a department")
        verbose_name_plural = _("tables of departments")
        ordering = ["round__due_on", "department__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "department"], name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "verified"]) | Q(submitted_by__isnull=False),
                name="%(app_label)s_%(class)s_submitted",
            ),
            models.CheckConstraint(
                condition=Q(state="verified", verified_by__isnull=False)
                | ~Q(state="verified") & Q(verified_by__isnull=True),
                name="%(app_label)s_%(class)s_verified",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.department}"

    def get_absolute_url(self) -> str:
        return reverse("collection:report_detail", args=[self.pk])

    @property
    def is_owed(self) -> bool:
        """Whether the department may still change it."""
        return self.state in self.OWED

    def days_late(self, today: dt.date) -> int:
        """Days since it was due; 0 in time or handed in."""
        return max(0, (today - self.round.due_on).days) if self.is_owed else 0


class ReportEntry(models.Model):
    """One cell of a table as it was typed: an indicator's figure for a unit, and the remark."""

    report = models.ForeignKey(
        DepartmentReport,
        verbose_name=_("table of a department"),
        on_delete=models.CASCADE,
        related_name="entries",
    )
    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="report_entries",
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="report_entries"
    )
    text = models.CharField(_("figure"), max_length=40, blank=True)
    remark = models.CharField(_("note"), max_length=200, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    saved_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("saved by"),
        on_delete=models.PROTECT,
        related_name="report_entries",
    )
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)
    returned_reason = models.CharField(_("reason for returning"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("cell of a table")
        verbose_name_plural = _("cells of tables")
        ordering = ["indicator__code", "unit__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "indicator", "unit"], name="%(app_label)s_%(class)s_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.unit}"


class ReportProof(models.Model):
    """A file that proves one figure of a table, or the table as a whole."""

    report = models.ForeignKey(
        DepartmentReport,
        verbose_name=_("table of a department"),
        on_delete=models.CASCADE,
        related_name="proofs",
    )
    entry = models.ForeignKey(
        ReportEntry,
        verbose_name=_("cell of a table"),
        on_delete=models.CASCADE,
        related_name="proofs",
        null=True,
        blank=True,
    )
    file = models.FileField(_("file"), upload_to="proofs/%Y/%m")
    file_name = models.CharField(_("file name"), max_length=200)
    uploaded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        related_name="report_proofs",
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file_name


class ReportUploadQuerySet(models.QuerySet["ReportUpload"]):
    def visible_to(self, user: "User") -> Self:
        """The account's own uploads into tables it fills in."""
        fillable = DepartmentReport.objects.fillable_by(user)
        return self.filter(uploaded_by=user, report__in=fillable)


class ReportUpload(Upload):
    """A workbook with the figures of one table, until somebody confirms or drops it."""

    report = models.ForeignKey(
        DepartmentReport,
        verbose_name=_("table of a department"),
        on_delete=models.CASCADE,
        related_name="uploads",
    )
    uploaded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        related_name="report_uploads",
    )
    file = models.FileField(_("file"), upload_to="reporting/%Y/%m")

    objects = ReportUploadQuerySet.as_manager()

    class Meta(Upload.Meta):
        verbose_name = _("uploaded table")
        verbose_name_plural = _("uploaded tables")

    def get_absolute_url(self) -> str:
        return reverse("collection:reportupload_detail", args=[self.pk])
