"""The performance dossier (实绩档案): facts of two lists, confirmed by a second person."""

import secrets
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organization.models import DOMAIN_ROLES, Appointment, Cadre, Role, Unit
from organization.models.units import keys_below
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from collections.abc import Collection

    from organization.models import User

EARLIEST, LATEST = 1990, 2100


def people_kept(user: "User", roles: "Collection[str]" = DOMAIN_ROLES) -> QuerySet[Cadre]:
    """Cadres whose dossiers an office keeps: who ever served in a domain of the roles."""
    if user.answers_for_all_domains(roles):
        return Cadre.objects.all()
    posts = Appointment.objects.filter(unit__domain__in=user.domain_keys(roles))
    return Cadre.objects.filter(pk__in=posts.values("cadre"))


def people_below(user: "User") -> QuerySet[Cadre]:
    """Cadres whose superior the account is today; a leader in charge is not above the own team."""
    led = user.unit_keys([Role.UNIT_PRINCIPAL])
    charged = user.unit_keys([Role.SUPERVISING_LEADER])
    posts = Appointment.objects.on(timezone.localdate()).filter(
        Q(unit__in=keys_below(led))
        | Q(unit__in=keys_below(charged)) & ~Q(unit__in=charged, in_team=True)
    )
    people = Cadre.objects.filter(pk__in=posts.values("cadre"))
    return people.exclude(pk=user.cadre_id) if user.cadre_id else people


def new_receipt() -> str:
    """Number of a receipt: says nothing of the person, and nobody guesses the next one."""
    return f"{timezone.localdate():%Y}-{secrets.token_hex(6).upper()}"


class DossierEntryQuerySet(WrittenOnceQuerySet["DossierEntry"]):
    # What ruling on an entry fills in; the fact itself is never changed.
    open_columns = frozenset(
        {"state", "cadre", "unit", "year", "named_number", "ruled_by", "ruled_at", "reason"}
    )

    def visible_to(self, user: "User") -> Self:
        """What the office of the domain keeps, what a superior sees, and the own confirmed facts.

        Nobody else, the system administrator not either. Of oneself nobody sees what waits or was
        rejected, save what one wrote of oneself: who informs the office is not given away.
        """
        told = Q(state=DossierEntry.State.CONFIRMED) | Q(origin=DossierEntry.Origin.OWN)
        others = _kept(user, DOMAIN_ROLES) | Q(cadre__in=people_below(user)) & told
        if user.cadre_id is None:
            return self.filter(others)
        written = Q(recorded_by=user, origin=DossierEntry.Origin.OWN)
        own = Q(cadre=user.cadre_id) & (Q(state=DossierEntry.State.CONFIRMED) | written)
        return self.filter(own | others & ~Q(cadre=user.cadre_id))

    def confirmed(self) -> Self:
        """Facts that a second person has confirmed: what counts."""
        return self.filter(state=DossierEntry.State.CONFIRMED)

    def waiting(self) -> Self:
        """Not ruled on yet."""
        return self.filter(state=DossierEntry.State.INTAKE)

    def waiting_for(self, user: "User") -> Self:
        """Entries that the account may rule on: never those it recorded, nor those about itself."""
        own_words = Q(origin=DossierEntry.Origin.OWN, cadre__in=people_below(user))
        entries = self.waiting().filter(own_words | _kept(user, [Role.OFFICE_STAFF]))
        entries = entries.exclude(recorded_by=user)
        return entries.exclude(cadre=user.cadre_id) if user.cadre_id else entries


def _kept(user: "User", roles: "Collection[str]") -> Q:
    """Entries about people whom an office keeps; while nobody is found, by who sent them."""
    if user.answers_for_all_domains(roles):
        return ~Q(pk__in=[])
    nobody_found = Q(cadre__isnull=True, source__domain__in=user.domain_keys(roles))
    return Q(cadre__in=people_kept(user, roles)) | nobody_found


class DossierEntry(WrittenOnce):
    """One fact of a person's dossier; counts once somebody else than its writer confirmed it.

    `year` is the year whose dossier it stands in: a fact that becomes known after its year was
    archived stands in the first later one that is open. `unit` is where the person served when it
    happened, never an office inside.
    """

    class Side(models.TextChoices):
        POSITIVE = "positive", _("positive")
        NEGATIVE = "negative", _("negative")

    class Kind(models.TextChoices):
        KEY_WORK = "key_work", _("key work done")
        INDICATOR = "indicator", _("provincial indicator reached")
        MAJOR_TEST = "major_test", _("conduct in a major test")
        AWARD = "award", _("award")
        REFORM = "reform", _("reform or innovation")
        OTHER_MERIT = "other_merit", _("other merit")
        DISCIPLINE = "discipline", _("disciplinary measure")
        CRITICISM = "criticism", _("notice of criticism")
        REMINDER_TALK = "reminder_talk", _("talk of admonition")
        PETITION = "petition", _("petition found true")
        OFFENCE = "offence", _("offence on police record")
        FAILURE = "failure", _("task failed or loss caused")
        OTHER_FAULT = "other_fault", _("other fault")

    class Origin(models.TextChoices):
        OWN = "own", _("the person")
        OFFICE = "office", _("personnel office")
        DEPARTMENT = "department", _("department")

    class Secrecy(models.TextChoices):
        GENERAL = "general", _("general")

    class State(models.TextChoices):
        INTAKE = "intake", _("waits for confirmation")
        CONFIRMED = "confirmed", _("confirmed")
        REJECTED = "rejected", _("rejected")

    POSITIVE_KINDS = (
        Kind.KEY_WORK,
        Kind.INDICATOR,
        Kind.MAJOR_TEST,
        Kind.AWARD,
        Kind.REFORM,
        Kind.OTHER_MERIT,
    )
    NEGATIVE_KINDS = (
        Kind.DISCIPLINE,
        Kind.CRITICISM,
        Kind.REMINDER_TALK,
        Kind.PETITION,
        Kind.OFFENCE,
        Kind.FAILURE,
        Kind.OTHER_FAULT,
    )

    receipt = models.CharField(
        _("receipt number"), max_length=20, unique=True, default=new_receipt, editable=False
    )
    cadre = models.ForeignKey(
        Cadre,
        verbose_name=_("cadre"),
        on_delete=models.PROTECT,
        related_name="dossier_entries",
        null=True,
        blank=True,
        help_text=_("Empty while nobody is found under what a department wrote."),
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        related_name="dossier_entries",
        null=True,
        blank=True,
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
    )
    side = models.CharField(_("list"), max_length=8, choices=Side.choices)
    kind = models.CharField(_("kind"), max_length=13, choices=Kind.choices)
    fact = models.CharField(_("fact"), max_length=500)
    happened_on = models.DateField(_("happened on"))
    document = models.CharField(
        _("document"), max_length=200, blank=True, help_text=_("What proves it, with its number.")
    )
    origin = models.CharField(_("written by"), max_length=10, choices=Origin.choices)
    source = models.ForeignKey(
        Unit,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="dossier_entries_sent",
        null=True,
        blank=True,
        help_text=_("The department or unit it comes from; empty for the office itself."),
    )
    named = models.CharField(_("name as written"), max_length=60, blank=True)
    named_unit = models.CharField(_("unit as written"), max_length=100, blank=True)
    # Kept only until somebody has ruled, so that the office can find the person.
    named_number = models.CharField(_("ID number as written"), max_length=18, blank=True)
    upload = models.ForeignKey(
        "dailyreview.FactUpload",
        verbose_name=_("uploaded list of facts"),
        on_delete=models.PROTECT,
        related_name="entries",
        null=True,
        blank=True,
        editable=False,
    )
    secrecy = models.CharField(
        _("secrecy level"), max_length=8, choices=Secrecy.choices, default=Secrecy.GENERAL
    )
    recorded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        related_name="dossier_entries",
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.INTAKE, editable=False
    )
    ruled_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("confirmed or rejected by"),
        on_delete=models.PROTECT,
        related_name="dossier_rulings",
        null=True,
        editable=False,
    )
    ruled_at = models.DateTimeField(_("confirmed or rejected at"), null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = DossierEntryQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("entry of a dossier")
        verbose_name_plural = _("entries of dossiers")
        ordering = ["-year", "side", "happened_on", "pk"]
        indexes = [
            models.Index(fields=["cadre", "state", "side"], name="dailyreview_entry_cadre"),
            models.Index(fields=["unit", "state", "happened_on"], name="dailyreview_entry_unit"),
            models.Index(fields=["state", "kind", "year"], name="dailyreview_entry_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    side="positive",
                    kind__in=[
                        "key_work",
                        "indicator",
                        "major_test",
                        "award",
                        "reform",
                        "other_merit",
                    ],
                )
                | Q(
                    side="negative",
                    kind__in=[
                        "discipline",
                        "criticism",
                        "reminder_talk",
                        "petition",
                        "offence",
                        "failure",
                        "other_fault",
                    ],
                ),
                name="%(app_label)s_%(class)s_side",
            ),
            models.CheckConstraint(
                condition=Q(state="intake", ruled_by__isnull=True, ruled_at__isnull=True)
                | Q(
                    state="confirmed",
                    ruled_by__isnull=False,
                    ruled_at__isnull=False,
                    cadre__isnull=False,
                    unit__isnull=False,
                )
                | Q(state="rejected", ruled_by__isnull=False, ruled_at__isnull=False)
                & ~Q(reason=""),
                name="%(app_label)s_%(class)s_ruled",
            ),
            models.CheckConstraint(
                condition=Q(ruled_by__isnull=True) | ~Q(ruled_by=F("recorded_by")),
                name="%(app_label)s_%(class)s_four_eyes",
                violation_error_message=_("Somebody else than the writer confirms it."),
            ),
            models.CheckConstraint(
                condition=Q(origin="department", source__isnull=False)
                | ~Q(origin="department") & Q(cadre__isnull=False),
                name="%(app_label)s_%(class)s_source",
            ),
            models.CheckConstraint(
                condition=Q(secrecy="general"), name="%(app_label)s_%(class)s_secrecy"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=EARLIEST, year__lte=LATEST),
                name="%(app_label)s_%(class)s_year",
            ),
        ]

    def __str__(self) -> str:
        # The audit trail shows this: the fact and the person stay where they belong.
        return self.receipt

    @classmethod
    def side_of(cls, kind: str) -> "DossierEntry.Side":
        """The list that a kind of fact stands in."""
        return cls.Side.POSITIVE if kind in cls.POSITIVE_KINDS else cls.Side.NEGATIVE
