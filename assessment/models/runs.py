"""Score runs: units of work as rows, and their immutable results."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.models.cycles import Assessee, AssessmentCycle
from assessment.models.fields import PackedIntegersField
from indicators.models import IndicatorSystem
from organization.models import ADMINISTRATOR_ROLES, DOMAIN_ROLES
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from organization.models import User


class ScoreRunQuerySet(models.QuerySet["ScoreRun"]):
    def visible_to(self, user: "User") -> Self:
        """Runs of the cycles whose assessees' runs the account works on: office and committee."""
        if not user.has_role(*DOMAIN_ROLES):
            return self.none()
        return self.filter(cycle__in=AssessmentCycle.objects.visible_to(user))

    def unfinished(self) -> Self:
        """Runs that still have work or wait for it."""
        return self.filter(state__in=[ScoreRun.State.QUEUED, ScoreRun.State.RUNNING])


class ScoreRun(models.Model):
    """One computation over a frozen snapshot of a cycle. A correction is a new run."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        COMPLETE = "complete", _("complete")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    cycle = models.ForeignKey(
        AssessmentCycle, verbose_name=_("cycle"), on_delete=models.PROTECT, related_name="runs"
    )
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    requested_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("started by"),
        on_delete=models.PROTECT,
        related_name="score_runs",
    )
    requested_at = models.DateTimeField(_("started at"), auto_now_add=True)
    frozen_at = models.DateTimeField(_("inputs frozen at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(
        _("attempt"), default=0, help_text=_("How often freezing the inputs was begun.")
    )
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)
    engine = models.CharField(_("engine version"), max_length=40, blank=True)
    digest = models.CharField(_("digest of the snapshot"), max_length=64, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = ScoreRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("score run")
        verbose_name_plural = _("score runs")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "number"], name="%(app_label)s_%(class)s_number"
            ),
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(state__in=["queued", "running"]),
                name="%(app_label)s_%(class)s_one_at_a_time",
                violation_error_message=_("A run of this cycle is under way."),
            ),
        ]

    def __str__(self) -> str:
        return _("%(cycle)s, run %(number)s") % {"cycle": self.cycle, "number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("assessment:run_detail", args=[self.pk])


class RunGroupQuerySet(models.QuerySet["RunGroup"]):
    def visible_to(self, user: "User") -> Self:
        """Groups of visible runs in which the account sees at least one assessee."""
        seen = Assessee.objects.visible_to(user).filter(
            cycle=models.OuterRef("run__cycle"), group_key=models.OuterRef("key")
        )
        return self.filter(models.Exists(seen), run__in=ScoreRun.objects.visible_to(user))

    def open(self) -> Self:
        """Units of work that are not finished in any way."""
        return self.filter(state__in=[RunGroup.State.WAITING, RunGroup.State.CLAIMED])

    def expired(self, now: dt.datetime) -> Self:
        """Claimed units whose lease has run out: their worker is gone or stuck."""
        return self.filter(state=RunGroup.State.CLAIMED, lease_until__lt=now)


class RunGroup(models.Model):
    """A unit of work: one comparison group of a run, with its lease and outcome."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CLAIMED = "claimed", _("being computed")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    run = models.ForeignKey(
        ScoreRun, verbose_name=_("run"), on_delete=models.PROTECT, related_name="groups"
    )
    key = models.CharField(_("comparison group"), max_length=80)
    name = models.CharField(_("name"), max_length=120)
    stage = models.PositiveSmallIntegerField(
        _("stage"), default=0, help_text=_("Groups of a later stage read results of earlier ones.")
    )
    size = models.PositiveIntegerField(_("assessees"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    lease_until = models.DateTimeField(
        _("lease until"),
        null=True,
        blank=True,
        help_text=_("Claimed: when its worker counts as lost. Waiting: when it is called again."),
    )
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)
    digest = models.CharField(_("digest of the inputs"), max_length=64)
    outcome_digest = models.CharField(_("digest of the outcome"), max_length=64, blank=True)
    proposal = models.JSONField(_("quota arithmetic"), default=dict, blank=True)

    objects = RunGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit of work")
        verbose_name_plural = _("units of work")
        ordering = ["run_id", "stage", "key"]
        constraints = [
            models.UniqueConstraint(fields=["run", "key"], name="%(app_label)s_%(class)s_key"),
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="assessment_rungroup_lease")]

    def __str__(self) -> str:
        return f"{self.run} · {self.name}"


class FrozenBundle(WrittenOnce):
    """The frozen inputs of a unit of work; apart from it: progress never loads megabytes."""

    group = models.OneToOneField(
        RunGroup, verbose_name=_("unit of work"), on_delete=models.PROTECT, related_name="frozen"
    )
    content = models.BinaryField(_("content"))

    objects = WrittenOnceQuerySet["FrozenBundle"].as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("frozen inputs")
        verbose_name_plural = _("frozen inputs")
        ordering = ["group_id"]

    def __str__(self) -> str:
        return str(self.group)


class GroupWorkings(WrittenOnce):
    """How a unit of work was scored: what explanations read, stored with its results."""

    group = models.OneToOneField(
        RunGroup, verbose_name=_("unit of work"), on_delete=models.PROTECT, related_name="workings"
    )
    content = models.BinaryField(_("content"))

    objects = WrittenOnceQuerySet["GroupWorkings"].as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("workings")
        verbose_name_plural = _("workings")
        ordering = ["group_id"]

    def __str__(self) -> str:
        return str(self.group)


# A quarter, and staff outside the leadership teams, are told the grade: never points, places or a
# report of them (G-26).
GRADE_ALONE = Q(group__run__cycle__kind=AssessmentCycle.Kind.DAILY) | Q(
    assessee__system__assessee_kind=IndicatorSystem.AssesseeKind.STAFF
)


class ResultQuerySet(WrittenOnceQuerySet["Result"]):
    def visible_to(self, user: "User") -> Self:
        """All results of their domains to office and committee, to others published ones.

        Administrators keep the system running and read no scores. Of quarters and of staff others
        learn the grade alone.
        """
        if user.has_role(*ADMINISTRATOR_ROLES):
            return self.none()
        seen = self.filter(assessee__in=Assessee.objects.visible_to(user))
        if user.answers_for_all_domains(DOMAIN_ROLES):
            return seen
        published = models.Q(group__publication__isnull=False)
        own_domain = models.Q(assessee__unit__domain__in=user.domain_keys(DOMAIN_ROLES))
        return seen.filter(published & ~GRADE_ALONE | own_domain)

    def told_in_points(self) -> Self:
        """Results that reports are made of: of units, of teams and of who belongs to one."""
        return self.exclude(GRADE_ALONE)

    def undecided(self) -> Self:
        """Results whose assessee has no decision in force on the same run."""
        decided = Assessee.objects.filter(
            pk=models.OuterRef("assessee"),
            decisions__run=models.OuterRef("group__run"),
            decisions__superseded_by=None,
        )
        return self.filter(~models.Exists(decided))

    def ranked(self) -> Self:
        """By place; those without a total last."""
        return self.order_by(models.F("rank").asc(nulls_last=True), "assessee__key")


class Result(WrittenOnce):
    """What a run found for one assessee: total, place, points of every node."""

    group = models.ForeignKey(
        RunGroup,
        verbose_name=_("comparison group"),
        on_delete=models.PROTECT,
        related_name="results",
    )
    assessee = models.ForeignKey(
        Assessee, verbose_name=_("assessee"), on_delete=models.PROTECT, related_name="results"
    )
    total = models.DecimalField(_("total"), max_digits=14, decimal_places=6, null=True)
    exact_total = models.DecimalField(
        _("total before rounding"), max_digits=14, decimal_places=6, null=True
    )
    rank = models.PositiveIntegerField(_("place"), null=True)
    points = PackedIntegersField(_("points of the nodes"), dtype="int64")
    full_marks = PackedIntegersField(_("full marks of the nodes"), dtype="int64")
    missing = models.JSONField(_("what is missing"), default=list, blank=True)
    proposed_grade = models.CharField(_("proposed grade"), max_length=20, blank=True)
    grade_reason = models.JSONField(_("why this grade is proposed"), default=dict, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["group_id", "rank", "pk"]
        constraints = [
            # The last guard against work done twice: a second insert of the same result fails.
            models.UniqueConstraint(
                fields=["group", "assessee"], name="%(app_label)s_%(class)s_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessee} · {self.group}"

    def get_absolute_url(self) -> str:
        return reverse("assessment:result_detail", args=[self.pk])

    @property
    def is_told_in_points(self) -> bool:
        """Whether it has a report; see `told_in_points()`."""
        return not Result.objects.filter(GRADE_ALONE, pk=self.pk).exists()
