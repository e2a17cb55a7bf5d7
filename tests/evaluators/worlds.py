"""Plans ready for forming: a small one with one of everything, and a whole invented province."""

import datetime as dt
import random

from evaluators.models import (
    Evaluator,
    FieldPlan,
    GroupRole,
    ReservePlace,
    RosterSpell,
    Seat,
    Tag,
)
from evaluators.services.plans import add_units, create_plan, size_plan
from organization.models import Appointment, Cadre, CategoryMembership, Role, Unit
from tests.evaluators.factories import (
    AssessmentGroupFactory,
    EvaluatorFactory,
    FieldPlanFactory,
    GroupRoleFactory,
    GroupTemplateFactory,
    PlanUnitFactory,
    SeatFactory,
    TagFactory,
    TemplateSeatFactory,
)
from tests.organization.factories import (
    CategoryFactory,
    CategoryMembershipFactory,
    DomainFactory,
    UnitFactory,
    UserFactory,
)

YEAR = 2023
STARTS_ON = dt.date(2024, 1, 8)
# The seven categories of units that field groups are made for (GRP-02).
CATEGORIES = ("设区市", "党委工作", "综合服务", "经济管理", "执法监督", "社会管理", "群众团体")
# Eleven seats a group: fifteen groups have 165 (GRP-01).
SEATS = {
    "leader": 1,
    "deputy": 1,
    "supervisor": 1,
    "liaison": 1,
    "interviewer": 2,
    "file-checker": 2,
    "writer": 1,
    "member": 2,
}
NAMES = {
    "leader": "组长",
    "deputy": "副组长",
    "supervisor": "纪律监督员",
    "liaison": "联络员",
    "interviewer": "谈话员",
    "file-checker": "核档员",
    "writer": "材料员",
    "member": "考核员",
}


def make_roles() -> dict[str, GroupRole]:
    """Eight roles with the conditions of three of them (EVP-04, EVP-08, EVP-09)."""
    roles = {
        code: GroupRoleFactory(code=code, name=name, position=place)
        for place, (code, name) in enumerate(NAMES.items())
    }
    principal = TagFactory(code="ex-principal", name="曾任党政正职", kind=Tag.Kind.EXPERIENCE)
    discipline = TagFactory(code="discipline", name="纪检监察", kind=Tag.Kind.ORIGIN)
    personnel = TagFactory(code="personnel", name="组织人事", kind=Tag.Kind.ORIGIN)
    leader, supervisor, liaison = roles["leader"], roles["supervisor"], roles["liaison"]
    leader.lowest_post_level = Appointment.PostLevel.BUREAU_DEPUTY
    leader.origins.set([principal])
    supervisor.origins.set([discipline, personnel])
    supervisor.marks_sheets = False
    liaison.reserve = ReservePlace.Reserve.LIAISON
    for role in (leader, supervisor, liaison):
        role.save()
    return roles


def make_template(roles: dict[str, GroupRole], seats: dict[str, int] | None = None):
    """A template of the roles, eleven seats unless told otherwise."""
    template = GroupTemplateFactory()
    for code, count in (seats or SEATS).items():
        TemplateSeatFactory(template=template, role=roles[code], count=count)
    return template


def make_small_plan(units: int = 2, *, category=None, words: str = "", **facts) -> FieldPlan:
    """One group with one seat for a member, and units that it visits; all names end in words."""
    limits = {"core_min": 0, "home_max": None, "new_max_percent": None, "link_guests": 0}
    plan = FieldPlanFactory(year=YEAR, starts_on=STARTS_ON, **(limits | facts))
    category = category or CategoryFactory()
    group = AssessmentGroupFactory(
        plan=plan, number=1, name=f"第一考核组{words}", category=category
    )
    SeatFactory(group=group, role=GroupRoleFactory(code="member", name="考核员"))
    for number in range(units):
        region = f"3201{number + 1:02d}"
        visited = UnitFactory(
            name=f"被考核单位{number + 1}{words}",
            domain=category.domain,
            region_code=region,
            level=Unit.Level.COUNTY,
        )
        PlanUnitFactory(plan=plan, unit=visited, category=category, group=group)
    return plan


def seat_of(plan: FieldPlan) -> Seat:
    """The only seat of a small plan."""
    return Seat.objects.select_related("group__plan", "role").get(group__plan=plan)


def unit_of(plan: FieldPlan, number: int = 0) -> Unit:
    """One of the units of a plan."""
    return plan.plan_units.select_related("unit").order_by("pk")[number].unit


def served_before(plan: FieldPlan, evaluator: Evaluator, *years: int) -> None:
    """Let somebody have judged the first unit of a plan in other years."""
    for year in years:
        earlier = FieldPlanFactory(
            year=year,
            state=FieldPlan.State.CLOSED,
            starts_on=dt.date(year + 1, 1, 8),
            ends_on=dt.date(year + 1, 1, 26),
        )
        group = AssessmentGroupFactory(plan=earlier)
        SeatFactory(group=group, evaluator=evaluator)
        visit = plan.plan_units.order_by("pk").first()
        PlanUnitFactory(plan=earlier, unit=visit.unit, category=visit.category, group=group)


def make_province(
    *, people: int = 573, units: int = 239, groups: int = 15, seed: int = 1, **facts
) -> FieldPlan:
    """A plan with its units and sized groups, nobody placed, and a pool to choose from.

    The figures are those of a province in 2022: 573 evaluators, 239 units, 15 groups of 11.
    """
    draw = random.Random(seed)
    roles = make_roles()
    clerk = UserFactory(role=Role.OFFICE_STAFF)
    categories = _visited_units(draw, units)
    homes = _homes(60)
    evaluators = _people(draw, people, homes)
    _qualify(draw, evaluators)
    plan = FieldPlan(
        name=f"{YEAR} 年度考核实施计划",
        year=YEAR,
        template=make_template(roles),
        starts_on=STARTS_ON,
        ends_on=dt.date(2024, 1, 26),
        **facts,
    )
    create_plan(plan, by=clerk)
    add_units(plan, categories=categories, by=clerk)
    counts = {roles[code]: count for code, count in SEATS.items()}
    return size_plan(plan, groups=groups, counts=counts, by=clerk)


def _visited_units(draw: random.Random, count: int):
    """Cities by themselves, organs of the province in six further categories."""
    domain = DomainFactory()
    categories = [CategoryFactory(name=name, domain=domain) for name in CATEGORIES]
    shares = [0.2] + [0.8 / 6] * 6
    chosen = draw.choices(categories, shares, k=count)
    new = [
        Unit(
            code=f"V{number:04d}",
            name=f"被考核单位{number}",
            domain=domain,
            level=Unit.Level.COUNTY if category is categories[0] else Unit.Level.PROVINCE,
            region_code=_county(draw) if category is categories[0] else "320000",
        )
        for number, category in enumerate(chosen)
    ]
    rows = Unit.objects.bulk_create(new)
    CategoryMembership.objects.bulk_create(
        CategoryMembership(unit=unit, category=category, valid_from=dt.date(2020, 1, 1))
        for unit, category in zip(rows, chosen, strict=True)
    )
    watched = UnitFactory(domain=domain, monitored_only=True)
    CategoryMembershipFactory(unit=watched, category=categories[0])
    return categories


def _county(draw: random.Random) -> str:
    return f"32{draw.randint(1, 13):02d}{draw.randint(1, 6):02d}"


def _homes(count: int) -> list[Unit]:
    domain = DomainFactory()
    return Unit.objects.bulk_create(
        Unit(
            code=f"H{number:04d}",
            name=f"派出单位{number}",
            domain=domain,
            level=Unit.Level.PROVINCE,
            region_code="320000",
        )
        for number in range(count)
    )


def _people(draw: random.Random, count: int, homes: list[Unit]) -> list[Evaluator]:
    levels = Appointment.PostLevel
    evaluators = Evaluator.objects.bulk_create(
        Evaluator(
            name=f"考评员{number:03d}",
            sex=draw.choice(Cadre.Sex.values),
            birth_month=dt.date(draw.randint(1964, 1990), 5, 1),
            pool=Evaluator.Pool.PROFESSIONAL,
            subtype=draw.choice(Evaluator.SUBTYPES[Evaluator.Pool.PROFESSIONAL]),
            tier=draw.choices(Evaluator.Tier.values, [0.2, 0.6, 0.2])[0],
            home_unit=draw.choice(homes),
            post_level=draw.choices([levels.BUREAU_DEPUTY, levels.COUNTY_CHIEF], [0.2, 0.8])[0],
            native_place=_county(draw),
            growth_place=_county(draw),
            is_invented=True,
        )
        for number in range(count)
    )
    RosterSpell.objects.bulk_create(
        RosterSpell(
            evaluator=evaluator,
            joined_on=dt.date(2023 if number % 8 == 0 else 2021, 3, 1),
            channel=RosterSpell.Channel.values[number % 3],
        )
        for number, evaluator in enumerate(evaluators)
    )
    return evaluators


def _qualify(draw: random.Random, evaluators: list[Evaluator]) -> None:
    tags = {tag.code: tag for tag in Tag.objects.all()}
    tags["finance"] = TagFactory(code="finance", name="财政金融", kind=Tag.Kind.SPECIALITY)
    shares = {"ex-principal": 0.4, "discipline": 0.2, "personnel": 0.2, "finance": 0.4}
    held = Evaluator.tags.through
    held.objects.bulk_create(
        held(evaluator=evaluator, tag=tags[code])
        for evaluator in evaluators
        for code, share in shares.items()
        if draw.random() < share
    )
    ReservePlace.objects.bulk_create(
        ReservePlace(
            evaluator=evaluator,
            reserve=ReservePlace.Reserve.LIAISON,
            reason="联络工作骨干",
            since=dt.date(2022, 1, 1),
        )
        for evaluator in draw.sample(evaluators, min(len(evaluators), 40))
    )


def member(**facts) -> Evaluator:
    """Somebody from elsewhere whom nothing bars from the units of a small plan."""
    if "home_unit" not in facts:
        facts["home_unit"] = UnitFactory(level=Unit.Level.PROVINCE, region_code="320000")
    return EvaluatorFactory(**({"native_place": "330100", "growth_place": "330100"} | facts))
