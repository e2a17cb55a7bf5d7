"""Method documents: the written rules by which each kind of assessment is held (IND-07)."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from organization.models import User

# What a document can be for: the kinds of a cycle, and what becomes of the results.
KINDS = ("annual", "daily", "special", "term", "use")


class MethodDocumentQuerySet(models.QuerySet["MethodDocument"]):
    def visible_to(self, user: "User") -> Self:
        """Documents bind everybody; which pages show them is a question of roles."""
        return self

    def on(self, day: dt.date) -> Self:
        """Documents in force on a day."""
        return self.filter(in_force_from__lte=day).filter(
            Q(in_force_until__isnull=True) | Q(in_force_until__gte=day)
        )

    def of_kind(self, kind: str) -> Self:
        """Documents for one kind of assessment, or for the use of results."""
        return self.filter(**{f"for_{kind}": True}) if kind in KINDS else self.none()


class MethodDocument(models.Model):
    """A document of methods (考核办法): what it is for, since when it holds, and its text."""

    name = models.CharField(_("name"), max_length=120)
    number = models.CharField(_("document number"), max_length=60, unique=True)
    in_force_from = models.DateField(_("in force from"))
    in_force_until = models.DateField(_("in force until"), null=True, blank=True)
    for_annual = models.BooleanField(_("annual assessment"), default=False)
    for_daily = models.BooleanField(_("daily assessment"), default=False)
    for_special = models.BooleanField(_("special assessment"), default=False)
    for_term = models.BooleanField(_("term assessment"), default=False)
    for_use = models.BooleanField(_("use of results"), default=False)
    file = models.FileField(_("file"), upload_to="methods/%Y/%m", blank=True)

    objects = MethodDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("method document")
        verbose_name_plural = _("method documents")
        ordering = ["-for_annual", "-for_daily", "-for_special", "-for_term", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(for_annual=True)
                | Q(for_daily=True)
                | Q(for_special=True)
                | Q(for_term=True)
                | Q(for_use=True),
                name="%(app_label)s_%(class)s_kind",
            ),
            models.CheckConstraint(
                condition=Q(in_force_until__isnull=True)
                | Q(in_force_until__gte=F("in_force_from")),
                name="%(app_label)s_%(class)s_date_order",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a document that is for nothing."""
        if not self.kinds:
            raise ValidationError(_("Say what the document is for."), code="kind")

    @property
    def kinds(self) -> list[str]:
        """What it is for, in words."""
        return [
            str(self._meta.get_field(f"for_{kind}").verbose_name)  # type: ignore[union-attr]
            for kind in KINDS
            if getattr(self, f"for_{kind}")
        ]
