"""Decided grades without the way to them: what the files of people and teams are made of."""

from decimal import Decimal

from assessment.models import AssessmentCycle, GradeDecision
from organization.models import Appointment, Unit
from tests.assessment.factories import (
    AssesseeFactory,
    CycleFactory,
    GradeDecisionFactory,
    PublicationFactory,
    ResultFactory,
    RunGroupFactory,
    SchemeFactory,
)

Kind = AssessmentCycle.Kind


def decided(
    about: Appointment | Unit,
    period: str,
    grade: str = "good",
    *,
    published: bool = True,
    place: int = 3,
    total: str = "86.500000",
) -> GradeDecision:
    """A person, or a unit, with the grade of a period: a year, or a quarter as 2024Q1."""
    post = about if isinstance(about, Appointment) else None
    unit = post.unit if post else about
    kind = Kind.DAILY if "Q" in period else Kind.ANNUAL
    cycle = CycleFactory(opened=True, kind=kind, period=period, scheme=SchemeFactory())
    group = RunGroupFactory(done=True, run__complete=True, run__cycle=cycle, size=12)
    whom = {"appointment": post, "name": post.cadre.name} if post else {}
    assessee = AssesseeFactory(cycle=cycle, unit=unit, key=f"{unit.code}/{period}", **whom)
    ResultFactory(group=group, assessee=assessee, rank=place, total=Decimal(total))
    if published:
        PublicationFactory(group=group)
    return GradeDecisionFactory(assessee=assessee, run=group.run, grade=grade, proposed_grade=grade)
