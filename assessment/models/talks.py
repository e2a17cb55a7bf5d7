"""Talks with and about assessees: the dated form with its must-dos, outlines and records."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.models.cycles import Assessee
from evaluators.models import AssessmentGroup


class TalkFormQuerySet(models.QuerySet["TalkForm"]):
    def on(self, day: dt.date) -> "TalkForm | None":
        """The form that holds on a day, None before the first."""
        return self.filter(valid_from__lte=day).order_by("-valid_from").first()


class TalkForm(models.Model):
    """What every talk must cover from a day on; a new year's form is a new row."""

    name = models.CharField(_("name"), max_length=80)
    valid_from = models.DateField(_("valid from"), unique=True)
    clause = models.CharField(_("clause"), max_length=200)
    opening = models.TextField(
        _("opening of an outline"),
        blank=True,
        help_text=_("What every outline begins with, before the questions about one assessee."),
    )

    objects = TalkFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("talk form")
        verbose_name_plural = _("talk forms")
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{self.name} · {self.valid_from}"


class TalkBlock(models.Model):
    """A mandatory block of a form: three that must be asked (三必问), three told (三必谈)."""

    class Side(models.TextChoices):
        ASK = "ask", _("must ask")
        TELL = "tell", _("must tell")

    form = models.ForeignKey(
        TalkForm, verbose_name=_("talk form"), on_delete=models.CASCADE, related_name="blocks"
    )
    code = models.SlugField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=40)
    side = models.CharField(_("side"), max_length=4, choices=Side.choices)
    prompt = models.CharField(_("prompt"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("block of a talk")
        verbose_name_plural = _("blocks of talks")
        ordering = ["form_id", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["form", "code"], name="%(app_label)s_%(class)s_once")
        ]

    def __str__(self) -> str:
        return self.name


class TalkOutline(models.Model):
    """What a group means to ask about one assessee (谈话提纲)."""

    group = models.ForeignKey(
        AssessmentGroup,
        verbose_name=_("assessment group"),
        on_delete=models.PROTECT,
        related_name="talk_outlines",
    )
    assessee = models.ForeignKey(
        Assessee,
        verbose_name=_("assessee"),
        on_delete=models.CASCADE,
        related_name="talk_outlines",
    )
    text = models.TextField(_("outline"), max_length=8000)
    written_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("written by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    written_at = models.DateTimeField(_("written at"), auto_now=True)

    class Meta:
        verbose_name = _("talk outline")
        verbose_name_plural = _("talk outlines")
        ordering = ["group_id", "assessee_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "assessee"], name="%(app_label)s_%(class)s_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.assessee}"


class TalkRecord(models.Model):
    """One talk: what was said in each block; locked once it is signed.

    Whom the talk was with is for the group and the office alone.
    """

    class State(models.TextChoices):
        INCOMPLETE = "incomplete", _("incomplete")
        COMPLETE = "complete", _("complete, to be signed")
        SIGNED = "signed", _("signed")

    group = models.ForeignKey(
        AssessmentGroup,
        verbose_name=_("assessment group"),
        on_delete=models.PROTECT,
        related_name="talks",
    )
    assessee = models.ForeignKey(
        Assessee, verbose_name=_("assessee"), on_delete=models.CASCADE, related_name="talks"
    )
    form = models.ForeignKey(
        TalkForm, verbose_name=_("talk form"), on_delete=models.PROTECT, related_name="talks"
    )
    talked_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("talked by"),
        on_delete=models.PROTECT,
        related_name="talks",
    )
    with_whom = models.CharField(_("with whom"), max_length=100)
    talked_on = models.DateField(_("talked on"))
    answers = models.JSONField(_("answers"), default=dict, help_text=_("Text by code of the block"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.INCOMPLETE, editable=False
    )
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)
    signed_at = models.DateTimeField(_("signed at"), null=True, editable=False)

    class Meta:
        verbose_name = _("talk record")
        verbose_name_plural = _("talk records")
        ordering = ["group_id", "assessee_id", "talked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="signed", signed_at__isnull=False)
                | (~Q(state="signed") & Q(signed_at__isnull=True)),
                name="%(app_label)s_%(class)s_signed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessee} · {self.talked_on}"

    def get_absolute_url(self) -> str:
        return reverse("assessment:talk_edit", args=[self.pk])
