"""Tables of departments that are late, with whom to call (ORG-08)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import pgettext

from collection.models import DepartmentReport
from organization.models import Role, RoleAssignment


@dataclass(frozen=True, eq=False)
class Feed:
    """A table with the days it is late and who reports in the department."""

    report: DepartmentReport
    days_late: int
    contact: str


def feeds_of(reports: Iterable[DepartmentReport], today: dt.date) -> list[Feed]:
    """Tables with their contacts, with one query for all of them."""
    reports = list(reports)
    contacts = _contacts({report.department_id for report in reports})
    comma = pgettext("list", ", ")
    return [
        Feed(report, report.days_late(today), comma.join(contacts[report.department_id]))
        for report in reports
    ]


def _contacts(departments: set[int]) -> dict[int, list[str]]:
    """Names of the active reporters at home in each department."""
    held = RoleAssignment.objects.current().filter(
        role=Role.DATA_REPORTER, user__unit__in=departments, user__is_active=True
    )
    names: dict[int, list[str]] = defaultdict(list)
    for one in held.select_related("user").order_by("user__username"):
        if one.user.unit_id and str(one.user) not in names[one.user.unit_id]:
            names[one.user.unit_id].append(str(one.user))
    return names
