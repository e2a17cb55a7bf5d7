"""What the office writes on the cards of people and teams, and files ordered as one ZIP."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dailyreview.models.dossier import people_kept
from organization.models import DOMAIN_ROLES, Cadre, Role, Unit
from organization.models.batches import Batch, BatchQuerySet

if TYPE_CHECKING:
    from organization.models import User


class PersonCardQuerySet(models.QuerySet["PersonCard"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the people whom office or committee keeps; never the own one."""
        return self.filter(cadre__in=people_kept(user)).exclude(cadre=user.cadre_id or 0)


class PersonCard(models.Model):
    """The office's own words on the card of a person (一人一表); the person does not read them."""

    cadre = models.OneToOneField(
        Cadre, verbose_name=_("cadre"), on_delete=models.CASCADE, related_name="card"
    )
    gaps = models.CharField(_("gaps"), max_length=300, blank=True)
    matters = models.CharField(_("matters to watch"), max_length=300, blank=True)
    written_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("written by"),
        on_delete=models.PROTECT,
        related_name="person_cards",
    )
    written_at = models.DateTimeField(_("written at"), auto_now=True)

    objects = PersonCardQuerySet.as_manager()

    class Meta:
        verbose_name = _("words on the card of a person")
        verbose_name_plural = _("words on the cards of people")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.cadre)


class TeamCardQuerySet(models.QuerySet["TeamCard"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the units that the account answers for as office or committee."""
        if user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        return self.filter(unit__domain__in=user.domain_keys(DOMAIN_ROLES))


class TeamCard(models.Model):
    """The posts a team may fill (职数), and the office's own words on its card (一班一表)."""

    unit = models.OneToOneField(
        Unit, verbose_name=_("unit"), on_delete=models.CASCADE, related_name="team_card"
    )
    principal_places = models.PositiveSmallIntegerField(
        _("posts of principals"), null=True, blank=True
    )
    deputy_places = models.PositiveSmallIntegerField(_("posts of deputies"), null=True, blank=True)
    member_places = models.PositiveSmallIntegerField(
        _("posts of other members"), null=True, blank=True
    )
    traits = models.CharField(_("traits"), max_length=300, blank=True)
    gaps = models.CharField(_("gaps"), max_length=300, blank=True)
    advice = models.CharField(_("advice"), max_length=300, blank=True)
    written_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("written by"),
        on_delete=models.PROTECT,
        related_name="team_cards",
    )
    written_at = models.DateTimeField(_("written at"), auto_now=True)

    objects = TeamCardQuerySet.as_manager()

    class Meta:
        verbose_name = _("words on the card of a team")
        verbose_name_plural = _("words on the cards of teams")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.unit)


class FileBatchQuerySet(BatchQuerySet["FileBatch"]):
    def visible_to(self, user: "User") -> Self:
        """Batches that the account ordered, while it works in the office."""
        if not user.has_role(Role.OFFICE_STAFF):
            return self.none()
        return self.filter(requested_by=user)


class FileBatch(Batch):
    """The electronic files (个人电子档案) of everybody who serves in a unit today."""

    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="file_batches"
    )
    requested_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("ordered by"),
        on_delete=models.PROTECT,
        related_name="file_batches",
    )

    objects = FileBatchQuerySet.as_manager()

    class Meta(Batch.Meta):
        verbose_name = _("batch of files")
        verbose_name_plural = _("batches of files")

    def __str__(self) -> str:
        return f"{self.unit} · {self.get_format_display()}"

    def get_absolute_url(self) -> str:
        return reverse("feedback:filebatch_detail", args=[self.pk])
