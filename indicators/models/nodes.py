"""The tree of a system: sections, and leaves, which are the only things that score."""

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators.models.library import Indicator
from indicators.models.systems import IndicatorSystem
from indicators.models.templates import LibraryModel
from indicators.rules.standards import USUAL_SCALE, BandFault, find_band_faults

if TYPE_CHECKING:
    from organization.models import User


class SystemNodeQuerySet(models.QuerySet["SystemNode"]):
    def visible_to(self, user: "User") -> Self:
        """Nodes of the systems the account sees."""
        return self.filter(system__in=IndicatorSystem.objects.visible_to(user))

    def leaves(self) -> Self:
        """Nodes that score: those with a source."""
        return self.exclude(source="")


class SystemNode(models.Model):
    """A place in the tree: a section, or a leaf with a source, a rule and a weight."""

    class Kind(models.TextChoices):
        SCORED = "scored", _("scored")
        BONUS = "bonus", _("bonus or deduction")

    class Source(models.TextChoices):
        REPORTED = "reported", _("reported values")
        JUDGED = "judged", _("score sheets")
        TEAM = "team", _("the leadership team's score")
        MEMBERS = "members", _("the deputies' scores")
        LINKED = "linked", _("results of other units (joint liability)")
        CYCLE = "cycle", _("grades decided in other cycles")
        EVENT = "event", _("events that add or take points")
        SURVEY = "survey", _("satisfaction surveys")
        CHECKLIST = "checklist", _("confirmed yes/no checklists")
        TASK = "task", _("tasks done on time, in percent")
        WORKLOAD = "workload", _("workload of tasks carried")

    class MissingLaw(models.TextChoices):
        HOLD = "hold", _("hold the total")
        RENORMALISE = "renormalise", _("weight goes to the siblings")
        FLOOR = "floor", _("a stated value")

    system = models.ForeignKey(
        IndicatorSystem, verbose_name=_("system"), on_delete=models.CASCADE, related_name="nodes"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent"),
        on_delete=models.CASCADE,
        related_name="children",
        null=True,
        blank=True,
    )
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.SCORED)
    weight = models.DecimalField(
        _("weight"), max_digits=9, decimal_places=4, validators=[MinValueValidator(0)]
    )
    cap = models.DecimalField(
        _("most points"), max_digits=9, decimal_places=4, null=True, blank=True
    )
    floor = models.DecimalField(
        _("fewest points"), max_digits=9, decimal_places=4, null=True, blank=True
    )
    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="nodes",
        null=True,
        blank=True,
    )
    source = models.CharField(_("source"), max_length=10, choices=Source.choices, blank=True)
    rule = models.CharField(_("rule"), max_length=20, blank=True)
    params = models.JSONField(_("rule parameters"), default=dict, blank=True)
    missing = models.CharField(
        _("when missing"),
        max_length=12,
        choices=MissingLaw.choices,
        blank=True,
        help_text=_("Empty: as the scheme says."),
    )
    missing_share = models.DecimalField(
        _("stated share when missing"),
        max_digits=5,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("Share of full marks; 0.6 means 60 %."),
    )
    standard = models.TextField(
        _("standard"), blank=True, help_text=_("Score bands in words; a judged leaf needs it.")
    )

    # Counts the changes of the node: whoever changes it says which version they had before them.
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    library_model = models.ForeignKey(
        LibraryModel,
        verbose_name=_("inserted from the model"),
        on_delete=models.SET_NULL,
        related_name="inserted_nodes",
        null=True,
        blank=True,
        editable=False,
    )

    objects = SystemNodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("node of a system")
        verbose_name_plural = _("nodes of a system")
        ordering = ["system_id", "position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "code"],
                name="%(app_label)s_%(class)s_code",
                violation_error_message=_("The code is taken in this system."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=0), name="%(app_label)s_%(class)s_weight_range"
            ),
            models.CheckConstraint(
                condition=Q(missing="floor", missing_share__isnull=False)
                | ~Q(missing="floor") & Q(missing_share__isnull=True),
                name="%(app_label)s_%(class)s_missing_share",
                violation_error_message=_(
                    "State the share for a missing value, for this choice only."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a standard of judges whose bands overlap or leave marks to no band."""
        if self.source != self.Source.JUDGED:
            return
        faults = find_band_faults(self.standard, self._scale)
        if fault := next(faults, None):
            raise ValidationError({"standard": _band_refusal(fault)})

    @property
    def _scale(self) -> Decimal:
        """The mark for full marks; that of a wrong parameter is told elsewhere."""
        try:
            return Decimal(str(self.params["scale"]))
        except (KeyError, TypeError, ArithmeticError):
            return USUAL_SCALE

    @property
    def is_leaf(self) -> bool:
        """Whether the node scores by itself."""
        return self.source != ""


def _band_refusal(fault: BandFault) -> str:
    facts = {
        "lower": fault.lower.word,
        "upper": fault.upper.word,
        "low": fault.lower.high,
        "high": fault.upper.low,
    }
    if fault.is_overlap:
        text = gettext("%(lower)s and %(upper)s overlap between %(high)s and %(low)s.") % facts
    else:
        text = gettext("No band holds the marks between %(low)s and %(high)s.") % facts
    remedy = gettext("Let each band begin where the one below it ends.")
    return f"{text} {remedy}"
