"""What bars an evaluator from a unit or offers one for a role: workplaces, ties, reserves."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from evaluators.models.pool import Evaluator
from organization.models import Unit
from organization.models.units import validate_region_code


class Workplace(models.Model):
    """Where an evaluator has worked (工作经历): a registered unit or a region."""

    evaluator = models.ForeignKey(
        Evaluator, verbose_name=_("evaluator"), on_delete=models.CASCADE, related_name="workplaces"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        related_name="former_evaluators",
        null=True,
        blank=True,
    )
    region_code = models.CharField(
        _("region code"), max_length=6, blank=True, validators=[validate_region_code]
    )
    post = models.CharField(_("post"), max_length=100, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("former workplace")
        verbose_name_plural = _("former workplaces")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | ~Q(region_code=""),
                name="%(app_label)s_%(class)s_somewhere",
                violation_error_message=_("Name the unit or the region."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_date_order",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluator} · {self.unit or self.region_code}"


class Tie(models.Model):
    """Kinship or another interest that ties an evaluator to a unit: declared or found out."""

    class Kind(models.TextChoices):
        SPOUSE = "spouse", _("spouse")
        LINEAL = "lineal", _("lineal relative")
        COLLATERAL = "collateral", _("collateral relative within three generations")
        IN_LAW = "in_law", _("close in-law")
        INTEREST = "interest", _("other interest")

    KINSHIP = (Kind.SPOUSE, Kind.LINEAL, Kind.COLLATERAL, Kind.IN_LAW)

    evaluator = models.ForeignKey(
        Evaluator, verbose_name=_("evaluator"), on_delete=models.CASCADE, related_name="ties"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.CASCADE, related_name="ties_of_evaluators"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)
    declared_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("declared by"),
        on_delete=models.PROTECT,
        related_name="declared_ties",
    )
    declared_at = models.DateTimeField(_("declared at"), auto_now_add=True)

    class Meta:
        verbose_name = _("tie to a unit")
        verbose_name_plural = _("ties to units")
        ordering = ["evaluator_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluator", "unit", "kind"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This tie is on record already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluator} · {self.unit} · {self.get_kind_display()}"


class ReservePlace(models.Model):
    """An evaluator stands in a reserve (联络员、组长、副组长后备) that one role is filled from."""

    class Reserve(models.TextChoices):
        LEADER = "leader", _("leader reserve")
        DEPUTY_LEADER = "deputy_leader", _("deputy leader reserve")
        LIAISON = "liaison", _("liaison reserve")

    evaluator = models.ForeignKey(
        Evaluator, verbose_name=_("evaluator"), on_delete=models.CASCADE, related_name="reserves"
    )
    reserve = models.CharField(_("reserve"), max_length=14, choices=Reserve.choices)
    reason = models.CharField(_("reason"), max_length=200)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("place in a reserve")
        verbose_name_plural = _("places in reserves")
        ordering = ["reserve", "evaluator_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluator", "reserve"],
                condition=Q(until__isnull=True),
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The evaluator stands in this reserve already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluator} · {self.get_reserve_display()}"
