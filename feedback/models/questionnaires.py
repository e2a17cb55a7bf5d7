"""Questionnaires (问卷): who is asked and what was answered, kept so that nobody can join the two.

Four things hold by construction, whoever reads the database:

- A sheet of answers names no person, holds no moment and has a random key. There is no foreign
  key, no number and no text that it shares with the row of whoever filled it.
- Every new sheet is written together with some that lay in the box before, all under new keys
  (see `services.answers`). So neither the order of the rows nor the number of the transaction,
  which PostgreSQL keeps with each row, tells which sheet came with which person: that leaves a
  guess of one in ten, once ten have answered.
- Closing turns the box into counts and a shuffled heap of texts, and deletes the sheets as well
  as the rows that name who has answered. What stays is one number for each unit.
- Fewer than `FEWEST_ANSWERS` answers are never told apart from others (`rules.small_cells`).

What this cannot hide: from whoever watches the database, its log files or the network at the very
moment somebody answers; the first who answer, until others follow; what backups of those days
hold; what people say of themselves in a text; that all of a class gave the same answer.
"""

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organization.models import DOMAIN_ROLES, Category, Domain, Unit

if TYPE_CHECKING:
    from organization.models import User


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the domains that the account answers for."""
        if user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        return self.filter(domain__in=user.domain_keys(DOMAIN_ROLES))

    def editable_by(self, user: "User") -> Self:
        """Those of the domains whose units the account keeps."""
        return self.visible_to(user).filter(domain__in=Domain.objects.editable_by(user))

    def taking_answers(self) -> Self:
        """Open, and the last day is not over."""
        return self.filter(state=Questionnaire.State.OPEN, due_on__gte=timezone.localdate())

    def asking(self, user: "User") -> Self:
        """Those that ask the account and are not closed; adds `has_answered`."""
        asked = Respondent.objects.filter(questionnaire=OuterRef("pk"), user=user)
        return self.filter(Exists(asked)).annotate(
            has_answered=Exists(asked.filter(has_answered=True))
        )

    def read_by(self, user: "User") -> Self:
        """The office's own, and those that ask the account today."""
        kept = Questionnaire.objects.visible_to(user)
        asking = Questionnaire.objects.taking_answers().asking(user)
        return self.filter(Q(pk__in=kept.values("pk")) | Q(pk__in=asking.values("pk")))


class Questionnaire(models.Model):
    """Questions of the office to the people of a domain, answered once and without a name."""

    class State(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    title = models.CharField(_("title"), max_length=100)
    intro = models.TextField(
        _("introduction"),
        max_length=1000,
        blank=True,
        help_text=_("What it is about and what the answers are used for."),
    )
    domain = models.ForeignKey(
        Domain, verbose_name=_("domain"), on_delete=models.PROTECT, related_name="questionnaires"
    )
    units = models.ManyToManyField(
        Unit,
        verbose_name=_("only these units"),
        related_name="questionnaires",
        blank=True,
        help_text=_("Nothing chosen: every unit of the domain."),
    )
    due_on = models.DateField(_("open until"))
    state = models.CharField(
        _("state"), max_length=6, choices=State.choices, default=State.DRAFT, editable=False
    )
    opened_on = models.DateField(_("opened on"), null=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, editable=False)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("feedback:questionnaire_detail", args=[self.pk])


class Question(models.Model):
    """One question; it stays as it is once the questionnaire is open."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("one of several")
        SEVERAL = "several", _("any of several")
        SCALE = "scale", _("scale of 1 to 5")
        TEXT = "text", _("in own words")

    questionnaire = models.ForeignKey(
        Questionnaire,
        verbose_name=_("questionnaire"),
        on_delete=models.CASCADE,
        related_name="questions",
    )
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(
        pgettext_lazy("question", "kind"), max_length=7, choices=Kind.choices, default=Kind.SINGLE
    )
    text = models.CharField(_("question"), max_length=300)
    choices = models.JSONField(_("possible answers"), default=list, blank=True)
    is_required = models.BooleanField(_("has to be answered"), default=False)

    class Meta:
        verbose_name = _("question of a questionnaire")
        verbose_name_plural = _("questions of questionnaires")
        ordering = ["questionnaire_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "position"], name="%(app_label)s_%(class)s_position"
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def options(self) -> list[str]:
        """What can be chosen, in order; nothing where people write."""
        if self.kind == self.Kind.SCALE:
            return [str(step) for step in range(1, 6)]
        choices: list[str] = self.choices
        return choices


class AskedUnit(models.Model):
    """A unit whose people are asked, and how many of them; after the closing, how many answered."""

    questionnaire = models.ForeignKey(
        Questionnaire,
        verbose_name=_("questionnaire"),
        on_delete=models.CASCADE,
        related_name="asked_units",
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+"
    )
    category = models.ForeignKey(
        Category,
        verbose_name=_("class of units"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text=_("Empty where too few are asked to be told apart."),
    )
    asked = models.PositiveIntegerField(pgettext_lazy("people", "asked"))
    answered = models.PositiveIntegerField(pgettext_lazy("people", "answered"), null=True)

    class Meta:
        verbose_name = _("unit asked")
        verbose_name_plural = _("units asked")
        ordering = ["questionnaire_id", "unit__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "unit"], name="%(app_label)s_%(class)s_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} · {self.unit}"


class Respondent(models.Model):
    """Somebody asked, and whether they have answered; deleted when the questionnaire closes."""

    questionnaire = models.ForeignKey(
        Questionnaire,
        verbose_name=_("questionnaire"),
        on_delete=models.CASCADE,
        related_name="respondents",
    )
    asked_unit = models.ForeignKey(
        AskedUnit,
        verbose_name=_("unit asked"),
        on_delete=models.CASCADE,
        related_name="respondents",
    )
    user = models.ForeignKey(
        "organization.User", verbose_name=_("account"), on_delete=models.CASCADE, related_name="+"
    )
    has_answered = models.BooleanField(_("has answered"), default=False)

    class Meta:
        verbose_name = _("person asked")
        verbose_name_plural = _("people asked")
        ordering = ["questionnaire_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "user"], name="%(app_label)s_%(class)s_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} · {self.user}"


class AnswerSheet(models.Model):
    """The answers of somebody, in the box until the questionnaire closes; see the head of the file.

    Nothing but the questionnaire, the class of units and the answers may ever stand here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire,
        verbose_name=_("questionnaire"),
        on_delete=models.CASCADE,
        related_name="sheets",
    )
    category = models.ForeignKey(
        Category,
        verbose_name=_("class of units"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    # By question: numbers of the choices, from 1 on, or a text.
    answers = models.JSONField(_("answers"))

    class Meta:
        verbose_name = _("sheet of answers")
        verbose_name_plural = _("sheets of answers")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.questionnaire)


class QuestionTally(models.Model):
    """How often each answer to a question was given: by all, or in one class of units."""

    question = models.ForeignKey(
        Question, verbose_name=_("question"), on_delete=models.CASCADE, related_name="tallies"
    )
    category = models.ForeignKey(
        Category,
        verbose_name=_("class of units"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text=_("Empty: everybody."),
    )
    base = models.PositiveIntegerField(_("people who answered"))
    counts = models.JSONField(_("how often each"), default=list)

    class Meta:
        verbose_name = _("count of answers")
        verbose_name_plural = _("counts of answers")
        ordering = ["question_id", "category__position", "category_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "category"], name="%(app_label)s_%(class)s_once"
            ),
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(category__isnull=True),
                name="%(app_label)s_%(class)s_all_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.question)


class AnswerText(models.Model):
    """What somebody wrote, apart from everything else; the random key is its place in the heap."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(
        Question, verbose_name=_("question"), on_delete=models.CASCADE, related_name="texts"
    )
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("answer in own words")
        verbose_name_plural = _("answers in own words")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.question)
