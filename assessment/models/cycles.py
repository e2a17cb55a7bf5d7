"""Cycles and their assessees."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.models.schemes import Scheme
from evaluators.models import FieldPlan
from indicators.models import IndicatorSystem
from indicators.models.values import validate_period
from organization.models import Appointment, Cadre, Category, LeadershipTeam, Role, Unit

if TYPE_CHECKING:
    from organization.models import User


def _count(of_cycle: "models.QuerySet[Assessee]") -> Coalesce:
    """Count in a subquery: a join would multiply the rows of visible_to()."""
    counted = of_cycle.values("cycle").annotate(count=models.Count("pk")).values("count")
    return Coalesce(models.Subquery(counted), 0)


class AssessmentCycleQuerySet(models.QuerySet["AssessmentCycle"]):
    def visible_to(self, user: "User") -> Self:
        """Cycles with an assessee the account may see; for the office, also its domain's drafts."""
        if user.has_role(Role.SYSTEM_ADMIN):
            return self
        office = user.role_assignments.current().filter(
            role__in=[Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER]
        )
        if office.filter(domain__isnull=True).exists():
            return self
        return self.filter(
            Q(systems__category__domain__in=office.values("domain"))
            | Q(assessees__unit__in=Unit.objects.visible_to(user))
        ).distinct()

    def with_counts(self) -> Self:
        """With the number of assessees, and of those whose grade is decided."""
        of_cycle = Assessee.objects.filter(cycle=models.OuterRef("pk")).order_by()
        decided = of_cycle.filter(decisions__isnull=False, decisions__superseded_by=None)
        return self.annotate(
            assessee_count=_count(of_cycle),
            decided_count=_count(decided),
        )


class AssessmentCycle(models.Model):
    """One assessment of any kind: annual, daily, special or term."""

    class Kind(models.TextChoices):
        ANNUAL = "annual", _("annual assessment")
        DAILY = "daily", _("daily assessment")
        SPECIAL = "special", _("special assessment")
        TERM = "term", _("term assessment")

    class State(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.ANNUAL)
    period = models.CharField(_("period"), max_length=7, validators=[validate_period])
    scheme = models.ForeignKey(
        Scheme, verbose_name=_("scheme"), on_delete=models.PROTECT, related_name="cycles"
    )
    systems = models.ManyToManyField(
        IndicatorSystem, verbose_name=_("indicator systems"), related_name="cycles", blank=True
    )
    units = models.ManyToManyField(
        Unit,
        verbose_name=_("only these units"),
        related_name="cycles",
        blank=True,
        help_text=_("Empty: every unit of the categories of the systems."),
    )
    draws_on = models.ManyToManyField(
        "self",
        verbose_name=_("draws on"),
        symmetrical=False,
        related_name="drawn_on_by",
        blank=True,
        help_text=_("Cycles whose decided grades count here, as the quarters of the year."),
    )
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.DRAFT, editable=False
    )
    opened_on = models.DateField(_("opened on"), null=True, editable=False)
    field_plan = models.ForeignKey(
        FieldPlan,
        verbose_name=_("field plan"),
        on_delete=models.PROTECT,
        related_name="cycles",
        null=True,
        blank=True,
        help_text=_("Its groups fill the score sheets; empty without field work."),
    )
    sheets_due_at = models.DateTimeField(
        _("score sheets due"),
        null=True,
        blank=True,
        help_text=_("After this moment no sheet is changed or handed in."),
    )
    marking_closed_at = models.DateTimeField(_("marking closed at"), null=True, editable=False)

    objects = AssessmentCycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment cycle")
        verbose_name_plural = _("assessment cycles")
        ordering = ["-period", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="%(app_label)s_%(class)s_name",
                violation_error_message=_("Another cycle has this name."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", opened_on__isnull=True)
                | (~Q(state="draft") & Q(opened_on__isnull=False)),
                name="%(app_label)s_%(class)s_opened",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("assessment:cycle_detail", args=[self.pk])

    @property
    def is_marking(self) -> bool:
        """Whether sheets of field work are still being filled: until then marks are blind."""
        return self.field_plan_id is not None and self.marking_closed_at is None


class AssesseeQuerySet(models.QuerySet["Assessee"]):
    def visible_to(self, user: "User") -> Self:
        """Assessees whose unit the account sees; persons only for those who may see people."""
        return self.filter(unit__in=Unit.objects.visible_to(user)).filter(
            Q(appointment__isnull=True)
            | Q(unit__in=Unit.objects.with_people_visible_to(user))
            | Q(appointment__cadre=user.cadre_id, appointment__cadre__isnull=False)
        )


class Assessee(models.Model):
    """Who is assessed in a cycle, as frozen on the day it opened: category, team, post, levels."""

    cycle = models.ForeignKey(
        AssessmentCycle, verbose_name=_("cycle"), on_delete=models.CASCADE, related_name="assessees"
    )
    system = models.ForeignKey(
        IndicatorSystem,
        verbose_name=_("indicator system"),
        on_delete=models.PROTECT,
        related_name="assessees",
    )
    category = models.ForeignKey(
        Category, verbose_name=_("category"), on_delete=models.PROTECT, related_name="assessees"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="assessees"
    )
    team = models.ForeignKey(
        LeadershipTeam,
        verbose_name=_("leadership team"),
        on_delete=models.PROTECT,
        related_name="assessees",
        null=True,
        blank=True,
    )
    appointment = models.ForeignKey(
        Appointment,
        verbose_name=_("post"),
        on_delete=models.PROTECT,
        related_name="assessees",
        null=True,
        blank=True,
        help_text=_("Set for a person; empty for a unit."),
    )
    key = models.CharField(_("key"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    group_key = models.CharField(_("comparison group"), max_length=80)
    group_name = models.CharField(_("name of the comparison group"), max_length=120)
    identity_class = models.CharField(
        _("identity class"), max_length=20, choices=Cadre.IdentityClass.choices, blank=True
    )
    area = models.CharField(
        _("area"), max_length=6, blank=True, help_text=_("Region code of the unit.")
    )

    objects = AssesseeQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessee")
        verbose_name_plural = _("assessees")
        ordering = ["cycle_id", "group_key", "key"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="%(app_label)s_%(class)s_key")
        ]
        indexes = [models.Index(fields=["cycle", "group_key"], name="assessment_assessee_group")]

    def __str__(self) -> str:
        return self.name


class OverlayFact(models.Model):
    """A veto, downgrade or gate on an assessee: it limits the proposed grade, never the points."""

    class Effect(models.TextChoices):
        BAR_TOP = "bar_top", _("barred from the best grade")
        DOWNGRADE = "downgrade", _("one grade lower")
        LIMIT = "limit", _("no better than a grade")

    assessee = models.ForeignKey(
        Assessee, verbose_name=_("assessee"), on_delete=models.CASCADE, related_name="overlay_facts"
    )
    effect = models.CharField(_("effect"), max_length=10, choices=Effect.choices)
    limit = models.CharField(
        _("best grade left"),
        max_length=20,
        blank=True,
        help_text=_("Code of a grade of the scheme."),
    )
    clause = models.CharField(_("clause"), max_length=200)
    fact = models.CharField(_("fact"), max_length=300)
    recorded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        related_name="recorded_overlay_facts",
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("veto or downgrade")
        verbose_name_plural = _("vetoes and downgrades")
        ordering = ["assessee_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effect="limit") & ~Q(limit="") | ~Q(effect="limit") & Q(limit=""),
                name="%(app_label)s_%(class)s_limit",
                violation_error_message=_("Name the best grade left, for this effect only."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessee} · {self.get_effect_display()}"
