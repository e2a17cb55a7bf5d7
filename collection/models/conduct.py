"""Conduct in concrete tasks (在具体任务中的表现): attitude, measures, delivery."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collection.models.tasks import Task
from organization.models import DOMAIN_ROLES, PEOPLE_ROLES, Cadre
from organization.models.units import keys_below
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from organization.models import User


class ConductNoteQuerySet(WrittenOnceQuerySet["ConductNote"]):
    def visible_to(self, user: "User") -> Self:
        """Notes on tasks of the own domains and of units whose people the account sees.

        The own notes too: what is said of a person in a task is said to the person.
        """
        if user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        led = keys_below(user.unit_keys(PEOPLE_ROLES))
        reach = models.Q(task__task_list__domain__in=user.domain_keys(DOMAIN_ROLES))
        reach |= models.Q(task__lead_unit__in=led)
        if user.cadre_id:
            reach |= models.Q(cadre=user.cadre_id)
        return self.filter(reach)


class ConductNote(WrittenOnce):
    """How the responsible cadre conducted a task, by attitude, measures and delivery."""

    class Grade(models.TextChoices):
        GOOD = "good", pgettext_lazy("conduct", "good")
        FAIR = "fair", pgettext_lazy("conduct", "fair")
        POOR = "poor", pgettext_lazy("conduct", "poor")

    DIMENSIONS = ("attitude", "measures", "delivery")

    task = models.ForeignKey(
        Task, verbose_name=_("task"), on_delete=models.PROTECT, related_name="conduct_notes"
    )
    cadre = models.ForeignKey(
        Cadre, verbose_name=_("cadre"), on_delete=models.PROTECT, related_name="conduct_notes"
    )
    attitude = models.CharField(
        pgettext_lazy("conduct", "attitude"), max_length=4, choices=Grade.choices
    )
    attitude_text = models.CharField(_("facts on the attitude"), max_length=300)
    measures = models.CharField(
        pgettext_lazy("conduct", "measures"), max_length=4, choices=Grade.choices
    )
    measures_text = models.CharField(_("facts on the measures"), max_length=300)
    delivery = models.CharField(
        pgettext_lazy("conduct", "delivery"), max_length=4, choices=Grade.choices
    )
    delivery_text = models.CharField(_("facts on the delivery"), max_length=300)
    written_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("written by"),
        on_delete=models.PROTECT,
        related_name="conduct_notes",
    )
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)

    objects = ConductNoteQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("note on conduct in a task")
        verbose_name_plural = _("notes on conduct in tasks")
        ordering = ["-pk"]

    def __str__(self) -> str:
        # The audit trail names no person.
        return str(self.task)

    def get_absolute_url(self) -> str:
        return reverse("collection:task_detail", args=[self.task_id])
