"""Indicator systems: who is assessed by which one, in which year and version."""

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organization.models import Category, Domain, Role, Unit
from scoring.quantise import MOST_POINTS

if TYPE_CHECKING:
    import datetime as dt

    from organization.models import User


class IndicatorSystemQuerySet(models.QuerySet["IndicatorSystem"]):
    def visible_to(self, user: "User") -> Self:
        """Every state to the domain's office; to others those in force that concern their unit."""
        if user.has_role(Role.SYSTEM_ADMIN):
            return self
        office = user.role_assignments.current().filter(
            role__in=[Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER]
        )
        if office.filter(domain__isnull=True).exists():
            return self
        domains = Domain.objects.filter(units__in=Unit.objects.visible_to(user))
        concerned = Q(category__domain__in=domains)
        if user.unit_id:
            # Whoever answers for an indicator must see where it counts.
            answered_for = IndicatorSystem.objects.filter(nodes__indicator__owner=user.unit_id)
            concerned |= Q(pk__in=answered_for.values("pk"))
        in_force = Q(state__in=IndicatorSystem.IN_FORCE)
        return self.filter(Q(category__domain__in=office.values("domain")) | concerned & in_force)

    def in_charge_of(self, user: "User") -> Self:
        """Systems of the domains whose assessment office the account belongs to."""
        office = user.role_assignments.current().filter(role=Role.OFFICE_STAFF)
        if office.filter(domain__isnull=True).exists():
            return self
        return self.filter(category__domain__in=office.values("domain"))

    def drafts(self) -> Self:
        """Systems whose leaves and weights may still be edited."""
        return self.filter(state=IndicatorSystem.State.DRAFT)

    def with_leaf_count(self) -> Self:
        """Annotate how many leaves score, as `leaf_count`."""
        return self.annotate(leaf_count=models.Count("nodes", filter=~Q(nodes__source="")))

    def in_force(self) -> Self:
        """Published systems, frozen by a cycle or not yet."""
        return self.filter(state__in=IndicatorSystem.IN_FORCE)

    def versions_of(self, system: "IndicatorSystem") -> Self:
        """Versions of one system: of one name, category, kind of assessee and year."""
        return self.filter(
            name=system.name,
            category=system.category_id,
            assessee_kind=system.assessee_kind,
            year=system.year,
        )

    def on(self, day: "dt.date") -> Self:
        """Versions whose days hold this one; whether they are published is another question."""
        return self.filter(
            Q(in_force_from__isnull=True) | Q(in_force_from__lte=day),
            Q(in_force_until__isnull=True) | Q(in_force_until__gte=day),
        )


class IndicatorSystem(models.Model):
    """The indicator system of one category and kind of assessee in one year, in one version."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        FROZEN = "frozen", _("frozen")

    class AssesseeKind(models.TextChoices):
        UNIT = "unit", _("units")
        PRINCIPAL = "principal", _("principals")
        DEPUTY = "deputy", _("deputies")
        STAFF = "staff", _("staff")

    IN_FORCE = (State.PUBLISHED, State.FROZEN)

    category = models.ForeignKey(
        Category, verbose_name=_("category"), on_delete=models.PROTECT, related_name="systems"
    )
    assessee_kind = models.CharField(
        _("for"), max_length=10, choices=AssesseeKind.choices, default=AssesseeKind.UNIT
    )
    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    name = models.CharField(_("name"), max_length=120)
    full_marks = models.DecimalField(
        _("full marks"),
        max_digits=9,
        decimal_places=4,
        default=Decimal(100),
        # The upper end is the engine's: products of two weights must stay exact.
        validators=[MinValueValidator(Decimal("0.0001")), MaxValueValidator(MOST_POINTS)],
        help_text=_("What the weights must add up to, bonus left out."),
    )
    copied_from = models.ForeignKey(
        "self",
        verbose_name=_("copied from"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="copies",
    )
    in_force_from = models.DateField(
        _("in force from"),
        null=True,
        blank=True,
        help_text=_("Empty for the first version: from the beginning."),
    )
    in_force_until = models.DateField(_("in force until"), null=True, editable=False)
    change_reason = models.CharField(_("reason of the change"), max_length=300, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    published_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("published by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="published_systems",
    )

    objects = IndicatorSystemQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator system")
        verbose_name_plural = _("indicator systems")
        ordering = ["-year", "category__domain__position", "category__position", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "assessee_kind", "year", "version"],
                name="%(app_label)s_%(class)s_version",
                violation_error_message=_("This version exists already."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True, published_by__isnull=True)
                | ~Q(state="draft") & Q(published_at__isnull=False, published_by__isnull=False),
                name="%(app_label)s_%(class)s_published",
            ),
            models.UniqueConstraint(
                fields=["category", "assessee_kind", "year", "name"],
                condition=Q(state__in=["published", "frozen"], in_force_until__isnull=True),
                name="%(app_label)s_%(class)s_one_open",
                violation_error_message=_("Another version is in force without an end."),
            ),
            models.CheckConstraint(
                condition=Q(in_force_until__isnull=True)
                | Q(in_force_from__isnull=True)
                | Q(in_force_until__gte=models.F("in_force_from")),
                name="%(app_label)s_%(class)s_date_order",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:system_detail", args=[self.pk])

    @property
    def label(self) -> str:
        """Name, year and version: of one name there are several."""
        return gettext("%(name)s (%(year)s, version %(version)s)") % {
            "name": self.name,
            "year": self.year,
            "version": self.version,
        }

    @property
    def is_of_people(self) -> bool:
        """Whether it assesses persons: only then can a person weigh differently."""
        return self.assessee_kind != self.AssesseeKind.UNIT

    @property
    def is_draft(self) -> bool:
        """Whether leaves and weights may still be edited."""
        return self.state == self.State.DRAFT
