"""Daily schemes of four classes of indicators, each kind of unit with weights of its own."""

from decimal import Decimal

from demo.storing import store
from demo.tables import read_table
from indicators.models import Indicator, IndicatorSystem, SystemNode
from indicators.services.systems import create_system, publish_system
from organization.models import Category, Domain, Unit, User

# Kinds of units, and what their category is called.
UNIT_CLASSES = {
    "general": "综合管理类",
    "justice": "政法司法类",
    "masses": "群团组织类",
    "window": "窗口服务类",
}
SYSTEM = "{year}年{name}平时考核指标（共性、个性、特色、负面）"


def make_class_systems(domain: Domain, owner: Unit, year: int, *, by: User) -> None:
    """Publish the scheme of each kind of unit, unless it was done before."""
    if Category.objects.filter(domain=domain, code=f"{domain.code}-window").exists():
        return
    indicators = _indicators(owner, by)
    for place, (code, name) in enumerate(UNIT_CLASSES.items(), start=11):
        category = Category(domain=domain, code=f"{domain.code}-{code}", name=name, position=place)
        store([category], about=domain, by=by)
        system = create_system(
            category=Category.objects.get(code=category.code),
            assessee_kind=IndicatorSystem.AssesseeKind.STAFF,
            year=year,
            name=SYSTEM.format(year=year, name=name),
            by=by,
        )
        _plant(system, code, indicators, by)
        publish_system(system, by=by)


def _plant(
    system: IndicatorSystem, unit_class: str, indicators: dict[str, Indicator], by: User
) -> None:
    rows = list(enumerate(read_table("class_system")))
    sections = [
        SystemNode(
            system=system,
            code=row["code"],
            name=row["name"],
            position=place,
            weight=Decimal(row[unit_class]),
        )
        for place, row in rows
        if not row["parent"]
    ]
    store(sections, about=system, by=by)
    above = {section.code: section for section in sections}
    leaves = [
        SystemNode(
            system=system,
            parent=above[row["parent"]],
            code=row["code"],
            name=row["name"],
            position=place,
            weight=Decimal(row[unit_class]),
            source=SystemNode.Source.JUDGED,
            rule="marks",
            # From full marks downwards: a negative indicator never adds anything.
            params={"deducts": True} if row["deducts"] else {},
            standard=row["standard"],
            indicator=indicators[row["code"]],
        )
        for place, row in rows
        if row["parent"]
    ]
    store(leaves, about=system, by=by)


def _indicators(owner: Unit, by: User) -> dict[str, Indicator]:
    made = {
        row["code"]: Indicator(
            code=f"CLASS_{row['code']}",
            name=row["name"],
            unit_of_measure="分",
            direction=Indicator.Direction.MORE_IS_BETTER,
            owner=owner,
            definition="由评鉴人按评分标准评分",
        )
        for row in read_table("class_system")
        if row["parent"]
    }
    store(list(made.values()), about=owner, by=by)
    return made
