"""Postings of results (公示、通报): who may read which fields of what was published, and when."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.models import AssessmentCycle
from organization.models import DOMAIN_ROLES, Domain

if TYPE_CHECKING:
    from organization.models import User


class PostingQuerySet(models.QuerySet["Posting"]):
    def kept_by(self, user: "User") -> Self:
        """Those of the domains that the account answers for, whether they run or not."""
        if user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        return self.filter(domain__in=user.domain_keys(DOMAIN_ROLES))

    def editable_by(self, user: "User") -> Self:
        """Those of the domains whose units the account keeps."""
        return self.kept_by(user).filter(domain__in=Domain.objects.editable_by(user))

    def running(self) -> Self:
        """Posted today and not withdrawn."""
        today = timezone.localdate()
        return self.filter(starts_on__lte=today, ends_on__gte=today, withdrawn_at__isnull=True)


class Posting(models.Model):
    """Published grades, put up for some to read between two days: names and the fields chosen.

    Points, places and identity numbers have no field here, so no posting can show them (G-26). What
    was put up is never changed: it is withdrawn, with its reason, and put up anew.
    """

    class Scope(models.TextChoices):
        UNIT = "unit", _("each unit its own people")
        DOMAIN = "domain", _("the people of the domain")
        EVERYBODY = "everybody", _("everybody with an account")

    title = models.CharField(_("title"), max_length=120)
    cycle = models.ForeignKey(
        AssessmentCycle,
        verbose_name=_("assessment cycle"),
        on_delete=models.PROTECT,
        related_name="postings",
    )
    domain = models.ForeignKey(
        Domain, verbose_name=_("domain"), on_delete=models.PROTECT, related_name="postings"
    )
    scope = models.CharField(
        _("who reads it"), max_length=9, choices=Scope.choices, default=Scope.UNIT
    )
    shows_unit = models.BooleanField(_("unit"), default=True)
    shows_post = models.BooleanField(_("post"), default=False)
    shows_grade = models.BooleanField(_("grade"), default=True)
    grades = models.JSONField(_("posted grades"), default=list)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    objections = models.TextField(
        _("where to object"),
        max_length=500,
        help_text=_("Office, telephone, address and hours, as on the notice board."),
    )
    posted_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("posted by"),
        on_delete=models.PROTECT,
        related_name="postings",
        editable=False,
    )
    posted_at = models.DateTimeField(_("posted at"), auto_now_add=True)
    withdrawn_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("withdrawn by"),
        on_delete=models.PROTECT,
        related_name="postings_withdrawn",
        null=True,
        editable=False,
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawal = models.CharField(_("why withdrawn"), max_length=300, blank=True, editable=False)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting of results")
        verbose_name_plural = _("postings of results")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_date_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawal="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal=""),
                name="%(app_label)s_%(class)s_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("feedback:posting_detail", args=[self.pk])

    @property
    def is_running(self) -> bool:
        """Whether it can be read today."""
        return not self.withdrawn_at and self.starts_on <= timezone.localdate() <= self.ends_on
