"""The app and its lines in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organization.navigation import NavigationEntry, NavigationGroup

ORGANISERS = ("office_staff", "committee_member")
SPEAKERS = ("data_reporter", "unit_principal", "supervising_leader")


class CollectionConfig(AppConfig):
    name = "collection"
    verbose_name = _("Collection")
    navigation = [
        NavigationEntry(
            _("Reporting"),
            "collection:report_list",
            "inbox-arrow-down",
            ORGANISERS + SPEAKERS,
            NavigationGroup.COLLECT,
            nouns=("feed", "round", "plan", "term", "proof", "reportupload"),
        ),
        NavigationEntry(
            pgettext_lazy("unit", "Events"),
            "collection:event_list",
            "flag",
            ORGANISERS + SPEAKERS,
            NavigationGroup.COLLECT,
            nouns=("eventkind", "eventupload"),
        ),
        NavigationEntry(
            _("Task lists"),
            "collection:tasklist_list",
            "list-bullet",
            (*ORGANISERS, *SPEAKERS, "section_head", "cadre"),
            NavigationGroup.COLLECT,
            nouns=(
                "task",
                "milestone",
                "milestonereport",
                "taskupload",
                "supervision",
                "goal",
                "conduct",
            ),
        ),
        NavigationEntry(
            _("Satisfaction surveys"),
            "collection:survey_list",
            "face-smile",
            ORGANISERS,
            NavigationGroup.COLLECT,
            nouns=("surveyupload", "surveysheet"),
        ),
        NavigationEntry(
            _("Survey feedback"),
            "collection:surveysheet_list",
            "face-smile",
            SPEAKERS,
            NavigationGroup.DESK,
        ),
        NavigationEntry(
            _("Data needs"),
            "collection:dataneed_list",
            "inbox-arrow-down",
            (*ORGANISERS, "data_reporter", "unit_principal"),
            NavigationGroup.COLLECT,
        ),
        NavigationEntry(
            _("Checklists"),
            "collection:checklist_list",
            "check-circle",
            ORGANISERS,
            NavigationGroup.COLLECT,
            nouns=("checksheet",),
        ),
        NavigationEntry(
            _("Opinions and comments"),
            "collection:opinion_list",
            "chat-bubble-bottom-center-text",
            ORGANISERS + SPEAKERS,
            NavigationGroup.COLLECT,
            nouns=("point", "desk"),
        ),
    ]
