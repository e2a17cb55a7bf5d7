from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from organization.navigation import NavigationEntry, NavigationGroup


class DailyReviewConfig(AppConfig):
    name = "dailyreview"
    verbose_name = _("Daily review")
    navigation = (
        NavigationEntry(
            _("My quarter"),
            "dailyreview:record_list",
            "pencil",
            ("cadre",),
            NavigationGroup.DESK,
        ),
        NavigationEntry(
            _("Records to review"),
            "dailyreview:review_list",
            "check-badge",
            ("section_head", "supervising_leader", "unit_principal"),
            NavigationGroup.DESK,
            nouns=("grade",),
        ),
        NavigationEntry(
            _("Daily review"),
            "dailyreview:plan_list",
            "calendar-days",
            ("office_staff", "committee_member"),
            NavigationGroup.ASSESS,
            nouns=("quarter", "pilot"),
        ),
    )
