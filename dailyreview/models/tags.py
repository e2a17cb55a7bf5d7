"""Tags that the office puts on people, such as able (实绩突出) and young (优秀年轻)."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dailyreview.models.dossier import people_kept
from organization.models import DOMAIN_ROLES, Cadre, Domain, Role
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from organization.models import User


class CadreTagQuerySet(models.QuerySet["CadreTag"]):
    def visible_to(self, user: "User") -> Self:
        """Tags of the domains the account answers for as office or committee."""
        if user.has_role(Role.SYSTEM_ADMIN) or user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        return self.filter(domain__in=user.domain_keys(DOMAIN_ROLES))

    def editable_by(self, user: "User") -> Self:
        """Tags that the account may put on people."""
        return self.filter(domain__in=Domain.objects.editable_by(user))


class CadreTag(models.Model):
    """A tag of a domain: what it is called and whom it is for, in words a person judges by."""

    domain = models.ForeignKey(
        Domain, verbose_name=_("domain"), on_delete=models.PROTECT, related_name="cadre_tags"
    )
    code = models.SlugField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=40)
    description = models.CharField(
        _("whom it is for"),
        max_length=200,
        blank=True,
        help_text=_("Points alone are no reason: say what else is looked at."),
    )

    objects = CadreTagQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("cadre", "tag")
        verbose_name_plural = pgettext_lazy("cadre", "tags")
        ordering = ["domain__position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "code"],
                name="%(app_label)s_%(class)s_code",
                violation_error_message=_("This domain has a tag of this code."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("dailyreview:tag_detail", args=[self.pk])


class TaggingQuerySet(WrittenOnceQuerySet["Tagging"]):
    # What taking a tag away fills in; that it was put on stays.
    open_columns = frozenset({"removed_by", "removed_at", "removal_reason"})

    def visible_to(self, user: "User") -> Self:
        """Tags on people whose dossiers the account keeps or judges; of oneself nobody."""
        people = people_kept(user, DOMAIN_ROLES)
        marks = self.filter(tag__in=CadreTag.objects.visible_to(user), cadre__in=people)
        return marks.exclude(cadre=user.cadre_id) if user.cadre_id else marks

    def standing(self) -> Self:
        """Tags that nobody has taken away."""
        return self.filter(removed_at__isnull=True)


class Tagging(WrittenOnce):
    """A tag on a person: since when, why, by whom, and who took it away again and why."""

    tag = models.ForeignKey(
        CadreTag,
        verbose_name=pgettext_lazy("cadre", "tag"),
        on_delete=models.PROTECT,
        related_name="taggings",
    )
    cadre = models.ForeignKey(
        Cadre, verbose_name=_("cadre"), on_delete=models.PROTECT, related_name="taggings"
    )
    since = models.DateField(_("since"))
    reason = models.CharField(_("reason"), max_length=300)
    put_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("put on by"),
        on_delete=models.PROTECT,
        related_name="taggings",
    )
    put_at = models.DateTimeField(_("put on at"), auto_now_add=True)
    removed_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("taken away by"),
        on_delete=models.PROTECT,
        related_name="taggings_removed",
        null=True,
        editable=False,
    )
    removed_at = models.DateTimeField(_("taken away at"), null=True, editable=False)
    removal_reason = models.CharField(
        _("why it was taken away"), max_length=300, blank=True, editable=False
    )

    objects = TaggingQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("tag on a person")
        verbose_name_plural = _("tags on people")
        ordering = ["cadre__name", "cadre_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tag", "cadre"],
                condition=Q(removed_at__isnull=True),
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The person has this tag already."),
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, removal_reason="")
                | Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removal_reason=""),
                name="%(app_label)s_%(class)s_removed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre} · {self.tag}"
