"""What evaluators of the demonstration learn, and how units nominate: needs, practice, topics."""

import datetime as dt
import random

from django.db import transaction

from demo.evaluators import SEED
from demo.pool import year_assessed
from evaluators.models import (
    Evaluator,
    FieldPractice,
    Nomination,
    ResearchTopic,
    RosterSpell,
    TrainingNeed,
    TrainingSession,
)
from evaluators.services.admission import ask_nomination, nominate, review_nomination
from evaluators.services.training import match_need, save_noted
from organization.models import User

NEEDS = (
    "统计数据质量核查",
    "统计数据质量核查",
    "个别谈话技巧",
    "法治政府建设评价",
    "生态环境指标解读",
)
TOPICS = (
    (1, "分类考核中指标权重的校准", "考核办综合处", "形成指标权重校准办法"),
    (1, "考评员评分尺度差异及其校正", "江左大学（示例）03院", "写入编组和评分规则"),
    (1, "减轻基层迎考负担的做法", "发展研究院（示例）02所", "材料清单压减三成"),
    (0, "群众满意度调查的抽样与加权", "评估机构（示例）05", ""),
    (0, "平时考核与年度考核的衔接", "考核办甲", ""),
)
PRACTICES = 12
PLACES = ("考核办综合处（跟班）", "统计核查组（演练）", "县（市、区）监测组（演练）")


@transaction.atomic
def train_people(today: dt.date, *, by: User, second: User) -> None:
    """Needs, some met by a session, practice in the field, topics, nominations in every state.

    Nothing happens when it was done at an earlier start.
    """
    if ResearchTopic.objects.exists():
        return
    year = year_assessed(today)
    draw = random.Random(SEED + 4)
    people = draw.sample(list(Evaluator.objects.on_roster(today).order_by("pk")), PRACTICES)
    session = TrainingSession.objects.filter(kind=TrainingSession.Kind.ON_DEMAND).first()
    for person, topic in zip(people, NEEDS, strict=False):
        need = TrainingNeed(evaluator=person, topic=topic, noted_on=dt.date(year, 1, 15))
        save_noted(need, by=by)
        if session and topic == NEEDS[0]:
            match_need(need, session=session, by=by)
    for years, title, led_by, outcome in TOPICS:
        topic_row = ResearchTopic(year=year - years, title=title, led_by=led_by, outcome=outcome)
        save_noted(topic_row, by=by)
    for person in people:
        start = dt.date(year - 1, draw.randint(1, 9), 1)
        save_noted(
            FieldPractice(
                evaluator=person,
                kind=draw.choice(list(FieldPractice.Kind)),
                place=draw.choice(PLACES),
                starts_on=start,
                ends_on=start + dt.timedelta(days=draw.randint(20, 90)),
            ),
            by=by,
        )
    _nominate(by=by, second=second)


def _nominate(*, by: User, second: User) -> None:
    """People who had left the pool are named anew: one waits, one is taken, one refused."""
    left = RosterSpell.objects.filter(left_on__isnull=False, evaluator__home_unit__isnull=False)
    spells = left.exclude(exit_reason=RosterSpell.ExitReason.AGE).select_related("evaluator")
    answers = (None, (True, "专业对口，同意进入资格审查"), (False, "离库原因尚未消除"))
    for spell, answer in zip(spells.order_by("pk"), answers, strict=False):
        unit = spell.evaluator.home_unit
        assert unit is not None
        nomination: Nomination = ask_nomination(unit, wanted="有实地考核经验的处级干部", by=by)
        nominate(nomination, spell.evaluator, by=by)
        if answer:
            accepted, opinion = answer
            review_nomination(nomination, accepted=accepted, opinion=opinion, by=second)
