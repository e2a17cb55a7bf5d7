"""Which reports there are for an account."""

from django.db.models import OuterRef, Q, QuerySet, Subquery

from assessment.models import Result, RunGroup, ScoreRun
from organization.models import Role, User

# A reader of reports; administrators keep the system and read none.
REPORT_READERS = (
    Role.OFFICE_STAFF,
    Role.COMMITTEE_MEMBER,
    Role.UNIT_PRINCIPAL,
    Role.SUPERVISING_LEADER,
    Role.DATA_REPORTER,
)


def reports_for(user: User) -> QuerySet[Result]:
    """Results whose reports the account may read, newest cycle first.

    Of each cycle the published results count and, for the office, those of its last complete run.
    """
    last = ScoreRun.objects.filter(
        cycle=OuterRef("group__run__cycle"), state=ScoreRun.State.COMPLETE
    ).order_by("-number")
    return (
        Result.objects.visible_to(user)
        .told_in_points()
        .filter(Q(group__publication__isnull=False) | Q(group__run=Subquery(last.values("pk")[:1])))
        .select_related("assessee", "group__run__cycle__scheme", "group__publication")
        .order_by("-group__run__cycle__period", "group__key", "rank", "assessee__key")
    )


def groups_with_reports(user: User) -> QuerySet[RunGroup]:
    """Comparison groups of those reports, for the office to order as a whole."""
    return (
        RunGroup.objects.visible_to(user)
        .filter(pk__in=reports_for(user).order_by().values("group"))
        .select_related("run__cycle")
        .order_by("-run__cycle__period", "key")
    )
