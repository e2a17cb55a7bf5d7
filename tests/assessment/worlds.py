"""Whole cycles for tests: units with figures, sheets and a leadership team, ready to be run."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import connection, models, transaction

from assessment.models import AssessmentCycle, ReadinessCheck, ScoreRun
from assessment.services.cycles import open_cycle
from assessment.services.freezing import freeze_run
from assessment.services.groups import compute_group, sweep_runs
from assessment.services.readiness import make_check, order_check
from assessment.services.runs import start_run
from assessment.services.sheets import submit_sheet
from indicators.models import IndicatorSystem, SystemNode
from organization.models import Unit, User
from tests.assessment.factories import OPENED_ON, CycleFactory, RaterClassFactory, SchemeFactory
from tests.indicators.factories import LeafFactory, SystemFactory, TreeFactory, ValueFactory
from tests.organization.factories import (
    AppointmentFactory,
    CategoryFactory,
    CategoryMembershipFactory,
    UserFactory,
)


def make_units(category: object, count: int) -> list[Unit]:
    return [CategoryMembershipFactory(category=category).unit for _ in range(count)]


def report(system: IndicatorSystem, unit: Unit, figures: Iterable[object]) -> None:
    """One figure of 2023 for each reported leaf of the system, in tree order; None reports none."""
    leaves = system.nodes.filter(source=SystemNode.Source.REPORTED).order_by("code")
    for leaf, figure in zip(leaves, figures, strict=True):
        if figure is not None:
            ValueFactory(
                indicator=leaf.indicator, unit=unit, period="2023", value=Decimal(str(figure))
            )


def make_unit_cycle(units: int = 5, **cycle: object) -> AssessmentCycle:
    """An open cycle of units under `TreeFactory`: unit i reports 100 - 5i and is marked 90 - i."""
    system = TreeFactory(published=True)
    scheme = SchemeFactory()
    RaterClassFactory(scheme=scheme, code="leaders")
    for number, unit in enumerate(make_units(system.category, units)):
        report(system, unit, [100 - 5 * number] * 3)
    made = CycleFactory(scheme=scheme, systems=[system], **cycle)
    open_cycle(made, day=OPENED_ON, by=UserFactory())
    mark_everybody(made)
    return made


def mark_everybody(cycle: AssessmentCycle) -> None:
    evaluators = UserFactory.create_batch(2)
    judged = cycle.assessees.filter(system__nodes__source=SystemNode.Source.JUDGED).distinct()
    for number, assessee in enumerate(judged.order_by("key")):
        for evaluator in evaluators:
            marks = {"B12": Decimal(90 - number)}
            submit_sheet(assessee, rater_class="leaders", marks=marks, by=evaluator)


def make_linked_cycle(units: int = 3) -> AssessmentCycle:
    """Units, then two deputies each (the team's score), then principals (their deputies')."""
    category = CategoryFactory()
    systems = {
        "unit": TreeFactory(published=True, category=category),
        "deputy": SystemFactory(published=True, category=category, assessee_kind="deputy"),
        "principal": SystemFactory(published=True, category=category, assessee_kind="principal"),
    }
    for kind, source in (("deputy", "team"), ("principal", "members")):
        LeafFactory(
            system=systems[kind], code="T1", weight=100, source=source, rule="linked", params={}
        )
    scheme = SchemeFactory()
    RaterClassFactory(scheme=scheme, code="leaders")
    for number, unit in enumerate(make_units(category, units)):
        report(systems["unit"], unit, [100 - 5 * number] * 3)
        AppointmentFactory(unit=unit, principal=True)
        AppointmentFactory.create_batch(2, unit=unit)
    cycle = CycleFactory(scheme=scheme, systems=list(systems.values()))
    open_cycle(cycle, day=OPENED_ON, by=UserFactory())
    mark_everybody(cycle)
    return cycle


def make_team_cycle(teams: int) -> AssessmentCycle:
    """Many small groups: the deputies of each team, all with figures of their unit."""
    category = CategoryFactory()
    system = SystemFactory(published=True, category=category, assessee_kind="deputy")
    LeafFactory(system=system, code="R1", weight=100)
    for number, unit in enumerate(make_units(category, teams)):
        report(system, unit, [90 - number % 7])
        AppointmentFactory.create_batch(2, unit=unit)
    cycle = CycleFactory(systems=[system])
    open_cycle(cycle, day=OPENED_ON, by=UserFactory())
    return cycle


def tamper(row: models.Model, column: str, value: object) -> None:
    """Change a stored value behind the back of the ORM, as somebody with the database could."""
    table = row._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET "{column}" = %s WHERE id = %s', [value, row.pk])


def run_to_end(cycle: AssessmentCycle, by: User | None = None) -> ScoreRun:
    """Start a run and do in this process what workers do, without a broker."""
    with transaction.atomic():
        run = start_run(cycle, by=by or UserFactory())
    work_off(run)
    run.refresh_from_db()
    return run


def check_now(cycle: AssessmentCycle, by: User | None = None) -> ReadinessCheck:
    """Ask for a check and do in this process what a worker does."""
    with transaction.atomic():
        check = order_check(cycle, by=by or UserFactory())
    make_check(check.pk)
    check.refresh_from_db()
    return check


def work_off(run: ScoreRun) -> None:
    freeze_run(run.pk)
    for group_id in run.groups.order_by("stage", "key").values_list("pk", flat=True):
        compute_group(group_id)
    sweep_runs()
