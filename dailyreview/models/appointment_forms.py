"""Appointment forms (干部任免审批表): what a file of another system says of a cadre."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dailyreview.rules.lrmx import Form
from organization.models import Cadre

if TYPE_CHECKING:
    from organization.models import User


class AppointmentFormQuerySet(models.QuerySet["AppointmentForm"]):
    def visible_to(self, user: "User") -> Self:
        """Forms of the cadres that the account keeps: they hold ID numbers and families."""
        return self.filter(cadre__in=Cadre.objects.editable_by(user))

    def confirmed(self) -> Self:
        """Those that somebody has confirmed once."""
        return self.filter(imported_at__isnull=False)

    def waiting(self) -> Self:
        """Those with a file that nobody has confirmed yet."""
        return self.exclude(offered=None)


class AppointmentForm(models.Model):
    """The form of one cadre, as the last confirmed file had it; the own record stays apart.

    `offered` is a file that was read and waits for somebody to look at the differences.
    """

    cadre = models.OneToOneField(
        Cadre, verbose_name=_("cadre"), on_delete=models.CASCADE, related_name="appointment_form"
    )
    texts = models.JSONField(_("texts"), default=list, blank=True)
    family = models.JSONField(_("family"), default=list, blank=True)
    attributes = models.JSONField(_("attributes"), default=list, blank=True)
    imported_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("imported by"),
        on_delete=models.PROTECT,
        related_name="appointment_forms",
        null=True,
        editable=False,
    )
    imported_at = models.DateTimeField(_("imported at"), null=True, editable=False)
    offered = models.JSONField(_("file to confirm"), null=True, blank=True)
    offered_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("read in by"),
        on_delete=models.PROTECT,
        related_name="appointment_forms_offered",
        null=True,
        editable=False,
    )

    objects = AppointmentFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment form")
        verbose_name_plural = _("appointment forms")
        ordering = ["cadre__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(imported_at__isnull=True, imported_by__isnull=True)
                | Q(imported_at__isnull=False, imported_by__isnull=False),
                name="%(app_label)s_%(class)s_imported",
            )
        ]

    def __str__(self) -> str:
        return str(self.cadre)

    def get_absolute_url(self) -> str:
        return reverse("dailyreview:form_detail", args=[self.pk])

    @property
    def form(self) -> Form:
        """The confirmed form."""
        return Form.of({name: getattr(self, name) for name in ("texts", "family", "attributes")})

    @property
    def offered_form(self) -> Form:
        """The form that waits to be confirmed."""
        return Form.of(self.offered or {})
