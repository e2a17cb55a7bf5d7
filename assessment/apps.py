from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from organization.navigation import NavigationEntry, NavigationGroup


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = _("Assessment")
    # Asked by the library's yearly review; see `indicators/selectors/effectiveness.py`.
    leaf_scores = "assessment.selectors.leaf_scores.leaf_scores"
    navigation = (
        NavigationEntry(
            _("My score sheets"),
            "assessment:sheet_list",
            "pencil-square",
            ("evaluator",),
            NavigationGroup.DESK,
            nouns=("draft",),
        ),
        NavigationEntry(
            _("Cycles"),
            "assessment:cycle_list",
            "scale",
            ("office_staff", "committee_member"),
            NavigationGroup.ASSESS,
            nouns=("run", "group", "result", "decision", "marking", "flat", "returns"),
        ),
        NavigationEntry(
            _("Schemes"),
            "assessment:scheme_list",
            "document-text",
            ("office_staff", "committee_member"),
            NavigationGroup.ASSESS,
        ),
        NavigationEntry(
            _("Method documents"),
            "assessment:method_list",
            "bookmark-square",
            ("office_staff", "committee_member"),
            NavigationGroup.ASSESS,
        ),
        NavigationEntry(
            _("Workbooks"),
            "assessment:import_list",
            "arrow-up-tray",
            ("office_staff",),
            NavigationGroup.ASSESS,
        ),
        NavigationEntry(
            _("Field work"),
            "assessment:fieldwork_list",
            "clipboard-document-check",
            ("evaluator", "office_staff", "committee_member"),
            NavigationGroup.FIELD,
            nouns=(
                "brief",
                "talk",
                "outline",
                "verification",
                "worklog",
                "review",
                "comment",
                "irregularity",
            ),
        ),
        NavigationEntry(
            _("Questions and answers"),
            "assessment:question_list",
            "question-mark-circle",
            ("evaluator", "office_staff", "committee_member"),
            NavigationGroup.FIELD,
        ),
    )
