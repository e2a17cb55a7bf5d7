"""Event files (重大考验专项记录): floods, stability, projects, and how people stood the test."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dailyreview.models.dossier import DossierEntry
from organization.models import DOMAIN_ROLES, Domain, Role
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from organization.models import User


class EventFileQuerySet(models.QuerySet["EventFile"]):
    def visible_to(self, user: "User") -> Self:
        """Files of the domains the account answers for as office or committee."""
        if user.has_role(Role.SYSTEM_ADMIN) or user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        return self.filter(domain__in=user.domain_keys(DOMAIN_ROLES))

    def editable_by(self, user: "User") -> Self:
        """Files that the account keeps as office staff."""
        return self.filter(domain__in=Domain.objects.editable_by(user))


class EventFile(models.Model):
    """A major test of a domain: what happened, when, and the people cited for it."""

    class Kind(models.TextChoices):
        DISASTER = "disaster", _("flood or other disaster")
        STABILITY = "stability", _("public safety and stability")
        PROJECT = "project", _("major project")
        OTHER = "other", _("other urgent or difficult task")

    domain = models.ForeignKey(
        Domain, verbose_name=_("domain"), on_delete=models.PROTECT, related_name="event_files"
    )
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(
        _("to"), null=True, blank=True, help_text=_("Empty while it is still going on.")
    )
    description = models.CharField(
        _("what happened"),
        max_length=500,
        blank=True,
        help_text=_("Nothing that is a state secret or a work secret may stand here."),
    )

    objects = EventFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("event file")
        verbose_name_plural = _("event files")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "name"],
                name="%(app_label)s_%(class)s_name",
                violation_error_message=_("This domain has a file of this name."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_days",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("dailyreview:eventfile_detail", args=[self.pk])


class EventCitationQuerySet(WrittenOnceQuerySet["EventCitation"]):
    def visible_to(self, user: "User") -> Self:
        """Citations in the files the account sees, of people whose facts it sees."""
        return self.filter(
            event__in=EventFile.objects.visible_to(user),
            entry__in=DossierEntry.objects.visible_to(user),
        )


class EventCitation(WrittenOnce):
    """A person in an event: the part played; the conduct is a fact of the person's dossier.

    The fact waits for a second person like any other, and counts once it is confirmed.
    """

    event = models.ForeignKey(
        EventFile,
        verbose_name=pgettext_lazy("dossier", "event"),
        on_delete=models.PROTECT,
        related_name="citations",
    )
    entry = models.OneToOneField(
        DossierEntry,
        verbose_name=_("fact"),
        on_delete=models.PROTECT,
        related_name="event_citation",
    )
    part = models.CharField(_("part played"), max_length=100)

    objects = EventCitationQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("person cited in an event")
        verbose_name_plural = _("people cited in events")
        ordering = ["event_id", "entry__side", "pk"]

    def __str__(self) -> str:
        # As with the fact itself, the audit trail names no person.
        return f"{self.event} · {self.entry}"

    @property
    def deserves_award(self) -> bool:
        """Whether a timely award may be proposed: good conduct that a second person confirmed."""
        return (
            self.entry.side == DossierEntry.Side.POSITIVE
            and self.entry.state == DossierEntry.State.CONFIRMED
        )


class AwardProposalQuerySet(WrittenOnceQuerySet["AwardProposal"]):
    open_columns = frozenset({"state", "decided_by", "decided_at", "words"})

    def visible_to(self, user: "User") -> Self:
        """Proposals for people the account sees cited."""
        return self.filter(citation__in=EventCitation.objects.visible_to(user))

    def waiting(self) -> Self:
        """Not decided yet."""
        return self.filter(state=AwardProposal.State.PROPOSED)


class AwardProposal(WrittenOnce):
    """A timely award (及时奖励) proposed for a cited person; somebody else decides."""

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("award", "proposed")
        ADOPTED = "adopted", pgettext_lazy("award", "adopted")
        DECLINED = "declined", pgettext_lazy("award", "declined")

    citation = models.OneToOneField(
        EventCitation,
        verbose_name=_("person cited in an event"),
        on_delete=models.PROTECT,
        related_name="award",
    )
    award = models.CharField(_("award"), max_length=100)
    reason = models.CharField(_("reason"), max_length=300)
    proposed_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("proposed by"),
        on_delete=models.PROTECT,
        related_name="awards_proposed",
    )
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.PROPOSED, editable=False
    )
    decided_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        related_name="awards_decided",
        null=True,
        editable=False,
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    words = models.CharField(_("words on the decision"), max_length=300, blank=True)

    objects = AwardProposalQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("proposal of an award")
        verbose_name_plural = _("proposals of awards")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="%(app_label)s_%(class)s_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="%(app_label)s_%(class)s_four_eyes",
                violation_error_message=_("Somebody else than who proposed decides."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award} · {self.citation}"
