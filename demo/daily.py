"""The daily review of an invented district: four quarters of last year, those of this year."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from django.db import transaction

from assessment.models import AssessmentCycle, RunGroup, Scheme, SchemeQuota, ScoreRun
from assessment.services.cycles import close_cycle
from assessment.services.decisions import accept_proposals, publish_group
from assessment.services.schemes import save_scheme
from dailyreview.models import DailyPlan, GuidanceVisit, Quarter, QuarterRecord
from dailyreview.services.care import open_mentorings
from dailyreview.services.goals import finish_goal, set_goal
from dailyreview.services.plans import create_plan, switch_on
from dailyreview.services.records import Work, save_record, submit_record
from dailyreview.services.reviewing import Review, review_records
from demo.asking import ask_and_post
from demo.care import follow_up
from demo.district import CLASSES, DOMAIN, EXAMPLE, District, make_district
from demo.dossier import keep_dossiers
from demo.happenings import note_happenings
from demo.quarters import Person, Standing, fill_quarter
from demo.storing import store
from demo.tables import read_table
from demo.uses import use_results
from indicators.models import Indicator, IndicatorSystem, SystemNode
from indicators.services.systems import create_system, publish_system
from organization.models import Category, Role, Unit, User

PLAN = "{year}年示例区平时考核"
SYSTEM = "{year}年示例区{name}工作人员平时考核指标"
SCHEME = "daily"
SCHEME_CLAUSE = "示例方案，参照《公务员平时考核办法（试行）》“好”等次不超过40%的规定"
# Code, name, score it needs, worth in the year.
GRADES = (
    ("good", "好", 90, 100),
    ("fairly", "较好", 80, 85),
    ("ordinary", "一般", 60, 65),
    ("poor", "较差", None, 40),
)
LEVELS = (
    (Role.SECTION_HEAD, "科室负责人", 30),
    (Role.SUPERVISING_LEADER, "分管负责人", 30),
    (Role.UNIT_PRINCIPAL, "主要负责人", 40),
)
# Who reviews in each class of units: the larger ones have more levels.
CHAINS = {"party": "two", "government": "three", "street": "two", "institution": "one"}
WORST_TOLERATED = 2
GOALS = (
    ("营商环境改革清单年内完成三项", "形成可复制做法一项"),
    ("项目前期手续平均压缩五个工作日", "按季度公布用时"),
    ("建成重点项目数据台账", "按周更新，无逾期"),
)
States = QuarterRecord.State
Styles = DailyPlan.FormStyle
Score = Callable[[AssessmentCycle], ScoreRun]


def review_daily(today: dt.date, *, by: User, second: User, score: Score) -> None:
    """A plan of last year with all its quarters decided, and one of this year under way.

    Args:
        score: starts the first run of a cycle, or finds it, and waits until it is complete.
    """
    if GuidanceVisit.objects.exists():
        return
    district = make_district(today.year - 1, by=by)
    styles = {today.year - 1: Styles.SUMMARY, today.year: Styles.INDICATORS}
    over, runs = (_plan(district, year, style, by) for year, style in styles.items())
    for number in range(1, 5):
        done = _filled(over, number, district, by)
        _decide_and_publish(done, score(done.cycle), district, second=second)
        _close(done, second)
    current = (today.month + 2) // 3
    if current > 1:
        last = _filled(runs, current - 1, district, by)
        # The listed principal still has the grades to decide.
        leave = district.example.pk
        _decide_and_publish(last, score(last.cycle), district, leave=leave, second=second)
    with transaction.atomic():
        _hand_down_goals(runs, district, today)
        running = fill_quarter(runs, current, district=district, decide=_under_way(district), by=by)
        _write_by_hand(running)
        follow_up(done, running, district=district, today=today, by=by)
        keep_dossiers(district, today, by=by, second=second)
        use_results(over, district, by=by, second=second)
        ask_and_post(done, district=district, today=today, by=by, second=second)
        note_happenings(today, by=by, second=second)


def _plan(district: District, year: int, style: str, by: User) -> DailyPlan:
    plan = DailyPlan.objects.filter(domain=district.domain, year=year).first()
    return plan or _make_plan(district, year, style, by)


@transaction.atomic
def _make_plan(district: District, year: int, style: str, by: User) -> DailyPlan:
    plan = create_plan(
        domain=district.domain,
        year=year,
        name=PLAN.format(year=year),
        scheme=Scheme.objects.filter(code=SCHEME).first() or _make_scheme(year, by),
        systems=[_make_system(code, year, by) for code in CLASSES],
        form_style=style,
        by=by,
    )
    for code, chain in CHAINS.items():
        members = Unit.objects.filter(memberships__category__code=f"{DOMAIN}-{code}")
        asks = {"asks_peers": True, "asks_users": True}
        switch_on(plan, units=members, first_quarter=1, chain=chain, **asks, by=by)
    return plan


def _make_scheme(year: int, by: User) -> Scheme:
    return save_scheme(
        None,
        fields={
            "code": SCHEME,
            "name": "平时考核方案（示例）",
            "year": year,
            "clause": SCHEME_CLAUSE,
        },
        grades=[
            {"code": code, "name": name, "position": place, "min_score": bar, "worth": worth}
            for place, (code, name, bar, worth) in enumerate(GRADES, start=1)
        ],
        quotas=[
            {
                "grade": "good",
                "level": SchemeQuota.Level.IDENTITY_CLASS,
                "share": Decimal("0.4"),
                "tie_law": SchemeQuota.TieLaw.EXCLUDE,
                "clause": "“好”等次不超过同类人员的40%",
            }
        ],
        rater_classes=[
            {"code": role, "name": name, "weight": Decimal(weight)} for role, name, weight in LEVELS
        ],
        by=by,
    )


def _make_system(code: str, year: int, by: User) -> IndicatorSystem:
    """The system of a class of units: the same leaves, other weights."""
    rows = read_table("daily_system")
    system = create_system(
        category=Category.objects.get(code=f"{DOMAIN}-{code}"),
        assessee_kind=IndicatorSystem.AssesseeKind.STAFF,
        year=year,
        name=SYSTEM.format(year=year, name=CLASSES[code][0]),
        by=by,
    )
    sections = [
        SystemNode(
            system=system,
            code=row["code"],
            name=row["name"],
            position=place,
            weight=Decimal(row[code]),
        )
        for place, row in enumerate(rows)
        if not row["parent"]
    ]
    store(sections, about=system, by=by)
    above = {section.code: section for section in sections}
    indicators = _indicators(rows, by)
    leaves = [
        SystemNode(
            system=system,
            parent=above[row["parent"]],
            code=row["code"],
            name=row["name"],
            position=place,
            weight=above[row["parent"]].weight * Decimal(row["share"]),
            source=SystemNode.Source.JUDGED,
            rule="marks",
            params={"deducts": True} if row["deducts"] else {},
            standard=row["standard"],
            indicator=indicators[row["code"]],
        )
        for place, row in enumerate(rows)
        if row["parent"]
    ]
    store(leaves, about=system, by=by)
    publish_system(system, by=by)
    return system


def _indicators(rows: list[dict[str, str]], by: User) -> dict[str, Indicator]:
    codes = {row["code"]: f"DAILY_{row['code'].replace('.', '_')}" for row in rows if row["parent"]}
    known = Indicator.objects.in_bulk(codes.values(), field_name="code")
    if not known:
        owner = Unit.objects.get(code=EXAMPLE)
        made = [
            Indicator(
                code=codes[row["code"]],
                name=row["name"],
                unit_of_measure="分",
                direction=Indicator.Direction.MORE_IS_BETTER,
                owner=owner,
                definition="由评鉴人按评分标准评分",
            )
            for row in rows
            if row["parent"]
        ]
        store(made, about=owner, by=by)
        known = {indicator.code: indicator for indicator in made}
    return {code: known[name] for code, name in codes.items()}


def _filled(plan: DailyPlan, number: int, district: District, by: User) -> Quarter:
    """A quarter in which every record is reviewed to the end."""
    return fill_quarter(
        plan, number, district=district, decide=lambda _person: Standing(States.REVIEWED), by=by
    )


@transaction.atomic
def _decide_and_publish(
    quarter: Quarter, run: ScoreRun, district: District, *, leave: int = 0, second: User
) -> None:
    """Each principal decides the grades of the own unit but for one; the office publishes them."""
    decided_on = quarter.reviews_due_on
    for group in RunGroup.objects.filter(run=run, publication__isnull=True).select_related("run"):
        unit = district.units[group.results.values_list("assessee__unit", flat=True)[0]]
        if unit.pk == leave:
            continue
        principal = district.holders[Role.UNIT_PRINCIPAL, unit.pk]
        decisions = accept_proposals(
            group, body=f"{unit.label}主要负责人", decided_on=decided_on, by=principal
        )
        places = {code: place for place, (code, *_rest) in enumerate(GRADES, start=1)}
        behind = [one for one in decisions if places[one.grade] > WORST_TOLERATED]
        open_mentorings(behind, by=principal)
        publish_group(group, by=second)


def _close(quarter: Quarter, by: User) -> None:
    cycle = AssessmentCycle.objects.get(pk=quarter.cycle_id)
    if cycle.state == AssessmentCycle.State.OPEN:
        close_cycle(cycle, by=by)


def _under_way(district: District) -> Callable[[Person], Standing]:
    """Records in every state; the listed cadre and colleagues are still writing."""
    office = district.office.pk
    of_office = (
        *(Standing(States.DRAFT),) * 3,
        *(Standing(States.IN_REVIEW, 0),) * 4,
        Standing(States.IN_REVIEW, 1),
        Standing(States.IN_REVIEW, 2),
        Standing(States.RETURNED),
        Standing(States.REVIEWED),
        Standing(States.DRAFT),
    )

    def decide(person: Person) -> Standing:
        if person.record.section_id == office:
            return of_office[person.place % 12] if person.place < 12 else Standing(States.DRAFT)
        lot = person.place % 20
        if lot < 11:
            return Standing(States.DRAFT)
        if lot == 19:
            return Standing(States.RETURNED)
        passed = (lot - 11) % (len(person.roles) + 1)
        if passed == len(person.roles):
            return Standing(States.REVIEWED)
        return Standing(States.IN_REVIEW, passed)

    return decide


def _hand_down_goals(plan: DailyPlan, district: District, today: dt.date) -> None:
    """Goals of the listed head's people, one of them reached; the listed cadre has an own one."""
    head, cadre = (User.objects.get(username=name) for name in ("head", "cadre"))
    posts = list(district.office.appointments.order_by("pk"))
    for place, post in enumerate(posts):
        title, standard = GOALS[place % len(GOALS)]
        due_on = dt.date(plan.year, 12, 20) if place % 4 else today - dt.timedelta(days=3)
        goal = set_goal(
            plan, appointment=post, title=title, standard=standard, due_on=due_on, by=head
        )
        if place == 1:
            finish_goal(goal, by=head)
    set_goal(plan, appointment=posts[-1], title="学完统计业务课程并结业", by=cadre)


def _write_by_hand(quarter: Quarter) -> None:
    """As the pages do it: a draft half written, one handed in, one passed on to the next level."""
    users = User.objects.in_bulk(("cadre", "ky001", "ky002", "head"), field_name="username")
    for name, hands_in in (("cadre", False), ("ky001", True), ("ky002", True)):
        by = users[name]
        record = QuarterRecord.objects.own_of(by).get(quarter=quarter)
        work = [
            Work(entry.pk, entry.kind, entry.title, entry.standard, entry.due_on, "已完成初稿")
            for entry in record.entries.all()
        ]
        record = save_record(
            record,
            revision=record.revision,
            summary="到窗口跟班两周，整理出办事堵点七条。",
            best="推动两项材料免提交",
            regret="" if name == "cadre" else "对口联系企业还不够勤",
            work=work,
            by=by,
        )
        if hands_in:
            submit_record(record, revision=record.revision, by=by)
    passed = QuarterRecord.objects.own_of(users["ky002"]).get(quarter=quarter)
    codes = [row["code"] for row in read_table("daily_system") if row["parent"]]
    full = {row["code"] for row in read_table("daily_system") if row["deducts"]}
    marks = {code: Decimal(100 if code in full else 91) for code in codes}
    review_records([Review(passed, "forward", "走访有成效。", marks)], by=users["head"])
