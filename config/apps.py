"""The admin site is ours, so that it can be branded and kept to administrators."""

from django.contrib.admin.apps import AdminConfig


class HengjianAdminConfig(AdminConfig):
    default_site = "config.admin.HengjianAdminSite"
