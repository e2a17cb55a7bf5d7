"""Facts that departments bring in as files: the dictionary of their codes, and the uploads."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dailyreview.models.dossier import DossierEntry
from organization.models import DOMAIN_ROLES, Role, Unit

if TYPE_CHECKING:
    from organization.models import User


class FactCodeQuerySet(models.QuerySet["FactCode"]):
    def visible_to(self, user: "User") -> Self:
        """Codes of the departments in the domains the account answers for."""
        if user.has_role(Role.SYSTEM_ADMIN) or user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        return self.filter(source__domain__in=user.domain_keys(DOMAIN_ROLES))

    def editable_by(self, user: "User") -> Self:
        """Codes of the departments whose domain the account keeps."""
        return self.filter(source__in=Unit.objects.editable_by(user))


class FactCode(models.Model):
    """What a department's own system calls a kind of fact, as our kind."""

    source = models.ForeignKey(
        Unit, verbose_name=_("department"), on_delete=models.CASCADE, related_name="fact_codes"
    )
    code = models.CharField(_("code in their system"), max_length=40)
    kind = models.CharField(_("kind"), max_length=13, choices=DossierEntry.Kind.choices)

    objects = FactCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code of a department")
        verbose_name_plural = _("codes of departments")
        ordering = ["source__code", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "code"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This department has this code already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} → {self.get_kind_display()}"


class FactUploadQuerySet(models.QuerySet["FactUpload"]):
    def visible_to(self, user: "User") -> Self:
        """The account's own uploads, while it reports for the department."""
        sources = user.unit_keys([Role.DATA_REPORTER])
        return self.filter(uploaded_by=user, source__in=sources)


class FactUpload(models.Model):
    """A list of facts from a department: a preview until it is sent, receipts afterwards.

    Once it is sent the file and the preview are gone: the sender keeps nothing but receipts.
    """

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("waiting for confirmation")
        CONFIRMED = "confirmed", _("sent to the office")
        DROPPED = "dropped", _("dropped")

    source = models.ForeignKey(
        Unit, verbose_name=_("department"), on_delete=models.PROTECT, related_name="fact_uploads"
    )
    uploaded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        related_name="fact_uploads",
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    file = models.FileField(_("file"), upload_to="facts/%Y/%m", blank=True)
    file_name = models.CharField(_("file name"), max_length=200)
    digest = models.CharField(_("digest"), max_length=64, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PREVIEWED
    )
    created_count = models.PositiveIntegerField(_("to be created"), default=0)
    refused_count = models.PositiveIntegerField(_("refused"), default=0)
    preview = models.JSONField(_("preview"), default=dict, editable=False)
    receipts = models.JSONField(_("receipt numbers"), default=list, editable=False)

    objects = FactUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded list of facts")
        verbose_name_plural = _("uploaded lists of facts")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "digest"],
                condition=models.Q(state="confirmed"),
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This very list was sent before."),
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("dailyreview:factupload_detail", args=[self.pk])
