"""Waivers of recusals, links between groups, and runs that propose groups."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluators.models.groups import AssessmentGroup, PlanUnit, Seat
from evaluators.models.plans import FieldPlan
from evaluators.models.pool import POOL_ROLES, Evaluator
from evaluators.rules.recusal import NEVER_WAIVED
from organization.models import Unit

if TYPE_CHECKING:
    from organization.models import User


class RecusalRule(models.TextChoices):
    """Names of the rules of recusal, by the codes of `evaluators.rules.recusal`."""

    OWN_UNIT = "own_unit", _("own unit")
    SUPERIOR_SUBORDINATE = "superior_subordinate", _("superior or subordinate unit")
    NATIVE_PLACE = "native_place", _("native place")
    GROWTH_PLACE = "growth_place", _("place of growth")
    WORKPLACE = "workplace", _("worked there")
    KINSHIP = "kinship", _("kinship")
    INTEREST = "interest", _("other interest")
    MUTUAL_RATING = "mutual_rating", _("mutual rating")
    ROTATION = "rotation", _("too many years in a row")


WAIVABLE = [(rule.value, rule.label) for rule in RecusalRule if rule.value not in NEVER_WAIVED]


class WaiverQuerySet(models.QuerySet["Waiver"]):
    def visible_to(self, user: "User") -> Self:
        """Waivers tell why somebody is recused: they are for those who form groups there."""
        if user.answers_for_all_domains(POOL_ROLES):
            return self
        return self.filter(unit__domain__in=user.domain_keys(POOL_ROLES))

    def approved(self) -> Self:
        """Those that lift a rule."""
        return self.filter(state=Waiver.State.APPROVED)


class Waiver(models.Model):
    """One recusal reason shall not bar one evaluator from one unit: asked for, then approved."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("waits for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    plan = models.ForeignKey(
        FieldPlan, verbose_name=_("field plan"), on_delete=models.CASCADE, related_name="waivers"
    )
    evaluator = models.ForeignKey(
        Evaluator, verbose_name=_("evaluator"), on_delete=models.CASCADE, related_name="waivers"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.CASCADE, related_name="waivers"
    )
    rule = models.CharField(_("recusal rule"), max_length=20, choices=WAIVABLE)
    reason = models.CharField(_("reason"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.REQUESTED, editable=False
    )
    requested_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("requested by"),
        on_delete=models.PROTECT,
        related_name="requested_waivers",
    )
    requested_at = models.DateTimeField(_("requested at"), auto_now_add=True)
    decided_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        related_name="decided_waivers",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiver of a recusal")
        verbose_name_plural = _("waivers of recusals")
        ordering = ["plan_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "evaluator", "unit", "rule"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This waiver is on record already."),
            ),
            # Kinship and one's own unit are never waived, whoever asks (L-05).
            models.CheckConstraint(
                condition=~Q(rule__in=[*map(str, sorted(NEVER_WAIVED))]),
                name="%(app_label)s_%(class)s_rule",
            ),
            models.CheckConstraint(
                condition=Q(state="requested", decided_by__isnull=True, decided_at__isnull=True)
                | (
                    Q(state__in=["approved", "refused"], decided_at__isnull=False)
                    & Q(decided_by__isnull=False)
                    & ~Q(decided_by=F("requested_by"))
                ),
                name="%(app_label)s_%(class)s_two_people",
                violation_error_message=_("Somebody else decides on a waiver."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluator} · {self.unit} · {self.get_rule_display()}"


class GroupLinkQuerySet(models.QuerySet["GroupLink"]):
    def visible_to(self, user: "User") -> Self:
        """Links between groups that the account sees, and those of a group where it sits."""
        groups = AssessmentGroup.objects.visible_to(user)
        seats = Seat.objects.filter(group=OuterRef("from_group"), evaluator__account=user.pk)
        return self.filter(Q(to_group__in=groups) | Exists(seats), from_group__in=groups)


class GroupLink(models.Model):
    """Members of one group also mark a few units of another, so that both can be compared."""

    from_group = models.ForeignKey(
        AssessmentGroup,
        verbose_name=_("from group"),
        on_delete=models.CASCADE,
        related_name="links_out",
    )
    to_group = models.ForeignKey(
        AssessmentGroup,
        verbose_name=_("to group"),
        on_delete=models.CASCADE,
        related_name="links_in",
    )
    anchors = models.ManyToManyField(
        PlanUnit, verbose_name=_("units marked as well"), related_name="links"
    )
    guests = models.ManyToManyField(Evaluator, verbose_name=_("guests"), related_name="guest_links")

    objects = GroupLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link of groups")
        verbose_name_plural = _("links of groups")
        ordering = ["from_group__number", "to_group__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["from_group", "to_group"], name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=~Q(from_group=F("to_group")), name="%(app_label)s_%(class)s_two_groups"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_group} → {self.to_group}"


class FormingRunQuerySet(models.QuerySet["FormingRun"]):
    def visible_to(self, user: "User") -> Self:
        """Runs go over whole plans: those see them who answer for all domains of the plan."""
        if not user.has_role(*POOL_ROLES):
            return self.none()
        return self.filter(plan__in=FieldPlan.objects.answered_by(user))

    def unfinished(self) -> Self:
        """Runs that wait for a worker or have one."""
        return self.filter(state__in=[FormingRun.State.WAITING, FormingRun.State.RUNNING])

    def expired(self, now: dt.datetime) -> Self:
        """Running ones whose lease has run out: their worker is gone or stuck."""
        return self.filter(state=FormingRun.State.RUNNING, lease_until__lt=now)


class FormingRun(models.Model):
    """A search for the best lawful groups of a plan; a person adopts what it proposes, or not."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being computed")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    class Stage(models.TextChoices):
        UNITS = "units", _("dealing the units out to the groups")
        SEATS = "seats", _("filling the seats")
        REASONS = "reasons", _("finding out why no groups can be formed")

    plan = models.ForeignKey(
        FieldPlan, verbose_name=_("field plan"), on_delete=models.CASCADE, related_name="runs"
    )
    plan_version = models.PositiveIntegerField(_("version of the plan"))
    deals_units = models.BooleanField(
        _("deal the units out anew"),
        default=True,
        help_text=_("Else every unit stays with the group that it has."),
    )
    keeps_placed = models.BooleanField(
        _("keep what was placed by hand"),
        default=True,
        help_text=_("Seats, and units where they are dealt out."),
    )
    seed = models.PositiveIntegerField(_("seed"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    requested_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("requested by"),
        on_delete=models.PROTECT,
        related_name="forming_runs",
    )
    requested_at = models.DateTimeField(_("requested at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, blank=True)
    step_count = models.PositiveSmallIntegerField(_("steps"), default=0)
    done_count = models.PositiveSmallIntegerField(_("steps done"), default=0)
    proof = models.JSONField(
        _("proof"),
        default=dict,
        blank=True,
        help_text=_("Status, objective, bound and gap of the seats, and status of the units."),
    )
    result = models.JSONField(
        _("proposal"), default=dict, blank=True, help_text=_("Units, seats and links by keys.")
    )
    diagnosis = models.JSONField(
        _("diagnosis"), default=dict, blank=True, help_text=_("Why there is no proposal, by keys.")
    )
    applied_at = models.DateTimeField(_("adopted at"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)

    objects = FormingRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("forming of groups")
        verbose_name_plural = _("formings of groups")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state__in=["waiting", "running"]),
                name="%(app_label)s_%(class)s_one_at_a_time",
                violation_error_message=_("Groups of this plan are being formed already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.plan)

    def get_absolute_url(self) -> str:
        return reverse("evaluators:forming_detail", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in {self.State.WAITING, self.State.RUNNING}

    @property
    def has_proposal(self) -> bool:
        """Whether there is something to adopt."""
        return self.state == self.State.DONE and bool(self.result)
