"""Assessment processes of the library: which steps an assessment of a kind takes."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import InitialsField
from indicators.models.searching import LibraryQuerySet
from indicators.models.templates import BUILDERS
from indicators.rules.tags import split_tags

if TYPE_CHECKING:
    from organization.models import User


class ProcessQuerySet(LibraryQuerySet["AssessmentProcess"]):
    def visible_to(self, user: "User") -> Self:
        """All of them to those who build systems, of whatever domain."""
        return self if user.has_role(*BUILDERS) else self.none()

    def with_counts(self) -> Self:
        """Annotate its steps and the days they take together."""
        return self.annotate(step_count=Count("steps"), day_count=Sum("steps__days", default=0))


class AssessmentProcess(models.Model):
    """How assessments of a kind are carried out, step by step, for offices to go by."""

    class Kind(models.TextChoices):
        ANNUAL = "annual", _("annual assessment")
        DAILY = "daily", _("daily assessment")
        SPECIAL = "special", _("special assessment")
        TERM = "term", _("term assessment")

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    initials = InitialsField(_("initials"), max_length=100)
    kind = models.CharField(_("kind of assessment"), max_length=10, choices=Kind.choices)
    tags = models.CharField(
        _("tags"), max_length=200, blank=True, help_text=_("With commas between them.")
    )
    purpose = models.TextField(_("what it is for"), blank=True)

    objects = ProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment process")
        verbose_name_plural = _("assessment processes")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:process_detail", args=[self.pk])

    @property
    def tag_list(self) -> list[str]:
        """The single tags."""
        return split_tags(self.tags)


class ProcessStep(models.Model):
    """One step of a process: who does it, how many days it takes, what paper comes out."""

    process = models.ForeignKey(
        AssessmentProcess,
        verbose_name=_("assessment process"),
        on_delete=models.CASCADE,
        related_name="steps",
    )
    position = models.PositiveSmallIntegerField(_("step number"), validators=[MinValueValidator(1)])
    name = models.CharField(_("step"), max_length=100)
    actor = models.CharField(_("who does it"), max_length=100)
    days = models.PositiveSmallIntegerField(_("days needed"))
    paper = models.CharField(_("what paper comes out"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("step of a process")
        verbose_name_plural = _("steps of a process")
        ordering = ["process_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "position"],
                name="%(app_label)s_%(class)s_position",
                violation_error_message=_("This step number is taken."),
            )
        ]

    def __str__(self) -> str:
        return self.name
