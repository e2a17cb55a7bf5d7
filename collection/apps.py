"""The app and its lines in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from organization.navigation import NavigationEntry


class CollectionConfig(AppConfig):
    name = "collection"
    verbose_name = _("Collection")
    navigation: tuple[NavigationEntry, ...] = ()
