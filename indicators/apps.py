"""What the app offers in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from organization.navigation import NavigationEntry, NavigationGroup

BUILDERS = ("office_staff", "committee_member", "system_admin")
INSIDE = ("data_reporter", "unit_principal", "supervising_leader", "section_head", "cadre")


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Indicators")
    navigation = [
        NavigationEntry(
            _("Indicator systems"),
            "indicators:system_list",
            "list-bullet",
            BUILDERS + INSIDE,
            NavigationGroup.MEASURE,
            nouns=("node", "override", "link", "version", "comparison", "burden"),
        ),
        NavigationEntry(
            _("Reported figures"),
            "indicators:value_list",
            "table-cells",
            BUILDERS + INSIDE,
            NavigationGroup.MEASURE,
            nouns=("evidence", "review", "gap", "benchmark", "target"),
        ),
        NavigationEntry(
            _("Indicator library"),
            "indicators:indicator_list",
            "book-open",
            (*BUILDERS, "data_reporter"),
            NavigationGroup.MEASURE,
            nouns=("status", "model", "process", "verdict"),
        ),
        NavigationEntry(
            _("Merged assessments"),
            "indicators:merger_list",
            "arrows-pointing-in",
            ("office_staff", "committee_member"),
            NavigationGroup.MEASURE,
        ),
    ]
