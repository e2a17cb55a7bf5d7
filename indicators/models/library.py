"""The indicator library: what can be measured, whatever system uses it."""

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.models.fields import InitialsField
from indicators.models.searching import LibraryQuerySet, counted
from indicators.rules.lifecycle import Status
from indicators.rules.measures import MeasureError, find_measure
from indicators.rules.tags import split_tags
from organization.models import Role, Unit

if TYPE_CHECKING:
    from organization.models import User


def validate_measure(symbol: str) -> None:
    """Refuse a unit of measure that cannot be converted."""
    try:
        find_measure(symbol)
    except MeasureError as error:
        raise ValidationError(
            _("Unknown unit of measure: %(symbol)s."), code="measure", params={"symbol": symbol}
        ) from error


class IndicatorQuerySet(LibraryQuerySet["Indicator"]):
    def visible_to(self, user: "User") -> Self:
        """The library to those who build systems of all domains; to others their part of it.

        That is what their systems measure and what their own units answer for.
        """
        if user.has_role(Role.SYSTEM_ADMIN):
            return self
        office = user.role_assignments.current().filter(
            role__in=[Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER]
        )
        if office.filter(domain__isnull=True).exists():
            return self
        own = Q(owner=user.unit_id, owner__isnull=False)
        if not user.has_role(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER):
            return self.filter(own)
        measured = self.model.objects.filter(
            nodes__system__category__domain__in=office.values("domain")
        )
        return self.filter(
            own
            | Q(owner__isnull=True)
            | Q(owner__in=Unit.objects.visible_to(user))
            | Q(pk__in=measured.values("pk"))
        )

    def with_node_count(self) -> Self:
        """Annotate in how many places of systems it stands, as `node_count`.

        Counted for the rows of a page alone: a join would group the whole library for each page.
        """
        return self.annotate(node_count=counted("indicators.SystemNode", "indicator"))

    def usable(self) -> Self:
        """Indicators that new systems may measure by."""
        return self.exclude(status=Indicator.Status.RETIRED)


class Indicator(models.Model):
    """A datum that is reported or judged: its name, unit of measure and who answers for it."""

    class Direction(models.IntegerChoices):
        MORE_IS_BETTER = 1, _("more is better")
        LESS_IS_BETTER = -1, _("less is better")
        NEUTRAL = 0, _("neutral")

    class Kind(models.TextChoices):
        COMMON = "common", _("common")
        INDIVIDUAL = "individual", _("individual")
        SPECIAL = "special", _("special")
        NEGATIVE = "negative", _("negative")

    class Status(models.TextChoices):
        DESIGNING = Status.DESIGNING, _("being designed")
        IN_USE = Status.IN_USE, pgettext_lazy("indicator", "in use")
        EVALUATING = Status.EVALUATING, _("being evaluated")
        RETIRED = Status.RETIRED, _("retired")

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    initials = InitialsField(_("initials"), max_length=100)
    kind = models.CharField(
        pgettext_lazy("indicator", "kind"), max_length=10, choices=Kind.choices, blank=True
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status.choices,
        default=Status.IN_USE,
        editable=False,
    )
    tags = models.CharField(
        _("tags"), max_length=200, blank=True, help_text=_("With commas between them.")
    )
    unit_of_measure = models.CharField(
        _("unit of measure"), max_length=12, blank=True, validators=[validate_measure]
    )
    direction = models.SmallIntegerField(
        _("direction"), choices=Direction.choices, default=Direction.MORE_IS_BETTER
    )
    owner = models.ForeignKey(
        "organization.Unit",
        verbose_name=_("responsible department"),
        on_delete=models.PROTECT,
        related_name="owned_indicators",
        null=True,
        blank=True,
    )
    definition = models.TextField(_("definition"), blank=True)
    formula = models.TextField(_("formula"), blank=True)
    data_source = models.CharField(_("data source"), max_length=200, blank=True)
    standard = models.TextField(
        _("reference standard"),
        blank=True,
        help_text=_("Score bands in words, for what is judged and has no unit of measure."),
    )
    origin = models.ForeignKey(
        "self",
        verbose_name=_("copied from"),
        on_delete=models.SET_NULL,
        related_name="copies",
        null=True,
        blank=True,
        editable=False,
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:indicator_detail", args=[self.pk])

    @property
    def is_retired(self) -> bool:
        """Whether no system may begin to use it."""
        return self.status == self.Status.RETIRED

    @property
    def tag_list(self) -> list[str]:
        """The single tags."""
        return split_tags(self.tags)
