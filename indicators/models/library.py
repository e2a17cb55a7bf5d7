"""The indicator library: what can be measured, whatever system uses it."""

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indicators.rules.measures import MeasureError, find_measure
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


class IndicatorQuerySet(models.QuerySet["Indicator"]):
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

    def search(self, text: str) -> Self:
        """Those whose code or name holds the text."""
        return self.filter(Q(code__icontains=text) | Q(name__icontains=text)) if text else self


class Indicator(models.Model):
    """A datum that is reported or judged: its name, unit of measure and who answers for it."""

    class Direction(models.IntegerChoices):
        MORE_IS_BETTER = 1, _("more is better")
        LESS_IS_BETTER = -1, _("less is better")
        NEUTRAL = 0, _("neutral")

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
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

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:indicator_detail", args=[self.pk])
