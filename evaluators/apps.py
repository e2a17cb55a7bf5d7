"""What the app offers in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from organization.navigation import NavigationEntry, NavigationGroup


class EvaluatorsConfig(AppConfig):
    name = "evaluators"
    verbose_name = _("Evaluators")
    navigation = (
        NavigationEntry(
            _("Evaluator pool"),
            "evaluators:evaluator_list",
            "identification",
            ("office_staff", "committee_member"),
            NavigationGroup.KNOW,
            nouns=(
                "gate",
                "certificate",
                "workplace",
                "tie",
                "reserve",
                "roster",
                "pick",
                "practice",
            ),
        ),
        NavigationEntry(
            _("Nominations"),
            "evaluators:nomination_list",
            "user-plus",
            ("office_staff", "committee_member", "unit_principal"),
            NavigationGroup.KNOW,
        ),
        NavigationEntry(
            _("Training"),
            "evaluators:training_list",
            "academic-cap",
            ("office_staff", "committee_member"),
            NavigationGroup.KNOW,
            nouns=("attendance", "need", "resource", "topic"),
        ),
    )
