"""Apps of others under our name: the admin, kept to administrators, and the failed sign-ins."""

from axes.apps import AppConfig as AxesConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class HengjianAdminConfig(AdminConfig):
    default_site = "config.admin.HengjianAdminSite"


class FailedLoginsConfig(AxesConfig):
    """django-axes under a name that says what it keeps."""

    verbose_name = _("Failed sign-ins")
