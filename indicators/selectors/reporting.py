"""Who may report which figure."""

from dataclasses import dataclass

from django.db.models import Q

from indicators.models import Indicator
from organization.models import Role, Unit, User


@dataclass(frozen=True)
class ReportingScope:
    """The figures an account may report, so that thousands are checked without a query each.

    Attributes:
        everywhere: the assessment office of all domains.
        domains: domains of whose assessment office the account is.
        units: units for which it reports everything.
        owner: the unit for whose indicators it reports, whatever unit they are about.
    """

    everywhere: bool
    domains: frozenset[int]
    units: frozenset[int]
    owner: int | None

    def covers(self, indicator: Indicator, unit: Unit | None) -> bool:
        """Whether the account may report the figure; without a unit it is a common benchmark."""
        if self.everywhere or (self.owner is not None and indicator.owner_id == self.owner):
            return True
        return unit is not None and (unit.domain_id in self.domains or unit.pk in self.units)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing the account may report."""
        return not (self.everywhere or self.domains or self.units or self.owner)


def reporting_scope(user: User) -> ReportingScope:
    """What an account may report: its office's domains, its unit, its own indicators."""
    roles = user.role_assignments.current()
    office = list(roles.filter(role=Role.OFFICE_STAFF).values_list("domain", flat=True))
    inside = roles.filter(role=Role.DATA_REPORTER, unit__isnull=False).values("unit")
    units = Unit.objects.filter(Q(pk__in=inside) | Q(parent__in=inside))
    return ReportingScope(
        everywhere=None in office,
        domains=frozenset(domain for domain in office if domain is not None),
        units=frozenset(units.values_list("pk", flat=True)),
        owner=user.unit_id if user.has_role(Role.DATA_REPORTER) else None,
    )
