"""Searches in the dossiers that somebody keeps."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from organization.models import User


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, user: "User") -> Self:
        """One's own."""
        return self.filter(owner=user)


class SavedSearch(models.Model):
    """Conditions of a search in the dossiers that somebody keeps under a name."""

    owner = models.ForeignKey(
        "organization.User",
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="saved_searches",
    )
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(_("conditions"), max_length=500)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["owner_id", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("You have a search of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name
