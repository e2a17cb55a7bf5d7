"""The app and its lines in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from organization.navigation import NavigationEntry, NavigationGroup

READERS = (
    "office_staff",
    "committee_member",
    "unit_principal",
    "supervising_leader",
    "data_reporter",
)


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = _("Feedback")
    navigation = (
        NavigationEntry(_("Home"), "feedback:home", "home", (), NavigationGroup.DESK),
        NavigationEntry(
            _("Health check reports"),
            "feedback:report_list",
            "document-chart-bar",
            READERS,
            NavigationGroup.DESK,
            nouns=("advice", "batch"),
        ),
    )
    result_links = (
        NavigationEntry(
            _("Health check report"),
            "feedback:report_detail",
            "document-chart-bar",
            READERS,
            NavigationGroup.DESK,
        ),
    )
