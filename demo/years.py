"""Three years of annual assessment of one unit of the district, and words on the cards (DOS-04)."""

import datetime as dt
import random
from decimal import Decimal

from django.db import transaction

from assessment.models import Assessee, AssessmentCycle, RunGroup, Scheme, SchemeQuota, ScoreSheet
from assessment.services.cycles import close_cycle, create_cycle, open_cycle
from assessment.services.decisions import accept_proposals, publish_group
from assessment.services.schemes import save_scheme
from dailyreview.models import DailyPlan
from dailyreview.services.gates import draw_on_quarters
from demo import accounts
from demo.daily import Score
from demo.district import CLASSES, DOMAIN, EXAMPLE
from demo.storing import store
from feedback.services.files import write_person_card, write_team_card
from indicators.models import Indicator, IndicatorSystem, SystemNode
from indicators.services.systems import create_system, publish_system
from organization.models import Category, Role, Unit, User

YEARS = 3
CLASS = "government"
CYCLE = "{year}年度示例区发展改革局工作人员考核"
SYSTEM = "{year}年度示例区{name}工作人员年度考核指标"
INDICATOR = "YEARLY_WORK"
SCHEME = "yearly_staff"
CLAUSE = "示例方案，参照《公务员考核规定》优秀等次一般不超过20%的规定"
GRADES = (
    ("excellent", "优秀", 90),
    ("competent", "称职", 70),
    ("basic", "基本称职", 60),
    ("incompetent", "不称职", None),
)


def assess_years(today: dt.date, *, by: User, second: User, score: Score) -> None:
    """Assess the example unit of the district in each of the last years, the oldest first.

    The last year draws on its quarters, which bar some from the best grade.

    Args:
        score: starts the first run of a cycle, or finds it, and waits until it is complete.
    """
    unit = Unit.objects.get(code=EXAMPLE)
    for year in range(today.year - YEARS, today.year):
        name = CYCLE.format(year=year)
        if AssessmentCycle.objects.filter(name=name, state=AssessmentCycle.State.CLOSED).exists():
            continue
        cycle = AssessmentCycle.objects.filter(name=name).first() or _marked(name, year, unit, by)
        run = score(cycle)
        with transaction.atomic():
            for group in RunGroup.objects.filter(run=run).select_related("run"):
                decided_on = min(dt.date(year + 1, 1, 25), today)
                accept_proposals(group, body="局党组（示例）", decided_on=decided_on, by=by)
                publish_group(group, by=second)
            close_cycle(AssessmentCycle.objects.get(pk=cycle.pk), by=by)
    _write_on_cards(by)


@transaction.atomic
def _marked(name: str, year: int, unit: Unit, by: User) -> AssessmentCycle:
    """A cycle whose sheets are all handed in by the principal."""
    cycle = create_cycle(
        name=name,
        kind=AssessmentCycle.Kind.ANNUAL,
        period=str(year),
        scheme=Scheme.objects.filter(code=SCHEME).first() or _make_scheme(year, by),
        systems=[_make_system(year, unit, by)],
        by=by,
    )
    cycle.units.set([unit])
    open_cycle(cycle, day=dt.date(year, 12, 31), by=by)
    principal = User.objects.get(username="principal")
    sheets = [
        ScoreSheet(
            assessee=assessee,
            evaluator=principal,
            rater_class=Role.UNIT_PRINCIPAL,
            marks=[_mark(assessee, year)],
        )
        for assessee in cycle.assessees.select_related("appointment").order_by("key")
    ]
    store(sheets, about=cycle, by=by)
    plan = DailyPlan.objects.filter(year=year, domain=unit.domain_id).first()
    if plan is not None:
        draw_on_quarters(plan, cycle, by=by)
    return cycle


def _mark(assessee: Assessee, year: int) -> int:
    """Hundredths; people keep their level over the years, with ups and downs."""
    cadre = assessee.appointment and assessee.appointment.cadre_id
    level = random.Random(f"level {cadre}").gauss(88, 4)
    mark = level + random.Random(f"{year} {cadre}").gauss(0, 2)
    return round(min(max(mark, 55), 99) * ScoreSheet.MARK_SCALE)


def _make_scheme(year: int, by: User) -> Scheme:
    return save_scheme(
        None,
        fields={
            "code": SCHEME,
            "name": "工作人员年度考核方案（示例）",
            "year": year,
            "clause": CLAUSE,
        },
        grades=[
            {"code": code, "name": name, "position": place, "min_score": bar}
            for place, (code, name, bar) in enumerate(GRADES, start=1)
        ],
        quotas=[
            {
                "grade": "excellent",
                "level": SchemeQuota.Level.UNIT,
                "share": Decimal("0.2"),
                "tie_law": SchemeQuota.TieLaw.EXCLUDE,
                "clause": "优秀等次不超过参加考核人数的20%",
            }
        ],
        rater_classes=[{"code": Role.UNIT_PRINCIPAL, "name": "主要负责人", "weight": Decimal(100)}],
        by=by,
    )


def _make_system(year: int, unit: Unit, by: User) -> IndicatorSystem:
    """One leaf that is marked."""
    system = create_system(
        category=Category.objects.get(code=f"{DOMAIN}-{CLASS}"),
        assessee_kind=IndicatorSystem.AssesseeKind.STAFF,
        year=year,
        name=SYSTEM.format(year=year, name=CLASSES[CLASS][0]),
        by=by,
    )
    indicator = Indicator.objects.filter(code=INDICATOR).first()
    if indicator is None:
        indicator = Indicator(
            code=INDICATOR,
            name="全年履职情况",
            unit_of_measure="分",
            direction=Indicator.Direction.MORE_IS_BETTER,
            owner=unit,
            definition="德能勤绩廉综合评分（演练）",
        )
        store([indicator], about=unit, by=by)
    leaf = SystemNode(
        system=system,
        code="1",
        name=indicator.name,
        weight=Decimal(100),
        source=SystemNode.Source.JUDGED,
        rule="marks",
        standard="优：90至100；良：80至89；中：60至79；差：60以下。",
        indicator=indicator,
    )
    store([leaf], about=system, by=by)
    publish_system(system, by=by)
    return system


def _write_on_cards(by: User) -> None:
    cadre = User.objects.get(username="cadre").cadre
    assert cadre is not None
    write_person_card(
        cadre, gaps="缺少综合岗位经历（演练）", matters="挂职期满前安排一次谈话（演练）", by=by
    )
    write_team_card(
        Unit.objects.get(code=accounts.UNIT),
        principal_places=1,
        deputy_places=4,
        member_places=1,
        traits="分工清楚，专业搭配较齐（演练）",
        gaps="年轻干部偏少（演练）",
        advice="下一次调整时优先考虑 45 岁以下人选（演练）",
        by=by,
    )
