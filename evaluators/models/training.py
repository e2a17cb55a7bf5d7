"""Training, its bases and handbooks, needs, practice in the field, research topics."""

from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluators.models.pool import Evaluator, Tag
from organization.models import Unit


class TrainingResourceQuerySet(models.QuerySet["TrainingResource"]):
    def with_session_count(self) -> Self:
        """Each with `session_count`, the sessions held at it."""
        # A grouped query forgets the order of the model.
        return self.annotate(session_count=Count("sessions")).order_by("kind", "name")


class TrainingResource(models.Model):
    """A training base or a handbook."""

    class Kind(models.TextChoices):
        BASE = "base", _("training base")
        HANDBOOK = "handbook", _("handbook")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=100, unique=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = TrainingResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("training base or handbook")
        verbose_name_plural = _("training bases and handbooks")
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class TrainingSessionQuerySet(models.QuerySet["TrainingSession"]):
    def with_person_times(self) -> Self:
        """Each with `named`, its attendees on record, and `person_times` with the further ones."""
        counted = self.annotate(named=Count("attendances"))
        # A grouped query forgets the order of the model.
        return counted.annotate(person_times=F("named") + F("others")).order_by("-held_on", "-pk")


class TrainingSession(models.Model):
    """A training session; its named attendees count for duty, others only in the total."""

    class Kind(models.TextChoices):
        POLICY = "policy", _("policy training at the start of the year")
        PRACTICE = "practice", _("practice training at the end of the year")
        ROTATION = "rotation", _("rotation training")
        PRE_FIELD = "pre_field", _("training before field work")
        ON_DEMAND = "on_demand", _("training on demand")
        E_LEARNING = "e_learning", _("e-learning")
        INFORMATION_TECHNOLOGY = "it", _("information technology training")
        CASE_STUDY = "case_study", _("discipline case study")
        LEADERS = "leaders", _("training of leaders")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=120)
    held_on = models.DateField(_("held on"))
    led_by = models.CharField(_("led by"), max_length=60, blank=True)
    base = models.ForeignKey(
        TrainingResource,
        verbose_name=_("training base"),
        on_delete=models.PROTECT,
        related_name="sessions",
        null=True,
        blank=True,
        limit_choices_to={"kind": TrainingResource.Kind.BASE},
    )
    capacities = models.ManyToManyField(
        Tag, verbose_name=_("capacities"), related_name="training_sessions", blank=True
    )
    others = models.PositiveIntegerField(
        _("further attendees"),
        default=0,
        help_text=_("People outside the pool, counted without names."),
    )

    objects = TrainingSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evaluators:training_detail", args=[self.pk])


class TrainingAttendance(models.Model):
    """An evaluator took part in a session."""

    session = models.ForeignKey(
        TrainingSession,
        verbose_name=_("training session"),
        on_delete=models.CASCADE,
        related_name="attendances",
    )
    evaluator = models.ForeignKey(
        Evaluator, verbose_name=_("evaluator"), on_delete=models.CASCADE, related_name="attendances"
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["session_id", "evaluator_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "evaluator"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This attendance is on record already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.session} · {self.evaluator}"


class TrainingNeed(models.Model):
    """What somebody wants to learn (订单式培训), and the session that met it."""

    evaluator = models.ForeignKey(
        Evaluator,
        verbose_name=_("evaluator"),
        on_delete=models.CASCADE,
        related_name="training_needs",
        null=True,
        blank=True,
        help_text=_("Empty for the need of a whole unit."),
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.CASCADE,
        related_name="training_needs",
        null=True,
        blank=True,
    )
    topic = models.CharField(_("topic"), max_length=100)
    noted_on = models.DateField(_("noted on"))
    session = models.ForeignKey(
        TrainingSession,
        verbose_name=_("met by"),
        on_delete=models.SET_NULL,
        related_name="needs",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("training need")
        verbose_name_plural = _("training needs")
        ordering = ["-noted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(evaluator__isnull=False) ^ Q(unit__isnull=False),
                name="%(app_label)s_%(class)s_whose",
                violation_error_message=_("A need belongs to a person or to a unit."),
            )
        ]

    def __str__(self) -> str:
        return self.topic


class FieldPractice(models.Model):
    """Practice beside experienced hands (以干代训、跟班学习); counted as experience."""

    class Kind(models.TextChoices):
        ON_THE_JOB = "on_the_job", _("training on the job")
        SHADOWING = "shadowing", _("shadowing")

    evaluator = models.ForeignKey(
        Evaluator, verbose_name=_("evaluator"), on_delete=models.CASCADE, related_name="practices"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    place = models.CharField(_("place"), max_length=100)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("field practice")
        verbose_name_plural = _("field practices")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_date_order",
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluator} · {self.place}"


class ResearchTopic(models.Model):
    """A research topic (课题) of assessment work and what came of it."""

    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1990)])
    title = models.CharField(_("title"), max_length=200)
    led_by = models.CharField(_("led by"), max_length=100, blank=True)
    outcome = models.CharField(_("outcome"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("research topic")
        verbose_name_plural = _("research topics")
        ordering = ["-year", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "title"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This topic is on record already."),
            )
        ]

    def __str__(self) -> str:
        return self.title
