"""Events of units that add or take points: their kinds, the events, uploaded lists of them."""

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.models import Indicator
from organization.models import DOMAIN_ROLES, Domain, Role, Unit
from organization.models.accounts import SUBTREE_ROLES
from organization.models.units import keys_below
from organization.models.uploaded_lists import Upload
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from organization.models import User

# Who meets events at all: the organisers, and those who speak for a unit. Staff never do.
EVENT_READERS = DOMAIN_ROLES + SUBTREE_ROLES
WORTH = [MinValueValidator(Decimal("0.01")), MaxValueValidator(100)]


class EventKindQuerySet(models.QuerySet["EventKind"]):
    def visible_to(self, user: "User") -> Self:
        """Kinds of the domains that the account answers for as office or committee."""
        if user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        return self.filter(domain__in=user.domain_keys(DOMAIN_ROLES))

    def editable_by(self, user: "User") -> Self:
        """Kinds that the account keeps as office staff."""
        return self.filter(domain__in=Domain.objects.editable_by(user))


class EventKind(models.Model):
    """A kind of event that counts for or against a unit, by a clause, under one indicator.

    How many points one event is worth says the rule of the leaf that reads the indicator; a kind,
    or one of its levels, says as how many events it counts there.
    """

    class Colour(models.TextChoices):
        RED = "red", pgettext_lazy("event", "red point")
        BLACK = "black", pgettext_lazy("event", "black point")
        BONUS = "bonus", pgettext_lazy("event", "bonus")
        DEDUCTION = "deduction", pgettext_lazy("event", "deduction")

    ADDING = (Colour.RED, Colour.BONUS)

    domain = models.ForeignKey(
        Domain, verbose_name=_("domain"), on_delete=models.PROTECT, related_name="event_kinds"
    )
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=100)
    colour = models.CharField(
        pgettext_lazy("event", "colour"), max_length=9, choices=Colour.choices
    )
    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="event_kinds",
        help_text=_("Leaves with this indicator and the source “events” count it."),
    )
    counts_as = models.DecimalField(
        _("counts as (events)"),
        max_digits=6,
        decimal_places=2,
        default=Decimal(1),
        validators=WORTH,
        help_text=_("Times the points that the leaf's rule gives for one event."),
    )
    clause = models.CharField(_("clause"), max_length=200)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = EventKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of event")
        verbose_name_plural = _("kinds of events")
        ordering = ["domain__position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "code"],
                name="%(app_label)s_%(class)s_code",
                violation_error_message=_("The code is taken in this domain."),
            ),
            models.CheckConstraint(
                condition=Q(counts_as__gt=0), name="%(app_label)s_%(class)s_counts"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def adds(self) -> bool:
        """Whether it counts for the unit, not against it."""
        return self.colour in self.ADDING


class EventLevel(models.Model):
    """A level of a kind, such as national or provincial, that counts as so many events."""

    kind = models.ForeignKey(
        EventKind, verbose_name=_("kind"), on_delete=models.CASCADE, related_name="levels"
    )
    name = models.CharField(_("level"), max_length=60)
    counts_as = models.DecimalField(
        _("counts as (events)"), max_digits=6, decimal_places=2, validators=WORTH
    )

    class Meta:
        verbose_name = _("level of a kind of event")
        verbose_name_plural = _("levels of kinds of events")
        ordering = ["kind_id", "-counts_as", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="%(app_label)s_%(class)s_name"),
            models.CheckConstraint(
                condition=Q(counts_as__gt=0), name="%(app_label)s_%(class)s_counts"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EventUploadQuerySet(models.QuerySet["EventUpload"]):
    def visible_to(self, user: "User") -> Self:
        """Lists of the domains whose events the account keeps."""
        return self.filter(domain__in=Domain.objects.editable_by(user))


class EventUpload(Upload):
    """An uploaded list of events of one domain, with the paper that proves all of them."""

    domain = models.ForeignKey(
        Domain, verbose_name=_("domain"), on_delete=models.PROTECT, related_name="event_uploads"
    )
    file = models.FileField(_("file"), upload_to="events/%Y/%m")
    evidence = models.FileField(_("evidence"), upload_to="evidence/%Y/%m")
    uploaded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        related_name="event_uploads",
    )

    objects = EventUploadQuerySet.as_manager()

    class Meta(Upload.Meta):
        verbose_name = _("uploaded list of events")
        verbose_name_plural = _("uploaded lists of events")

    def get_absolute_url(self) -> str:
        return reverse("collection:eventupload_detail", args=[self.pk])


class UnitEventQuerySet(WrittenOnceQuerySet["UnitEvent"]):
    open_columns = frozenset(
        {
            "state",
            "ruled_by",
            "ruled_at",
            "reason",
            "view",
            "viewed_by",
            "viewed_at",
            "withdrawn_by",
            "withdrawn_at",
            "withdrawal",
        }
    )

    def visible_to(self, user: "User") -> Self:
        """For the organisers of the domain, and for those who speak for the unit; no staff."""
        if user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        return self.filter(
            Q(unit__domain__in=user.domain_keys(DOMAIN_ROLES))
            | Q(unit__in=keys_below(user.unit_keys(SUBTREE_ROLES)))
        )

    def kept_by(self, user: "User") -> Self:
        """Events that the account registers and rules on as office staff."""
        return self.filter(unit__in=Unit.objects.editable_by(user))

    def waiting(self) -> Self:
        """Not ruled on yet."""
        return self.filter(state=UnitEvent.State.WAITING)

    def confirmed(self) -> Self:
        """What counts."""
        return self.filter(state=UnitEvent.State.CONFIRMED)

    def rulable_by(self, user: "User") -> Self:
        """Waiting events that the account may rule on: never its own."""
        return self.kept_by(user).waiting().exclude(recorded_by=user)

    def answerable_by(self, user: "User") -> Self:
        """Waiting events to which the account may state the view of its unit."""
        return self.waiting().filter(unit__in=keys_below(user.unit_keys([Role.UNIT_PRINCIPAL])))


class UnitEvent(WrittenOnce):
    """One thing that happened to a unit; counts once somebody else than its writer confirmed it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for confirmation")
        CONFIRMED = "confirmed", pgettext_lazy("event", "confirmed")
        REFUSED = "refused", pgettext_lazy("event", "not confirmed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.ForeignKey(
        EventKind, verbose_name=_("kind"), on_delete=models.PROTECT, related_name="events"
    )
    level = models.ForeignKey(
        EventLevel,
        verbose_name=_("level"),
        on_delete=models.PROTECT,
        related_name="events",
        null=True,
        blank=True,
    )
    counts_as = models.DecimalField(
        _("counts as (events)"), max_digits=6, decimal_places=2, editable=False
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="events"
    )
    happened_on = models.DateField(_("happened on"))
    fact = models.CharField(_("fact"), max_length=500)
    document = models.CharField(_("document number"), max_length=100)
    source_department = models.CharField(_("source department"), max_length=100)
    evidence = models.FileField(_("evidence"), upload_to="evidence/%Y/%m")
    upload = models.ForeignKey(
        EventUpload,
        verbose_name=_("uploaded list of events"),
        on_delete=models.PROTECT,
        related_name="events",
        null=True,
        editable=False,
    )
    recorded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        related_name="unit_events",
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    view = models.CharField(_("view of the unit"), max_length=500, blank=True)
    viewed_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("view stated by"),
        on_delete=models.PROTECT,
        related_name="event_views",
        null=True,
        editable=False,
    )
    viewed_at = models.DateTimeField(_("view stated at"), null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.WAITING, editable=False
    )
    ruled_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("confirmed or refused by"),
        on_delete=models.PROTECT,
        related_name="event_rulings",
        null=True,
        editable=False,
    )
    ruled_at = models.DateTimeField(_("confirmed or refused at"), null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("withdrawn by"),
        on_delete=models.PROTECT,
        related_name="events_withdrawn",
        null=True,
        editable=False,
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawal = models.CharField(_("why withdrawn"), max_length=300, blank=True)

    objects = UnitEventQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = pgettext_lazy("unit", "event")
        verbose_name_plural = pgettext_lazy("unit", "events")
        ordering = ["-happened_on", "-pk"]
        indexes = [
            models.Index(fields=["unit", "happened_on"], name="collection_event_unit"),
            models.Index(fields=["state", "happened_on"], name="collection_event_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", ruled_by__isnull=True, ruled_at__isnull=True)
                | Q(state="confirmed", ruled_by__isnull=False, ruled_at__isnull=False)
                | Q(state="refused", ruled_by__isnull=False, ruled_at__isnull=False) & ~Q(reason="")
                | Q(state="withdrawn"),
                name="%(app_label)s_%(class)s_ruled",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="withdrawn", withdrawn_by__isnull=False, withdrawn_at__isnull=False
                )
                & ~Q(withdrawal="")
                | ~Q(state="withdrawn") & Q(withdrawn_by__isnull=True, withdrawal=""),
                name="%(app_label)s_%(class)s_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(ruled_by__isnull=True) | ~Q(ruled_by=F("recorded_by")),
                name="%(app_label)s_%(class)s_four_eyes",
                violation_error_message=_("Somebody else than the writer confirms it."),
            ),
            models.CheckConstraint(
                condition=~Q(evidence=""), name="%(app_label)s_%(class)s_evidence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.unit} · {self.happened_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("collection:event_detail", args=[self.pk])

    def clean(self) -> None:
        """Refuse a unit of another domain, and a level that is another kind's or left out."""
        if not (self.kind_id and self.unit_id):
            return
        if self.unit.domain_id != self.kind.domain_id:
            raise ValidationError({"unit": _("The unit belongs to another domain than the kind.")})
        if self.level_id and self.level and self.level.kind_id != self.kind_id:
            raise ValidationError({"level": _("The level belongs to another kind.")})
        if not self.level_id and self.kind.levels.exists():
            raise ValidationError({"level": _("Choose the level: it says how much it counts.")})
