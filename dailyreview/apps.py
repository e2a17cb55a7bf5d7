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
            nouns=("colleague", "comment"),
        ),
        NavigationEntry(
            _("My dossier"),
            "dailyreview:dossier_own",
            "user-circle",
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
            _("Goals of the year"),
            "dailyreview:goal_list",
            "flag",
            ("cadre", "section_head", "supervising_leader", "unit_principal"),
            NavigationGroup.DESK,
        ),
        NavigationEntry(
            _("Reminders"),
            "dailyreview:reminder_list",
            "bell",
            ("cadre", "section_head", "supervising_leader", "unit_principal", "office_staff"),
            NavigationGroup.DESK,
        ),
        NavigationEntry(
            _("Mentoring"),
            "dailyreview:mentoring_list",
            "lifebuoy",
            ("section_head", "supervising_leader", "unit_principal", "office_staff"),
            NavigationGroup.DESK,
        ),
        NavigationEntry(
            _("Daily review"),
            "dailyreview:plan_list",
            "calendar-days",
            ("office_staff", "committee_member"),
            NavigationGroup.DAILY,
            nouns=(
                "quarter",
                "pilot",
                "standin",
                "processstep",
                "bonus",
                "bonusclass",
                "pattern",
                "formbatch",
                "result",
                "reviewer",
            ),
        ),
        NavigationEntry(
            _("Attendance"),
            "dailyreview:attendance_list",
            "clock",
            ("data_reporter", "office_staff"),
            NavigationGroup.DAILY,
        ),
        NavigationEntry(
            _("Facts to confirm"),
            "dailyreview:entry_list",
            "inbox-arrow-down",
            ("office_staff", "unit_principal", "supervising_leader"),
            NavigationGroup.DESK,
        ),
        NavigationEntry(
            _("Report a fact"),
            "dailyreview:intake_create",
            "paper-airplane",
            ("data_reporter",),
            NavigationGroup.DESK,
        ),
        NavigationEntry(
            _("Dossiers"),
            "dailyreview:dossier_search",
            "archive-box",
            ("office_staff", "committee_member", "unit_principal", "supervising_leader"),
            NavigationGroup.DAILY,
            nouns=("dossierbatch",),
        ),
        NavigationEntry(
            _("Awards without faults"),
            "dailyreview:balance_list",
            "scale",
            ("office_staff", "committee_member"),
            NavigationGroup.DAILY,
        ),
        NavigationEntry(
            _("Achievement points"),
            "dailyreview:merit_list",
            "calculator",
            ("office_staff", "committee_member"),
            NavigationGroup.KNOW,
            nouns=("meritversion",),
        ),
        NavigationEntry(
            _("Tags on people"),
            "dailyreview:tag_list",
            "tag",
            ("office_staff", "committee_member"),
            NavigationGroup.KNOW,
            nouns=("tagging",),
        ),
        NavigationEntry(
            _("Event files"),
            "dailyreview:eventfile_list",
            "fire",
            ("office_staff", "committee_member"),
            NavigationGroup.KNOW,
            nouns=("citation", "award"),
        ),
        NavigationEntry(
            _("Appointment forms"),
            "dailyreview:form_list",
            "identification",
            ("office_staff",),
            NavigationGroup.DAILY,
        ),
        NavigationEntry(
            _("Guidance visits"),
            "dailyreview:visit_list",
            "map-pin",
            ("office_staff", "committee_member", "unit_principal"),
            NavigationGroup.DAILY,
        ),
    )
