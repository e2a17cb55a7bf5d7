"""A scored group whose reports have something to say."""

from django.db.models import QuerySet

from assessment.models import Result, RunGroup
from assessment.services.cycles import open_cycle
from assessment.services.decisions import accept_proposals, publish_group
from feedback.rules.health_check import HealthCheck
from feedback.selectors.health_checks import health_check, reported_results
from indicators.models import ReportedValue
from organization.models import Category, Role, Unit
from tests.assessment.factories import (
    OPENED_ON,
    CycleFactory,
    RaterClassFactory,
    SchemeFactory,
)
from tests.assessment.worlds import mark_everybody, report, run_to_end
from tests.indicators.factories import TreeFactory
from tests.organization.factories import CategoryMembershipFactory, UserFactory

# Values of 2023 for A11, A12 and B11 of `TreeFactory`; 100 is the target of each.
FIGURES = ([97, 88, 71], [91, 96, 80], [84, 79, 93], [88, 61, 77], [99, 83, 66])


def scored_group(
    category: Category, figures=FIGURES, *, period: str = "2023", units: list[Unit] | None = None
) -> RunGroup:
    """Units of a category, scored by `TreeFactory` on the figures given."""
    system = TreeFactory(published=True, category=category)
    scheme = SchemeFactory()
    RaterClassFactory(scheme=scheme, code="leaders")
    if units is None:
        units = [CategoryMembershipFactory(category=category).unit for _row in figures]
    for unit, row in zip(units, figures, strict=True):
        report(system, unit, row)
    ReportedValue.objects.filter(indicator__nodes__system=system).update(period=period)
    cycle = CycleFactory(scheme=scheme, systems=[system], period=period)
    open_cycle(cycle, day=OPENED_ON, by=UserFactory())
    mark_everybody(cycle)
    return run_to_end(cycle).groups.get()


def publish(group: RunGroup) -> None:
    accept_proposals(group, body="市委常委会", decided_on=OPENED_ON, by=UserFactory())
    publish_group(group, by=UserFactory())
    group.refresh_from_db()


def results_of(group: RunGroup) -> QuerySet[Result]:
    """The group's results as the assessment office reads them."""
    return reported_results(UserFactory(role=Role.OFFICE_STAFF)).filter(group=group)


def result_at(group: RunGroup, place: int) -> Result:
    return results_of(group).get(rank=place)


def check_at(group: RunGroup, place: int, language: str = "zh-hans") -> HealthCheck:
    return health_check(result_at(group, place), language)
