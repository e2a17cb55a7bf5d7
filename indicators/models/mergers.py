"""Assessments that departments held on their own, merged into the composite one (ORG-06)."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indicators.models.library import Indicator
from organization.models import Domain, Role, Unit

if TYPE_CHECKING:
    from organization.models import User


class MergedAssessmentQuerySet(models.QuerySet["MergedAssessment"]):
    def visible_to(self, user: "User") -> Self:
        """The register of their domains to office and committee, all of it to administrators."""
        if user.has_role(Role.SYSTEM_ADMIN):
            return self
        office = user.role_assignments.current().filter(
            role__in=[Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER]
        )
        if office.filter(domain__isnull=True).exists():
            return self
        return self.filter(domain__in=office.values("domain"))

    def in_charge_of(self, user: "User") -> Self:
        """What the account's office keeps."""
        office = user.role_assignments.current().filter(role=Role.OFFICE_STAFF)
        if office.filter(domain__isnull=True).exists():
            return self
        return self.filter(domain__in=office.values("domain"))


class MergedAssessment(models.Model):
    """An assessment of a department, with what it asks for, as it goes into the composite one."""

    class Level(models.TextChoices):
        NATION = "nation", _("nation")
        PROVINCE = "province", _("Province")
        CITY = "city", _("City")
        COUNTY = "county", _("County")

    name = models.CharField(_("name"), max_length=120)
    domain = models.ForeignKey(
        Domain, verbose_name=_("domain"), on_delete=models.PROTECT, related_name="mergers"
    )
    department = models.ForeignKey(
        Unit,
        verbose_name=_("department that held it"),
        on_delete=models.PROTECT,
        related_name="mergers",
    )
    level = models.CharField(
        _("level"), max_length=10, choices=Level.choices, default=Level.PROVINCE
    )
    year = models.PositiveSmallIntegerField(_("year"))
    basis = models.CharField(_("basis"), max_length=200, blank=True)

    objects = MergedAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("merged assessment")
        verbose_name_plural = _("merged assessments")
        ordering = ["-year", "department__code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "year", "department", "name"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The register has this assessment already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:merger_detail", args=[self.pk])


class MergedDatum(models.Model):
    """One datum that a merged assessment asks for, and which indicator took its place."""

    assessment = models.ForeignKey(
        MergedAssessment,
        verbose_name=_("merged assessment"),
        on_delete=models.CASCADE,
        related_name="data",
    )
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    unit_of_measure = models.CharField(_("unit of measure"), max_length=20, blank=True)
    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="merged_data",
        null=True,
        blank=True,
        help_text=_("Empty: it is not asked for any more."),
    )
    definition = models.TextField(_("definition"), blank=True)

    class Meta:
        verbose_name = _("datum of a merged assessment")
        verbose_name_plural = _("data of merged assessments")
        ordering = ["assessment_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "code"],
                name="%(app_label)s_%(class)s_code",
                violation_error_message=_("The code stands twice in this assessment."),
            )
        ]

    def __str__(self) -> str:
        return self.name
