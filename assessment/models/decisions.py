"""Decisions and publications: a person decides, a second person publishes."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.cycles import Assessee
from assessment.models.runs import RunGroup, ScoreRun
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet


class GradeDecisionQuerySet(WrittenOnceQuerySet["GradeDecision"]):
    open_columns = frozenset({"superseded_by"})

    def in_force(self) -> Self:
        """Decisions that no later one has superseded."""
        return self.filter(superseded_by__isnull=True)


class GradeDecision(WrittenOnce):
    """A decided grade: who, for which body, when, on which run, and why where it departs."""

    assessee = models.ForeignKey(
        Assessee, verbose_name=_("assessee"), on_delete=models.PROTECT, related_name="decisions"
    )
    run = models.ForeignKey(
        ScoreRun, verbose_name=_("run"), on_delete=models.PROTECT, related_name="decisions"
    )
    proposed_grade = models.CharField(_("proposed grade"), max_length=20, blank=True)
    grade = models.CharField(_("decided grade"), max_length=20)
    body = models.CharField(
        _("deciding body"),
        max_length=100,
        help_text=_("As in the minutes, for example the committee."),
    )
    decided_on = models.DateField(_("decided on"))
    decided_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        related_name="grade_decisions",
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    departure_reason = models.CharField(
        _("reason for departing from the proposal"), max_length=300, blank=True
    )
    superseded_by = models.OneToOneField(
        "self",
        verbose_name=_("superseded by"),
        on_delete=models.PROTECT,
        related_name="supersedes",
        null=True,
        blank=True,
    )

    objects = GradeDecisionQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("grade decision")
        verbose_name_plural = _("grade decisions")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(grade=models.F("proposed_grade")) | ~Q(departure_reason=""),
                name="%(app_label)s_%(class)s_departure",
                violation_error_message=_("Say why the grade departs from the proposal."),
            ),
            models.UniqueConstraint(
                fields=["assessee"],
                condition=Q(superseded_by__isnull=True),
                name="%(app_label)s_%(class)s_one_in_force",
                violation_error_message=_("A decision is in force for this assessee."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessee} · {self.run}"


class Publication(WrittenOnce):
    """The decided results of one comparison group are open to the units concerned."""

    group = models.OneToOneField(
        RunGroup,
        verbose_name=_("comparison group"),
        on_delete=models.PROTECT,
        related_name="publication",
    )
    published_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("published by"),
        on_delete=models.PROTECT,
        related_name="publications",
    )
    published_at = models.DateTimeField(_("published at"), auto_now_add=True)

    objects = WrittenOnceQuerySet["Publication"].as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.group)
