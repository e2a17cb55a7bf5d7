"""What the app offers in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from organization.navigation import NavigationEntry, NavigationGroup


class EvaluatorsConfig(AppConfig):
    name = "evaluators"
    verbose_name = _("Evaluators")
    navigation = (
        NavigationEntry(
            _("Field plans"),
            "evaluators:plan_list",
            "map",
            ("office_staff", "committee_member"),
            NavigationGroup.FIELD,
            nouns=("group", "forming", "seat", "unit", "units", "waiver"),
        ),
        NavigationEntry(
            _("Evaluator pool"),
            "evaluators:evaluator_list",
            "identification",
            ("office_staff", "committee_member"),
            NavigationGroup.FIELD,
            nouns=(
                "gate",
                "certificate",
                "workplace",
                "tie",
                "reserve",
                "roster",
                "pick",
                "practice",
                "upload",
            ),
        ),
        NavigationEntry(
            _("Nominations"),
            "evaluators:nomination_list",
            "user-plus",
            ("office_staff", "committee_member", "unit_principal"),
            NavigationGroup.FIELD,
        ),
        NavigationEntry(
            _("Training"),
            "evaluators:training_list",
            "academic-cap",
            ("office_staff", "committee_member"),
            NavigationGroup.FIELD,
            nouns=("attendance", "need", "resource", "topic"),
        ),
        NavigationEntry(
            _("Points and stars"),
            "evaluators:stars_list",
            "star",
            ("office_staff", "committee_member"),
            NavigationGroup.FIELD,
            nouns=(
                "points",
                "exit",
                "deduction",
                "recommendation",
                "outcome",
                "breach",
                "review",
                "appraisal",
            ),
        ),
        NavigationEntry(
            _("Reverse evaluation"),
            "evaluators:reverse_list",
            "arrows-right-left",
            ("office_staff", "committee_member"),
            NavigationGroup.FIELD,
        ),
        NavigationEntry(
            _("Rechecks and complaints"),
            "evaluators:recheck_list",
            "magnifying-glass-circle",
            ("office_staff", "committee_member"),
            NavigationGroup.FIELD,
            nouns=("complaint",),
        ),
        NavigationEntry(
            _("Rate assessment groups"),
            "evaluators:invitation_list",
            "hand-thumb-up",
            ("unit_principal",),
            NavigationGroup.FIELD,
        ),
        NavigationEntry(
            _("Review the members"),
            "evaluators:member_list",
            "pencil-square",
            ("evaluator",),
            NavigationGroup.FIELD,
        ),
    )
