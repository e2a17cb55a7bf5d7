"""Events, a checklist and a data need in the demonstration: red and black points of a district."""

import datetime as dt
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import transaction

from collection.models import Checklist, ChecklistBand, ChecklistItem, EventKind
from collection.services.checklists import Answer, fill_checklist, rule_on_sheet, save_checklist
from collection.services.data_needs import ask_for_data
from collection.services.events import register_event, rule_on_event, save_kind
from demo.classes import make_class_systems
from demo.district import DOMAIN, EXAMPLE
from demo.storing import store
from indicators.models import Indicator, IndicatorSystem, SystemNode
from indicators.services.systems import create_system, publish_system
from organization.models import Category, Unit, User

CATEGORY = f"{DOMAIN}-government"
SYSTEM = "{year}年示例区政府部门专项考核指标"
CLAUSE = "示例：有事记录与红黑点管理办法（演练）"
PROOF = b"%PDF-1.4\n% demonstration\n"
RULE = {"effect": "both", "add_each": "1", "deduct_each": "2", "floor": "-5", "ceiling": "5"}
# code, name, colour, levels
KINDS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("RED-1", "获上级通报表扬", "red", {"国家级": "3", "省级": "2", "市级": "1"}),
    ("RED-2", "重大信访积案化解", "red", {}),
    ("BLACK-1", "安全生产责任事故", "black", {}),
    ("BLACK-2", "疫情防控、信访问题被通报", "black", {}),
)
# kind, level, fact, source department: together above the cap; the last one still waits.
FACTS = (
    ("RED-1", "国家级", "老旧小区改造做法获国家部委通报表扬", "区委办公室"),
    ("RED-1", "省级", "防汛应急处置获省级通报表扬", "区委办公室"),
    ("RED-2", "", "三年以上信访积案全部化解", "区信访局"),
    ("BLACK-2", "", "信访事项超期未答复被通报", "区信访局"),
    ("RED-1", "省级", "工程建设项目审批改革获省级表扬", "区委办公室"),
    ("BLACK-1", "", "施工现场发生一般安全生产责任事故", "区应急管理局"),
)
POSITIVE = 20
POINTS = (
    *("是否坚定政治立场", "是否坚持民主集中制", "是否落实第一议题学习", "是否严守政治纪律"),
    *("是否执行请示报告制度", "是否落实上级决策部署", "是否敢于斗争", "是否带头担当作为"),
    *("是否坚持群众路线", "是否公道用人", "是否落实意识形态责任", "是否严肃党内政治生活"),
    *("是否开展谈心谈话", "是否接受监督", "是否抓好班子建设", "是否落实全面从严治党责任"),
    *("是否廉洁从政", "是否管好身边人", "是否联系服务基层", "是否如实报告个人有关事项"),
    *("是否有令不行", "是否搞小圈子", "是否弄虚作假", "是否推诿扯皮", "是否搞形式主义"),
)
BANDS = (
    ("好", 23, ""),
    ("较好", 20, "bar_top"),
    ("一般", 15, "downgrade"),
    ("较差", 0, "downgrade"),
)


@transaction.atomic
def note_happenings(today: dt.date, *, by: User, second: User) -> None:
    """A year with red and black points, one capped and one waiting; a checklist; a data need."""
    if EventKind.objects.exists():
        return
    unit, new_year = Unit.objects.get(code=EXAMPLE), today.replace(month=1, day=1)
    indicators = _system(unit, today.year, by)
    kinds = _kinds(unit, indicators["events"], by)
    for place, (code, level, fact, source) in enumerate(FACTS, start=1):
        event = register_event(
            kinds[code],
            unit=unit,
            level=kinds[code].levels.filter(name=level).first(),
            happened_on=max(today - dt.timedelta(days=60 - 10 * place), new_year),
            fact=fact,
            document=f"示例〔{today.year}〕{place}号",
            source_department=source,
            evidence=ContentFile(PROOF, "notice.pdf"),
            by=by,
        )
        if place < len(FACTS):
            rule_on_event(event, confirmed=True, reason="", by=second)
    _checklist(unit, indicators["political"], str(today.year), by, second)
    ask_for_data(
        unit,
        datum="各街道老旧小区改造完成户数",
        purpose="核对专项考核中的改造进度",
        due_on=today + dt.timedelta(days=10),
        indicator=None,
        by=by,
    )
    make_class_systems(unit.domain, unit, today.year, by=by)


def _system(unit: Unit, year: int, by: User) -> dict[str, Indicator]:
    made = {
        key: Indicator(code=f"DEMO_{key.upper()}", name=name, owner=unit, definition=CLAUSE)
        for key, name in (("political", "政治素质（25 个是否）"), ("events", "红黑点"))
    }
    store(list(made.values()), about=unit, by=by)
    system = create_system(
        category=Category.objects.get(code=CATEGORY),
        assessee_kind=IndicatorSystem.AssesseeKind.UNIT,
        year=year,
        name=SYSTEM.format(year=year),
        by=by,
    )
    leaves = [
        SystemNode(
            system=system,
            code="1",
            name=made["political"].name,
            position=1,
            weight=Decimal(100),
            source=SystemNode.Source.CHECKLIST,
            rule="checklist",
            params={"items": str(len(POINTS))},
            indicator=made["political"],
        ),
        SystemNode(
            system=system,
            code="2",
            name=made["events"].name,
            position=2,
            kind=SystemNode.Kind.BONUS,
            weight=Decimal(5),
            cap=Decimal(5),
            floor=Decimal(-5),
            source=SystemNode.Source.EVENT,
            rule="count",
            params=RULE,
            indicator=made["events"],
        ),
    ]
    store(leaves, about=system, by=by)
    publish_system(system, by=by)
    return made


def _kinds(unit: Unit, indicator: Indicator, by: User) -> dict[str, EventKind]:
    kinds = {}
    for code, name, colour, levels in KINDS:
        kind = EventKind(
            domain=unit.domain,
            code=code,
            name=name,
            colour=colour,
            indicator=indicator,
            clause=CLAUSE,
        )
        save_kind(kind, levels=levels, by=by)
        kinds[code] = kind
    return kinds


def _checklist(unit: Unit, indicator: Indicator, period: str, by: User, second: User) -> None:
    checklist = Checklist(
        domain=unit.domain,
        code="political",
        name="政治素质“25 个是否”",
        about=Checklist.About.UNIT,
        indicator=indicator,
        clause="示例：政治素质考察办法第九条（演练）",
    )
    items = [
        ChecklistItem(
            number=number,
            text=text,
            side="positive" if number <= POSITIVE else "negative",
            is_reversed=number > POSITIVE,
        )
        for number, text in enumerate(POINTS, start=1)
    ]
    bands = [
        ChecklistBand(word=word, least=least, consequence=consequence)
        for word, least, consequence in BANDS
    ]
    save_checklist(checklist, items=items, bands=bands, by=by)
    others = Unit.objects.filter(memberships__category__code=CATEGORY).exclude(pk=unit.pk)
    for met, one in (
        (24, unit),
        (18, others.order_by("code")[0]),
        (21, others.order_by("code")[1]),
    ):
        answers = {
            item.number: Answer(
                (item.number <= met) != item.is_reversed,
                "" if item.number <= met else "见核查记录（演练）",
            )
            for item in items
        }
        sheet = fill_checklist(
            checklist,
            unit=one,
            cadre=None,
            period=period,
            answers=answers,
            evidence=ContentFile(PROOF, "record.pdf"),
            by=by,
        )
        if met != 21:
            rule_on_sheet(sheet, confirmed=True, reason="", by=second)
