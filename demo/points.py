"""Points of evaluators in the demonstration: rules, a year's entries, stars, what followed."""

import datetime as dt
import random
from itertools import islice

from django.db import transaction

from demo.evaluators import SEED
from evaluators.models import (
    CareerOutcome,
    Evaluator,
    FieldPlan,
    HomeDeduction,
    PointsEntry,
    PointsItem,
    PointsVersion,
    Recommendation,
    ReservePlace,
    StarLevel,
    YearStars,
)
from evaluators.services.conduct import decide_deduction, note_breach, note_outcome, recommend
from evaluators.services.points import confirm_stars, enter_points, propose_year_stars
from organization.models import User
from organization.services.audit import save_recorded

CLAUSE = "示例：考评员积分管理办法（演练）"
# code, name, points, colour, most a year, deduction for the home unit
ITEMS = (
    ("served", "参加实地考核一次", 2, "none", 10, None),
    ("good_report", "考核报告被评为优秀", 3, "red", None, None),
    ("praised", "被考核单位书面表扬", 2, "red", 4, None),
    ("late", "逾期提交评分表", -1, "black", None, None),
    ("careless", "评分依据不充分被退回", -2, "black", None, None),
    ("leak", "泄露考核信息", -20, "black", None, 1),
)
LEVELS = ((5, 112, 2, 0), (4, 108, 1, 0), (3, 104, 0, 1), (2, 100, 0, 2), (1, 90, 0, None))
FURTHER, CONFIRMED, OLDEST = 30, 20, 65
EVIDENCE = "演练：随机生成的记录"
# What became of the liaisons: how many, and the new post.
FATES = (
    (CareerOutcome.Kind.PROMOTED, 13, "二级调研员"),
    (CareerOutcome.Kind.WEIGHTIER, 3, "处长"),
    (CareerOutcome.Kind.MOVED, 1, "省属企业副职"),
)


@transaction.atomic
def keep_points(over: FieldPlan, *, by: User, second: User) -> None:
    """Enter what happened in the year of a plan and propose its stars, unless it was done before.

    A person has confirmed some of the stars, one of them not as proposed.
    """
    if PointsVersion.objects.exists():
        return
    items = _make_rules(by)
    draw = random.Random(SEED + 2)
    members = list(Evaluator.objects.filter(seats__group__plan=over).order_by("pk"))
    others = Evaluator.objects.on_roster(over.starts_on).exclude(seats__group__plan=over)
    chosen = members + draw.sample(list(others.order_by("pk")), FURTHER)
    for person in chosen:
        _enter(person, items["served"], over, draw, by)
        if draw.random() < 0.6:
            code = draw.choices(("good_report", "praised", "late", "careless"), (3, 3, 2, 1))[0]
            _enter(person, items[code], over, draw, by)
    sent = [person for person in members if person.home_unit_id][:2]
    for person in sent:
        _enter(person, items["leak"], over, draw, by)
    _follow_up(sent[0], over, by=by, second=second)
    propose_year_stars(over.year, by=by)
    _confirm_some(over.year, second)
    _praise(members, over, draw, by)


def _follow_up(person: Evaluator, over: FieldPlan, *, by: User, second: User) -> None:
    """The home unit answers for one leak; about the other nobody has decided yet."""
    entry = PointsEntry.objects.get(evaluator=person, item__code="leak")
    decide_deduction(
        HomeDeduction.objects.get(entry=entry),
        accepted=True,
        opinion="经核实，谁派出谁管理。",
        by=second,
    )
    note_breach(
        person,
        number=7,
        happened_on=entry.happened_on,
        finding="演练：在工作群转发评分进度截图",
        plan=over,
        by=by,
    )


def _confirm_some(year: int, second: User) -> None:
    """As proposed, but for the first of the highest level."""
    stars = list(YearStars.objects.filter(year=year).order_by("-proposed", "pk")[:CONFIRMED])
    for place, row in enumerate(stars):
        lower = place == 0
        confirm_stars(
            row,
            confirmed=row.proposed - lower,
            reason="当年一份评分表被退回，下调一星" if lower else "",
            by=second,
        )


def _praise(members: list[Evaluator], over: FieldPlan, draw: random.Random, by: User) -> None:
    praise = Recommendation.Kind
    for praised, reason in (
        (praise.BEST_EVALUATOR, "全程参加，评分依据充分，评价一致"),
        (praise.BEST_REPORT, "考核报告问题找得准、建议可操作"),
        (praise.PROMOTION, "熟悉基层，处理复杂问题稳妥"),
    ):
        person, reason = draw.choice(members), f"演练：{reason}"
        recommend(person, year=over.year, kind=praised, reason=reason, by=by)
    people = Evaluator.objects.filter(reserves__reserve=ReservePlace.Reserve.LIAISON)
    following = iter(people.order_by("pk"))
    for kind, count, post in FATES:
        for person in islice(following, count):
            day = dt.date(over.year, draw.randint(1, 12), 1)
            note_outcome(CareerOutcome(evaluator=person, kind=kind, since=day, post=post), by=by)


def _make_rules(by: User) -> dict[str, PointsItem]:
    version = PointsVersion(
        name="积分规则（示例）",
        valid_from=dt.date(2018, 1, 1),
        clause=CLAUSE,
        base=100,
        exit_age_max=OLDEST,
    )
    save_recorded(version, by=by)
    items = {}
    for code, name, points, colour, cap, home in ITEMS:
        items[code] = PointsItem(
            version=version,
            code=code,
            name=name,
            points=points,
            colour=colour,
            cap=cap,
            home_points=home,
            is_misconduct=home is not None,
        )
        save_recorded(items[code], by=by)
    for stars, points_min, red_min, black_max in LEVELS:
        level = StarLevel(
            version=version,
            stars=stars,
            points_min=points_min,
            red_min=red_min,
            black_max=black_max,
        )
        save_recorded(level, by=by)
    return items


def _enter(
    person: Evaluator, item: PointsItem, over: FieldPlan, draw: random.Random, by: User
) -> None:
    enter_points(
        person,
        item,
        happened_on=dt.date(over.year, draw.randint(4, 12), draw.randint(1, 28)),
        times=draw.randint(1, 3) if item.code == "served" else 1,
        evidence=EVIDENCE,
        plan=over if item.code == "served" else None,
        by=by,
    )
