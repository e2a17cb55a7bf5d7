"""What waits for the three administrators, each in their own part of the admin site."""

import datetime as dt
from collections.abc import Iterator

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.selectors.waiting.items import Waiting
from organization.models import (
    AuditEvent,
    CategoryMembership,
    RoleAssignment,
    Unit,
    UnitGrant,
    User,
)

SOON = dt.timedelta(days=30)
LATELY = dt.timedelta(days=7)


def system_work(_user: User) -> list[Waiting]:
    """Units without a category: no cycle can assess them."""
    placed = CategoryMembership.objects.on(timezone.localdate()).filter(unit=OuterRef("pk"))
    units = Unit.objects.assessed().exclude(level=Unit.Level.INTERNAL)
    count = units.filter(~Exists(placed)).count()
    if not count:
        return []
    return [
        Waiting(
            ngettext(
                "%(count)s unit has no category today.",
                "%(count)s units have no category today.",
                count,
            )
            % {"count": count},
            _("For you; without a category no cycle assesses it."),
            reverse("admin:organization_unit_changelist"),
        )
    ]


def security_work(_user: User) -> list[Waiting]:
    """Accounts without a role, roles and grants that run out, logins that are locked."""
    return list(_security_work())


def _security_work() -> Iterator[Waiting]:
    today = timezone.localdate()
    current = RoleAssignment.objects.current()
    without = User.objects.filter(
        ~Exists(current.filter(user=OuterRef("pk"))), is_active=True
    ).count()
    if without:
        yield Waiting(
            ngettext("%(count)s account has no role.", "%(count)s accounts have no role.", without)
            % {"count": without},
            _("For you; it opens nothing until it has one."),
            reverse("admin:organization_user_changelist"),
        )
    ending = current.filter(valid_to__lte=today + SOON).count()
    ending += UnitGrant.objects.current().filter(valid_until__lte=today + SOON).count()
    if ending:
        yield Waiting(
            ngettext(
                "%(count)s role or grant runs out within 30 days.",
                "%(count)s roles and grants run out within 30 days.",
                ending,
            )
            % {"count": ending},
            _("For you: extend it or let it end."),
            reverse("admin:organization_roleassignment_changelist"),
        )
    locked = AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT
    ).count()
    if locked:
        yield Waiting(
            ngettext("%(count)s login is locked.", "%(count)s logins are locked.", locked)
            % {"count": locked},
            _("For you: find out who tried, then unlock or leave it."),
            reverse("admin:axes_accessattempt_changelist"),
        )


def audit_work(_user: User) -> list[Waiting]:
    """What was refused lately."""
    refused = AuditEvent.objects.filter(
        result=AuditEvent.Result.REFUSED, happened_at__gte=timezone.now() - LATELY
    ).count()
    if not refused:
        return []
    return [
        Waiting(
            ngettext(
                "%(count)s action was refused within 7 days.",
                "%(count)s actions were refused within 7 days.",
                refused,
            )
            % {"count": refused},
            _("For you: look whether somebody tried what they may not do."),
            reverse("admin:organization_auditevent_changelist"),
        )
    ]
