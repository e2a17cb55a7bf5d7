"""Checklists of yes/no points (是否清单), and how they were answered about units and cadres."""

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.models import Indicator
from indicators.models.values import validate_period
from organization.models import DOMAIN_ROLES, Cadre, Domain, Unit
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from organization.models import User


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    def visible_to(self, user: "User") -> Self:
        """Checklists of the domains that the account answers for as office or committee."""
        if user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        return self.filter(domain__in=user.domain_keys(DOMAIN_ROLES))

    def editable_by(self, user: "User") -> Self:
        """Checklists that the account keeps as office staff."""
        return self.filter(domain__in=Domain.objects.editable_by(user))


class Checklist(models.Model):
    """An instrument of yes/no points, such as the 25 of political quality, under one indicator."""

    class About(models.TextChoices):
        UNIT = "unit", _("units and their leadership teams")
        CADRE = "cadre", _("cadres")

    domain = models.ForeignKey(
        Domain, verbose_name=_("domain"), on_delete=models.PROTECT, related_name="checklists"
    )
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=100)
    about = models.CharField(
        pgettext_lazy("checklist", "about"), max_length=5, choices=About.choices
    )
    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="checklists",
        help_text=_("Leaves with this indicator and the source “checklists” read the result."),
    )
    clause = models.CharField(_("clause"), max_length=200)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ["domain__position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "code"],
                name="%(app_label)s_%(class)s_code",
                violation_error_message=_("The code is taken in this domain."),
            ),
            models.UniqueConstraint(
                fields=["domain", "indicator", "about"],
                condition=Q(is_active=True),
                name="%(app_label)s_%(class)s_indicator",
                violation_error_message=_("Another checklist in use feeds this indicator."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("collection:checklist_detail", args=[self.pk])


class ChecklistItem(models.Model):
    """One point: a question to answer by yes or no; where it is reversed, no is good."""

    class Side(models.TextChoices):
        POSITIVE = "positive", _("positive list")
        NEGATIVE = "negative", _("negative list")

    checklist = models.ForeignKey(
        Checklist, verbose_name=_("checklist"), on_delete=models.CASCADE, related_name="items"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("text"), max_length=200)
    side = models.CharField(pgettext_lazy("checklist", "list"), max_length=8, choices=Side.choices)
    is_reversed = models.BooleanField(_("no is good"), default=False)

    class Meta:
        verbose_name = _("point of a checklist")
        verbose_name_plural = _("points of checklists")
        ordering = ["checklist_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "number"], name="%(app_label)s_%(class)s_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class ChecklistBand(models.Model):
    """A word for a result, from so many good answers on, and what it means for the grade."""

    class Consequence(models.TextChoices):
        NONE = "", _("nothing")
        BAR_TOP = "bar_top", _("barred from the best grade")
        DOWNGRADE = "downgrade", _("one grade lower")

    checklist = models.ForeignKey(
        Checklist, verbose_name=_("checklist"), on_delete=models.CASCADE, related_name="bands"
    )
    word = models.CharField(_("result"), max_length=20)
    least = models.PositiveSmallIntegerField(_("least good answers"))
    consequence = models.CharField(
        _("for the grade"), max_length=9, choices=Consequence.choices, blank=True
    )

    class Meta:
        verbose_name = _("result of a checklist")
        verbose_name_plural = _("results of checklists")
        ordering = ["checklist_id", "-least"]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "least"], name="%(app_label)s_%(class)s_least"
            )
        ]

    def __str__(self) -> str:
        return self.word


class CheckSheetQuerySet(WrittenOnceQuerySet["CheckSheet"]):
    open_columns = frozenset({"state", "ruled_by", "ruled_at", "reason"})

    def visible_to(self, user: "User") -> Self:
        """For office and committee of the domain alone, and of oneself nobody."""
        sheets = self.filter(checklist__in=Checklist.objects.visible_to(user))
        return sheets.exclude(cadre=user.cadre_id) if user.cadre_id else sheets

    def waiting(self) -> Self:
        """Not ruled on yet."""
        return self.filter(state=CheckSheet.State.WAITING)

    def confirmed(self) -> Self:
        """What counts."""
        return self.filter(state=CheckSheet.State.CONFIRMED)

    def rulable_by(self, user: "User") -> Self:
        """Waiting sheets that the account may rule on: never its own."""
        kept = self.visible_to(user).filter(checklist__in=Checklist.objects.editable_by(user))
        return kept.waiting().exclude(filled_by=user)


class CheckSheet(WrittenOnce):
    """A checklist answered about one unit or cadre; counts once a second person confirmed it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for confirmation")
        CONFIRMED = "confirmed", pgettext_lazy("event", "confirmed")
        REFUSED = "refused", pgettext_lazy("event", "not confirmed")

    checklist = models.ForeignKey(
        Checklist, verbose_name=_("checklist"), on_delete=models.PROTECT, related_name="sheets"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="check_sheets"
    )
    cadre = models.ForeignKey(
        Cadre,
        verbose_name=_("cadre"),
        on_delete=models.PROTECT,
        related_name="check_sheets",
        null=True,
        blank=True,
    )
    period = models.CharField(_("period"), max_length=7, validators=[validate_period])
    answers = models.JSONField(
        _("answers"), help_text=_("By number of the point: yes or no, and the remark.")
    )
    good_count = models.PositiveSmallIntegerField(_("good answers"), editable=False)
    evidence = models.FileField(_("evidence"), upload_to="evidence/%Y/%m", blank=True)
    filled_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("filled in by"),
        on_delete=models.PROTECT,
        related_name="check_sheets",
    )
    filled_at = models.DateTimeField(_("filled in at"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.WAITING, editable=False
    )
    ruled_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("confirmed or refused by"),
        on_delete=models.PROTECT,
        related_name="check_rulings",
        null=True,
        editable=False,
    )
    ruled_at = models.DateTimeField(_("confirmed or refused at"), null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = CheckSheetQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("checklist filled in")
        verbose_name_plural = _("checklists filled in")
        ordering = ["-period", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "unit", "period"],
                condition=Q(cadre__isnull=True) & ~Q(state="refused"),
                name="%(app_label)s_%(class)s_of_unit",
                violation_error_message=_("The checklist is filled in for this period already."),
            ),
            models.UniqueConstraint(
                fields=["checklist", "cadre", "period"],
                condition=Q(cadre__isnull=False) & ~Q(state="refused"),
                name="%(app_label)s_%(class)s_of_cadre",
                violation_error_message=_("The checklist is filled in for this period already."),
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ruled_by__isnull=True, ruled_at__isnull=True)
                | Q(state="confirmed", ruled_by__isnull=False, ruled_at__isnull=False)
                | Q(state="refused", ruled_by__isnull=False, ruled_at__isnull=False)
                & ~Q(reason=""),
                name="%(app_label)s_%(class)s_ruled",
            ),
            models.CheckConstraint(
                condition=Q(ruled_by__isnull=True) | ~Q(ruled_by=F("filled_by")),
                name="%(app_label)s_%(class)s_four_eyes",
                violation_error_message=_("Somebody else than the writer confirms it."),
            ),
        ]

    def __str__(self) -> str:
        # The audit trail shows this: whom it is about stays where it belongs.
        return f"{self.checklist} · {self.period} · {self.pk or ''}"

    def get_absolute_url(self) -> str:
        return reverse("collection:checksheet_detail", args=[self.pk])

    def clean(self) -> None:
        """Refuse a sheet about a unit where cadres are asked about, and the other way round."""
        if self.checklist_id and (self.checklist.about == Checklist.About.CADRE) != bool(
            self.cadre_id
        ):
            raise ValidationError(
                _("This checklist is answered about %(about)s.")
                % {"about": self.checklist.get_about_display()}
            )

    @property
    def whose(self) -> str:
        """Whom it is about."""
        return str(self.cadre or self.unit)
