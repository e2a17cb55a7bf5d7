"""A unit with one office in which four people are reviewed by three levels."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from assessment.models import AssessmentCycle, Scheme
from assessment.services.cycles import open_cycle
from dailyreview.models import DailyPlan, PilotUnit, Quarter, QuarterRecord, ReviewStep
from dailyreview.services.quarters import open_quarter
from dailyreview.services.records import save_record, submit_record
from dailyreview.services.reviewing import Review, review_records
from organization.models import Role, Unit, User
from tests.assessment.factories import (
    CycleFactory,
    RaterClassFactory,
    SchemeFactory,
    SchemeGradeFactory,
    SchemeQuotaFactory,
)
from tests.indicators.factories import LeafFactory, SystemFactory
from tests.organization.factories import (
    AppointmentFactory,
    CategoryFactory,
    CategoryMembershipFactory,
    UnitFactory,
    UserFactory,
)

# Long past, whenever the tests run.
DAY = dt.date(2024, 1, 5)
DUE = dt.date(2024, 4, 5)
# Leaf code to weight: three that are marked, of which the last one only deducts.
LEAVES = {"D1": 40, "D2": 50, "D3": 10}


@dataclass
class DailyWorld:
    """Everybody of one unit: staff of one office with their accounts, and who reviews them."""

    plan: DailyPlan
    unit: Unit
    office: Unit
    staff: list[User]
    head: User
    leader: User
    principal: User
    clerk: User
    quarters: list[Quarter] = field(default_factory=list)

    def record_of(self, user: User) -> QuarterRecord:
        """The person's record of the quarter opened last."""
        return QuarterRecord.objects.own_of(user).get(quarter=self.quarters[-1])

    def open(self, number: int) -> Quarter:
        """Open the next quarter."""
        quarter = open_quarter(
            self.plan,
            number=number,
            day=DAY,
            records_due_on=DUE,
            reviews_due_on=DUE,
            by=self.clerk,
        )
        self.quarters.append(quarter)
        return quarter


def daily_scheme() -> Scheme:
    """好, 较好, 一般, 较差 with 40 % at most 好 (L-08), and a rater class for each level."""
    scheme = SchemeFactory(grades=False, year=2024)
    bars = (
        ("good", "好", 90),
        ("fairly", "较好", 80),
        ("ordinary", "一般", 60),
        ("poor", "较差", 0),
    )
    for position, (code, name, bar) in enumerate(bars, 1):
        grade = SchemeGradeFactory(
            scheme=scheme,
            code=code,
            name=name,
            position=position,
            min_score=Decimal(bar) if bar else None,
            worth=Decimal(100 - 10 * position),
        )
        if code == "good":
            SchemeQuotaFactory(grade=grade, share=Decimal("0.4"))
    for role, weight in (("section_head", 30), ("supervising_leader", 30), ("unit_principal", 40)):
        RaterClassFactory(scheme=scheme, code=role, weight=Decimal(weight))
    return scheme


def make_world(*, people: int = 4, chain: str = "three") -> DailyWorld:
    """A plan of 2024 with one unit switched on; no quarter is open yet."""
    category = CategoryFactory()
    unit = CategoryMembershipFactory(category=category).unit
    office = UnitFactory(parent=unit, domain=unit.domain, internal=True)
    system = SystemFactory(category=category, year=2024, assessee_kind="staff", published=True)
    for code, weight in LEAVES.items():
        LeafFactory(system=system, code=code, weight=Decimal(weight), judged=True)
    plan = DailyPlan.objects.create(
        domain=unit.domain, year=2024, name=f"{unit.name}平时考核", scheme=daily_scheme()
    )
    plan.systems.set([system])
    PilotUnit.objects.create(plan=plan, unit=unit, chain=chain)
    return DailyWorld(
        plan=plan,
        unit=unit,
        office=office,
        staff=[make_person(office) for _ in range(people)],
        head=UserFactory(role=Role.SECTION_HEAD, unit=office),
        leader=UserFactory(role=Role.SUPERVISING_LEADER, unit=unit),
        principal=UserFactory(role=Role.UNIT_PRINCIPAL, unit=unit),
        clerk=UserFactory(role=Role.OFFICE_STAFF),
    )


def open_annual_cycle(world: DailyWorld) -> AssessmentCycle:
    """An annual assessment of the same people whose one leaf is the mean of the quarters."""
    system = SystemFactory(
        category=world.plan.systems.get().category,
        year=2024,
        assessee_kind="staff",
        published=True,
        version=99,
    )
    LeafFactory(system=system, code="Q", weight=100, source="cycle", rule="target")
    cycle = CycleFactory(scheme=SchemeFactory(), systems=[system], period="2024")
    open_cycle(cycle, day=DAY, by=world.clerk)
    return cycle


def make_person(office: Unit) -> User:
    """A civil servant of the office with an account."""
    post = AppointmentFactory(unit=office, in_team=False, starts_on=dt.date(2020, 1, 1))
    return UserFactory(role=Role.CADRE, unit=office, cadre=post.cadre)


def marks(value: int | Decimal = 90) -> dict[str, Decimal]:
    """The same mark for every leaf."""
    return {code: Decimal(value) for code in LEAVES}


def review_everybody(world: DailyWorld, values: Iterable[int | Decimal], *, upto: int = 3) -> None:
    """Everybody hands in; the first so many levels pass all records on with these marks."""
    records = []
    for person in world.staff:
        record = world.record_of(person)
        record = save_record(
            record,
            revision=record.revision,
            summary="完成本季度工作",
            best="",
            regret="",
            work=(),
            by=person,
        )
        records.append(submit_record(record, revision=record.revision, by=person))
    for reviewer in (world.head, world.leader, world.principal)[:upto]:
        reviews = [
            Review(record, ReviewStep.Verdict.FORWARD, marks=marks(value))
            for record, value in zip(records, values, strict=True)
        ]
        review_records(reviews, by=reviewer)
