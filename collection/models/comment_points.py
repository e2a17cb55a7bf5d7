"""Where the public may comment: the desk of a domain, and one address for each unit or window."""

import secrets
from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organization.models import DOMAIN_ROLES, Domain, Unit

if TYPE_CHECKING:
    from organization.models import User

TOKEN_BYTES = 16


def new_token() -> str:
    """128 bits: nobody finds an address by trying."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class CommentDeskQuerySet(models.QuerySet["CommentDesk"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the domains that the account answers for."""
        if user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        return self.filter(domain__in=user.domain_keys(DOMAIN_ROLES))

    def editable_by(self, user: "User") -> Self:
        """Those of the domains whose units the account keeps."""
        return self.visible_to(user).filter(domain__in=Domain.objects.editable_by(user))


class CommentDesk(models.Model):
    """Who takes the public's comments of a domain, under which limits; open or switched off."""

    domain = models.OneToOneField(
        Domain, verbose_name=_("domain"), on_delete=models.PROTECT, related_name="comment_desk"
    )
    is_open = models.BooleanField(
        _("takes comments"), default=False, help_text=_("Off: every comment page is closed.")
    )
    contacts = models.TextField(
        _("contacts of the office"),
        max_length=500,
        help_text=_("Telephone, letterbox, address and hours; the comment page shows them."),
    )
    public_address = models.CharField(
        _("public address"),
        max_length=200,
        blank=True,
        validators=[URLValidator(["https", "http"])],
        help_text=_("How the public reaches this site, as https://pj.example.gov.cn."),
    )
    per_sender = models.PositiveIntegerField(
        _("comments an hour from one sender"), default=10, validators=[MinValueValidator(1)]
    )
    per_point = models.PositiveIntegerField(
        _("comments an hour at one address"), default=60, validators=[MinValueValidator(1)]
    )
    contact_days = models.PositiveIntegerField(
        _("days that contacts of writers are kept"), default=90, validators=[MinValueValidator(1)]
    )

    objects = CommentDeskQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment desk")
        verbose_name_plural = _("comment desks")
        ordering = ["domain__position", "domain__code"]

    def __str__(self) -> str:
        return str(self.domain)


class CommentPointQuerySet(models.QuerySet["CommentPoint"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the units of the domains that the account answers for."""
        if user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        return self.filter(unit__domain__in=user.domain_keys(DOMAIN_ROLES))

    def editable_by(self, user: "User") -> Self:
        """Those of the units that the account keeps."""
        return self.visible_to(user).filter(unit__in=Unit.objects.editable_by(user))

    def taking_comments(self) -> Self:
        """Switched on, within their days, and their desk is open."""
        today = timezone.localdate()
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=today),
            is_active=True,
            valid_from__lte=today,
            unit__is_active=True,
            unit__domain__comment_desk__is_open=True,
        )


class CommentPoint(models.Model):
    """One address for comments, printed as a QR code: of a unit or of one of its windows."""

    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="comment_points"
    )
    place = models.CharField(
        _("window or place"), max_length=60, blank=True, help_text=_("Empty: the unit as a whole.")
    )
    token = models.CharField(
        _("key in the address"), max_length=40, unique=True, default=new_token, editable=False
    )
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("to"), null=True, blank=True)
    is_active = models.BooleanField(_("takes comments"), default=True)

    objects = CommentPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("address for comments")
        verbose_name_plural = _("addresses for comments")
        ordering = ["unit__code", "place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_date_order",
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.place}" if self.place else str(self.unit)

    @property
    def public_path(self) -> str:
        """Where the public comments, on whatever host it reaches us."""
        return reverse("collection:comment_create", args=[self.token])
