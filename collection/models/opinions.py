"""Opinions about units by channel, and comments of the public; each waits for verification."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collection.models.comment_points import CommentPoint
from collection.models.surveys import SurveyTheme
from collection.rules.comments import show_number
from organization.models import DOMAIN_ROLES, Role, Unit
from organization.models.accounts import SUBTREE_ROLES
from organization.models.units import keys_below

if TYPE_CHECKING:
    from organization.models import User


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the account's domains, what it registered, what its units were asked to answer.

        Whatever role administers the system reads none.
        """
        if user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        return self.filter(
            Q(unit__domain__in=user.domain_keys(DOMAIN_ROLES))
            | Q(registered_by=user)
            | self._asked(user)
        )

    def editable_by(self, user: "User") -> Self:
        """Those that the account's office verifies, forwards and publishes."""
        if not user.has_role(Role.OFFICE_STAFF):
            return self.none()
        return self.filter(unit__in=Unit.objects.editable_by(user))

    def answerable_by(self, user: "User") -> Self:
        """Those that the account's units were asked to answer, until the answer is published."""
        return self.filter(self._asked(user), is_published=False)

    def waiting(self) -> Self:
        """Those that nobody has looked at."""
        return self.filter(state=Opinion.State.WAITING)

    def usable(self) -> Self:
        """Those that proved true, at least in part."""
        return self.filter(state__in=[Opinion.State.CONFIRMED, Opinion.State.PARTLY])

    def _asked(self, user: "User") -> Q:
        units = keys_below(user.unit_keys(SUBTREE_ROLES))
        return Q(unit__in=units, forwarded_at__isnull=False)


class Opinion(models.Model):
    """What somebody says of a unit, how it came in, and what checking it found."""

    class Channel(models.TextChoices):
        SURVEYOR = "surveyor", _("surveyors")
        FORM = "form", _("forms")
        BOX = "box", _("letterbox")
        MEETING = "meeting", _("meetings")
        VISIT = "visit", _("visits")
        HOTLINE = "hotline", pgettext_lazy("opinion", "hotline")
        WEB = "web", _("website")
        FORUM = "forum", _("forum")
        COMMENT = "comment", _("comment page")

    class Attitude(models.IntegerChoices):
        VERY_SATISFIED = 5, _("very satisfied")
        SATISFIED = 4, _("satisfied")
        FAIR = 3, _("neither nor")
        DISSATISFIED = 2, _("dissatisfied")
        VERY_DISSATISFIED = 1, _("very dissatisfied")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for verification")
        CONFIRMED = "confirmed", pgettext_lazy("opinion", "true")
        PARTLY = "partly", pgettext_lazy("opinion", "partly true")
        UNFOUNDED = "unfounded", pgettext_lazy("opinion", "not true")
        UNCLEAR = "unclear", _("cannot be checked")
        DISMISSED = "dismissed", _("set aside")

    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="opinions"
    )
    theme = models.ForeignKey(
        SurveyTheme,
        verbose_name=pgettext_lazy("survey", "theme"),
        on_delete=models.PROTECT,
        related_name="opinions",
        null=True,
        blank=True,
        help_text=_("Empty: something else."),
    )
    channel = models.CharField(
        pgettext_lazy("opinion", "channel"), max_length=8, choices=Channel.choices
    )
    attitude = models.PositiveSmallIntegerField(_("attitude"), choices=Attitude.choices)
    text = models.TextField(_("what was said"), max_length=500)
    received_on = models.DateField(_("received on"), default=timezone.localdate)
    point = models.ForeignKey(
        CommentPoint,
        verbose_name=_("address for comments"),
        on_delete=models.PROTECT,
        related_name="comments",
        null=True,
        editable=False,
    )
    number = models.CharField(_("number"), max_length=12, blank=True, editable=False)
    contact = models.CharField(_("contact"), max_length=100, blank=True, editable=False)
    registered_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("registered by"),
        on_delete=models.PROTECT,
        related_name="opinions",
        null=True,
        editable=False,
    )
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.WAITING, editable=False
    )
    finding = models.CharField(_("what checking found"), max_length=500, blank=True, editable=False)
    checked_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("checked by"),
        on_delete=models.PROTECT,
        related_name="opinions_checked",
        null=True,
        editable=False,
    )
    checked_at = models.DateTimeField(_("checked at"), null=True, editable=False)
    forwarded_at = models.DateTimeField(_("forwarded at"), null=True, editable=False)
    answer = models.TextField(_("answer of the unit"), max_length=1000, blank=True, editable=False)
    answered_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("answered by"),
        on_delete=models.PROTECT,
        related_name="opinions_answered",
        null=True,
        editable=False,
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    is_published = models.BooleanField(_("answer published"), default=False, editable=False)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        ordering = ["-received_on", "-pk"]
        indexes = [models.Index(fields=["unit", "state"], name="collection_opinion_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="%(app_label)s_%(class)s_number"
            ),
            # Who wrote down what was heard does not judge whether it is true.
            models.CheckConstraint(
                condition=Q(state="waiting", checked_by__isnull=True)
                | Q(~Q(state="waiting"), checked_by__isnull=False)
                & (Q(registered_by__isnull=True) | ~Q(checked_by=F("registered_by"))),
                name="%(app_label)s_%(class)s_two_people",
            ),
            # A comment has its address and number and nobody's name; every other has a name.
            models.CheckConstraint(
                condition=Q(
                    ~Q(number=""),
                    channel="comment",
                    point__isnull=False,
                    registered_by__isnull=True,
                )
                | Q(
                    ~Q(channel="comment"),
                    number="",
                    point__isnull=True,
                    registered_by__isnull=False,
                ),
                name="%(app_label)s_%(class)s_origin",
            ),
            models.CheckConstraint(
                condition=Q(is_published=False) | Q(answered_at__isnull=False),
                name="%(app_label)s_%(class)s_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.get_channel_display()} {self.received_on}"

    def get_absolute_url(self) -> str:
        return reverse("collection:opinion_detail", args=[self.pk])

    @property
    def shown_number(self) -> str:
        """The number as people copy it."""
        return show_number(self.number)
