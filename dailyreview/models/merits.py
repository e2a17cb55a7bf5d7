"""Achievement points (实绩记分): what a fact of a dossier is worth, by dated versions."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dailyreview.models.dossier import DossierEntry, people_kept
from organization.models import DOMAIN_ROLES, Domain, Role
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from organization.models import User


class MeritVersionQuerySet(models.QuerySet["MeritVersion"]):
    def visible_to(self, user: "User") -> Self:
        """Versions of the domains the account answers for as office or committee."""
        if user.has_role(Role.SYSTEM_ADMIN) or user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        return self.filter(domain__in=user.domain_keys(DOMAIN_ROLES))

    def editable_by(self, user: "User") -> Self:
        """Versions that the account keeps as office staff."""
        return self.filter(domain__in=Domain.objects.editable_by(user))

    def on(self, day: dt.date, domain_id: int) -> "MeritVersion | None":
        """The version in force in a domain on a day, None before the first."""
        begun = self.filter(domain=domain_id, valid_from__lte=day)
        return begun.order_by("-valid_from").first()


class MeritVersion(models.Model):
    """What the kinds of facts are worth in a domain, from a day on until the next version begins.

    It is never changed: a total that was told must explain itself for ever.
    """

    domain = models.ForeignKey(
        Domain, verbose_name=_("domain"), on_delete=models.PROTECT, related_name="merit_versions"
    )
    name = models.CharField(_("name"), max_length=60)
    valid_from = models.DateField(_("valid from"))
    clause = models.CharField(_("clause"), max_length=200)

    objects = MeritVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of the achievement points")
        verbose_name_plural = _("versions of the achievement points")
        ordering = ["-valid_from", "domain__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "valid_from"],
                name="%(app_label)s_%(class)s_day",
                violation_error_message=_("A version of this domain begins on this day already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a begin among facts that have been valued already."""
        if not (self.domain_id and self.valid_from):
            return
        valued = MeritLine.objects.filter(rule__version__domain=self.domain_id)
        if valued.filter(entry__happened_on__gte=self.valid_from).exists():
            message = _("Facts of this day or later are valued already; begin after them.")
            raise ValidationError({"valid_from": message})


class MeritRule(models.Model):
    """What one kind of fact is worth in a version; a kind without a rule counts nothing."""

    version = models.ForeignKey(
        MeritVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="rules"
    )
    kind = models.CharField(_("kind"), max_length=13, choices=DossierEntry.Kind.choices)
    points = models.DecimalField(_("points each time"), max_digits=6, decimal_places=2)

    class Meta:
        verbose_name = _("points of a kind of fact")
        verbose_name_plural = _("points of kinds of facts")
        ordering = ["version_id", "-points", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind"], name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=~Q(points=0), name="%(app_label)s_%(class)s_worth_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.get_kind_display()}"

    def clean(self) -> None:
        """Refuse a fault that adds and a merit that deducts."""
        positive = DossierEntry.side_of(self.kind) == DossierEntry.Side.POSITIVE
        if self.points and (self.points > 0) != positive:
            raise ValidationError(
                _("Positive facts add points, negative facts deduct them."), code="sign"
            )


class MeritLineQuerySet(WrittenOnceQuerySet["MeritLine"]):
    def visible_to(self, user: "User") -> Self:
        """For office and committee of the domain alone, and of oneself nobody."""
        lines = self.filter(entry__cadre__in=people_kept(user, DOMAIN_ROLES))
        return lines.exclude(entry__cadre=user.cadre_id) if user.cadre_id else lines


class MeritLine(WrittenOnce):
    """What one confirmed fact counts, stored once: a later version values nothing anew."""

    entry = models.OneToOneField(
        DossierEntry,
        verbose_name=_("fact"),
        on_delete=models.PROTECT,
        related_name="merit_line",
    )
    rule = models.ForeignKey(
        MeritRule, verbose_name=_("rule"), on_delete=models.PROTECT, related_name="lines"
    )
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)
    valued_at = models.DateTimeField(_("valued at"), auto_now_add=True)

    objects = MeritLineQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("points of a fact")
        verbose_name_plural = _("points of facts")
        ordering = ["entry__happened_on", "pk"]

    def __str__(self) -> str:
        # As with the fact itself, the audit trail names no person.
        return f"{self.entry} · {self.points}"
