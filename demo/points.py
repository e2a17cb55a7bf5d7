"""Points of evaluators in the demonstration: rules, a year's entries, stars to confirm."""

import datetime as dt
import random

from django.db import transaction

from demo.evaluators import SEED
from evaluators.models import Evaluator, PointsItem, PointsVersion, StarLevel
from evaluators.services.points import enter_points, propose_year_stars
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
PEOPLE = 60
EVIDENCE = "演练：随机生成的记录"


@transaction.atomic
def keep_points(year: int, *, by: User) -> None:
    """Enter what happened in a year and propose its stars, unless it was done before."""
    if PointsVersion.objects.exists():
        return
    items = _make_rules(by)
    draw = random.Random(SEED + 2)
    people = list(Evaluator.objects.on_roster(dt.date(year, 1, 1)).order_by("pk"))
    chosen = draw.sample(people, PEOPLE)
    for person in chosen:
        _enter(person, items["served"], year, draw, by)
        if draw.random() < 0.6:
            code = draw.choices(("good_report", "praised", "late", "careless"), (3, 3, 2, 1))[0]
            _enter(person, items[code], year, draw, by)
    sent = next(person for person in chosen if person.home_unit_id)
    _enter(sent, items["leak"], year, draw, by)
    propose_year_stars(year, by=by)


def _make_rules(by: User) -> dict[str, PointsItem]:
    version = PointsVersion(
        name="积分规则（示例）", valid_from=dt.date(2018, 1, 1), clause=CLAUSE, base=100
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


def _enter(person: Evaluator, item: PointsItem, year: int, draw: random.Random, by: User) -> None:
    day = dt.date(year, draw.randint(4, 12), draw.randint(1, 28))
    times = draw.randint(1, 3) if item.code == "served" else 1
    enter_points(person, item, happened_on=day, times=times, evidence=EVIDENCE, by=by)
