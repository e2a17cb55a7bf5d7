"""The last changes of a draft's tree, kept so that they can be taken back."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.models.systems import IndicatorSystem
from indicators.rules.trees import plain

if TYPE_CHECKING:
    from organization.models import User


class TreeStepQuerySet(models.QuerySet["TreeStep"]):
    def visible_to(self, user: "User") -> Self:
        """Steps of the systems of the account's office: nobody else sees a draft being made."""
        return self.filter(system__in=IndicatorSystem.objects.in_charge_of(user))

    def standing(self) -> Self:
        """Steps that were not taken back, the last one first."""
        return self.filter(is_undone=False).order_by("-pk")

    def undone(self) -> Self:
        """Steps that were taken back, the one to do again first."""
        return self.filter(is_undone=True).order_by("pk")


class TreeStep(models.Model):
    """One change of a tree: which nodes it touched, and what they were before and after."""

    class Action(models.TextChoices):
        ADDED = "added", pgettext_lazy("step", "Added")
        EDITED = "edited", pgettext_lazy("step", "Changed")
        WEIGHED = "weighed", pgettext_lazy("step", "Weight")
        MOVED = "moved", pgettext_lazy("step", "Moved")
        DELETED = "deleted", pgettext_lazy("step", "Deleted")

    system = models.ForeignKey(
        IndicatorSystem, verbose_name=_("system"), on_delete=models.CASCADE, related_name="steps"
    )
    action = models.CharField(_("action"), max_length=10, choices=Action.choices)
    name = models.CharField(_("name"), max_length=100)
    made_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("changed by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    made_at = models.DateTimeField(_("changed at"), default=timezone.now)
    # One entry a node: its key, and the fields that differ; None where there was no such node.
    changes = models.JSONField(_("changes"), encoder=DjangoJSONEncoder)
    attached = models.TextField(_("rows that went with it"), blank=True)
    is_undone = models.BooleanField(_("taken back"), default=False)

    objects = TreeStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of editing")
        verbose_name_plural = _("steps of editing")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_action_display()} · {self.name}"

    @property
    def weights(self) -> tuple[str, str] | None:
        """The weight before and after, of a step that changed one weight alone."""
        if self.action != self.Action.WEIGHED or len(self.changes) != 1:
            return None
        change: dict[str, Any] = self.changes[0]
        before, after = (Decimal(change[side]["weight"]) for side in ("before", "after"))
        return plain(before), plain(after)
