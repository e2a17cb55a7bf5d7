"""What waits in the reporting rounds: tables to report, to verify, to ask for."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collection.models import DepartmentReport
from feedback.selectors.waiting.items import Waiting
from organization.models import User

State = DepartmentReport.State
MOST_SHOWN = 8


def table_work(user: User) -> list[Waiting]:
    """Tables of the account's department whose period is over, the first due first."""
    today = timezone.localdate()
    owed = DepartmentReport.objects.fillable_by(user).owed().filter(round__ends_on__lt=today)
    ordered = owed.select_related("round__plan").order_by("round__due_on", "pk")
    return [_to_report(report) for report in ordered[:MOST_SHOWN]]


def _to_report(report: DepartmentReport) -> Waiting:
    if report.state == State.RETURNED:
        task = _("%(table)s: your table was returned to you.")
    else:
        task = _("%(table)s: your table is still to be reported.")
    detail, facts = _("For you, until %(moment)s."), {}
    if report.reminded_at:
        detail = _("For you, until %(moment)s; the office reminded you on %(day)s.")
        facts["day"] = date_format(timezone.localtime(report.reminded_at), "Y-m-d")
    facts["moment"] = date_format(report.round.due_on, "Y-m-d")
    return Waiting(task % {"table": report.round}, detail % facts, report.get_absolute_url())


def verification_work(user: User) -> list[Waiting]:
    """Tables to verify, and departments that are late."""
    return [*_to_verify(user), *_to_urge(user)]


def _to_verify(user: User) -> Iterator[Waiting]:
    reports = DepartmentReport.objects.verifiable_by(user).filter(state=State.SUBMITTED)
    count = reports.exclude(submitted_by=user).count()
    if count:
        yield Waiting(
            ngettext(
                "%(count)s table of a department waits to be verified.",
                "%(count)s tables of departments wait to be verified.",
                count,
            )
            % {"count": count},
            _("For a person of the office who has typed nothing in it."),
            f"{reverse('collection:report_list')}?state={State.SUBMITTED}",
        )


def _to_urge(user: User) -> Iterator[Waiting]:
    today = timezone.localdate()
    count = DepartmentReport.objects.verifiable_by(user).overdue(today).count()
    if count:
        yield Waiting(
            ngettext(
                "%(count)s table of a department is overdue.",
                "%(count)s tables of departments are overdue.",
                count,
            )
            % {"count": count},
            _("For you: call them, or put it on their desk once more."),
            reverse("collection:feed_list"),
        )
