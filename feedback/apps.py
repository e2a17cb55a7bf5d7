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
FILE_READERS = ("office_staff", "committee_member", "unit_principal", "supervising_leader")
ASKED = ("cadre", "section_head", "supervising_leader", "unit_principal")


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
        NavigationEntry(
            _("Use of results"),
            "feedback:use_list",
            "arrow-trending-up",
            ("office_staff", "committee_member"),
            NavigationGroup.RESULTS,
            nouns=("usedresult", "unusedresult", "useshare", "useupload"),
        ),
        NavigationEntry(
            _("Recommendations for posts"),
            "feedback:recommendation_list",
            "user-plus",
            ("office_staff", "committee_member"),
            NavigationGroup.RESULTS,
            nouns=("candidate", "statement", "comparison"),
        ),
        NavigationEntry(
            _("Use of my results"),
            "feedback:ownuse_list",
            "arrow-trending-up",
            ("cadre",),
            NavigationGroup.DESK,
        ),
        NavigationEntry(
            _("My file"), "feedback:file_own", "folder-open", ("cadre",), NavigationGroup.DESK
        ),
        NavigationEntry(
            _("Answer a questionnaire"),
            "feedback:answer_list",
            "chat-bubble-left-ellipsis",
            ASKED,
            NavigationGroup.DESK,
        ),
        NavigationEntry(
            _("Postings"), "feedback:posting_list", "megaphone", (), NavigationGroup.DESK
        ),
        NavigationEntry(
            _("Questionnaires"),
            "feedback:questionnaire_list",
            "clipboard-document-list",
            ("office_staff", "committee_member"),
            NavigationGroup.RESULTS,
            nouns=("text",),
        ),
    )
    # The leader in charge finds the files by the dossiers: not everybody of the unit stands below.
    cadre_links = (
        NavigationEntry(
            _("File of the person"),
            "feedback:file_detail",
            "folder-open",
            ("office_staff", "committee_member", "unit_principal"),
            NavigationGroup.KNOW,
        ),
    )
    dossier_links = (
        NavigationEntry(
            _("File of the person"),
            "feedback:file_detail",
            "folder-open",
            (*FILE_READERS, "cadre"),
            NavigationGroup.KNOW,
        ),
    )
    unit_links = (
        NavigationEntry(
            _("File of the team"),
            "feedback:team_detail",
            "folder-open",
            FILE_READERS,
            NavigationGroup.KNOW,
        ),
    )
    report_links = (
        NavigationEntry(
            _("Health check report"),
            "feedback:report_detail",
            "document-chart-bar",
            READERS,
            NavigationGroup.DESK,
        ),
    )
    result_links = (
        NavigationEntry(
            _("Use of this result"),
            "feedback:usedresult_detail",
            "arrow-trending-up",
            ("office_staff", "committee_member"),
            NavigationGroup.ASSESS,
        ),
    )
