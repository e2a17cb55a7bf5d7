"""The app and its lines in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from organization.navigation import NavigationEntry, NavigationGroup


class OrganizationConfig(AppConfig):
    name = "organization"
    verbose_name = _("Organization")
    navigation = (
        NavigationEntry(
            _("Units"),
            "organization:unit_list",
            "building-office-2",
            (
                "office_staff",
                "committee_member",
                "unit_principal",
                "supervising_leader",
                "data_reporter",
                "section_head",
                "cadre",
                "system_admin",
            ),
            NavigationGroup.KNOW,
        ),
        NavigationEntry(
            _("Cadres"),
            "organization:cadre_list",
            "users",
            (
                "office_staff",
                "committee_member",
                "unit_principal",
                "supervising_leader",
                "system_admin",
            ),
            NavigationGroup.KNOW,
            nouns=("appointment",),
        ),
        NavigationEntry(
            _("Audit trail"),
            "organization:audit_event_list",
            "clipboard-document-list",
            ("audit_admin",),
            NavigationGroup.ADMINISTER,
        ),
        NavigationEntry(
            _("Administration"),
            "admin:index",
            "cog-6-tooth",
            ("system_admin", "security_admin", "audit_admin"),
            NavigationGroup.ADMINISTER,
        ),
    )

    def ready(self) -> None:
        # Models can be imported only now.
        from organization.services.logins import connect_signals  # noqa: PLC0415

        connect_signals()
