"""What the people served say of the provincial organs: surveys, opinions, comments; invented."""

import datetime as dt
import io
import random
import secrets

from django.core.files import File

from collection.imports.survey_uploading import confirm_survey, upload_survey
from collection.models import CommentPoint, Opinion, Survey, SurveySheet, SurveyTheme
from collection.rules.comments import ALPHABET, NUMBER_LENGTH
from collection.services.comment_points import save_desk, save_point
from collection.services.opinions import (
    answer_opinion,
    check_opinion,
    forward_opinions,
    publish_answer,
    receive_comment,
    register_opinion,
)
from collection.services.survey_sheets import answer_sheet, note_sheet, send_sheets
from collection.services.surveys import create_survey, verify_survey
from demo import accounts
from indicators.models import Indicator
from organization.models import Unit, User

THEMES = (("overall", "总体评价"), ("jobs", "就业"), ("schools", "教育"), ("health", "医疗"))
CONDUCT = ("conduct", "作风")
NAME = "{year}年群众满意度电话调查（演示）"
BODY = "示例调查中心，仿 12340 热线，数据虚构"
CONTACTS = "示例省考核办，电话 0000-0000（示例），信箱：示例路 1 号，工作日 9:00 至 17:00。"
USUAL, SMALL, LEAST = 400, 22, 30
SEED = 12340
HEARD = (
    (
        "hotline",
        "schools",
        2,
        "入学材料要交三遍。",
        "confirmed",
        "查受理记录，两个科室重复收取。",
    ),
    ("box", "conduct", 1, "窗口午休提前半小时关门。", "partly", "查监控，一周内发生一次。"),
    ("meeting", "jobs", 4, "招聘会对口，组织得好。", "confirmed", "与参会企业核对。"),
    ("visit", "health", 2, "转诊手续说不清找谁。", "unclear", "反映人未留线索，无法核实。"),
    ("forum", "conduct", 1, "网传某处室吃拿卡要。", "unfounded", "经查为转载外地旧闻。"),
    ("form", "overall", 3, "办事指南更新慢。", "", ""),
    ("surveyor", "jobs", 4, "技能培训有用，希望多办。", "", ""),
)
SAID = (
    (5, "窗口人员耐心，一次办成。"),
    (2, "叫号机坏了两天，没人管。"),
    (1, "排队一上午，下午说系统升级。"),
    (4, "网上能预约，省了不少时间。"),
    (3, "停车难，希望开放旁边院子。"),
)
ANSWER = "叫号机已更换，并安排专人每日开门前检查。谢谢您的提醒。"
MEASURES = "一、增设延时服务窗口，本月底前完成，责任处室：综合处。\n二、办事指南每季度核对一次。"
WINDOWS = ("政务大厅 3 号窗口", "信访接待室")


def hear_people(today: dt.date, *, by: User, second: User) -> None:
    """Surveys of two years, opinions by channel, and comments that wait; once."""
    if Survey.objects.exists():
        return
    unit = Unit.objects.get(code=accounts.UNIT)
    speaker = User.objects.get(username="principal")
    themes = _themes()
    for year in (today.year - 2, today.year - 1):
        survey = _survey(year, unit, by=by)
        verify_survey(survey, by=second)
    send_sheets(survey, due_on=today + dt.timedelta(days=30), by=second)
    sheet = SurveySheet.objects.get(survey=survey, unit=unit)
    answer_sheet(sheet, measures=MEASURES, by=speaker)
    sheet.refresh_from_db()
    note_sheet(sheet, remark="按期推进，年底报告进展。", by=second)
    for channel, theme, attitude, text, verdict, finding in HEARD:
        opinion = register_opinion(
            unit=unit,
            channel=channel,
            theme=themes[theme],
            attitude=attitude,
            text=text,
            received_on=today - dt.timedelta(days=len(text)),
            by=by,
        )
        if verdict:
            check_opinion(opinion, verdict=verdict, finding=finding, by=second)
    _comments(unit, themes, speaker, by=by)


def _themes() -> dict[str, SurveyTheme]:
    scored = Indicator.objects.filter(name__contains="满意").order_by("code").first()
    themes = [
        SurveyTheme(code=code, name=name, position=place)
        for place, (code, name) in enumerate((*THEMES, CONDUCT), 1)
    ]
    themes[0].indicator = scored
    return {theme.code: theme for theme in SurveyTheme.objects.bulk_create(themes)}


def _survey(year: int, unit: Unit, *, by: User) -> Survey:
    """Registered and brought in as a list, as people do it."""
    survey = create_survey(
        name=NAME.format(year=year),
        body=BODY,
        domain=unit.domain,
        period=str(year),
        method=Survey.Method.PHONE,
        from_on=dt.date(year, 10, 8),
        to_on=dt.date(year, 11, 7),
        least_sample=LEAST,
        note="演示数据，单位和得分均为虚构。",
        by=by,
    )
    draw = random.Random(SEED + year)
    lines = ["单位代码,单位名称,主题,满意度,样本量"]
    # No invented score stands beside the name of a real organ.
    for one in Unit.objects.filter(domain=unit.domain, name__contains="示例"):
        level = draw.gauss(84, 4)
        for _code, name in (*THEMES, CONDUCT):
            score = min(99.0, max(60.0, draw.gauss(level, 3)))
            sample = SMALL if not draw.randrange(25) else USUAL + draw.randrange(-60, 60)
            lines.append(f"{one.code},{one.name},{name},{score:.2f},{sample}")
    content = io.BytesIO("\n".join(lines).encode("utf-8-sig"))
    upload = upload_survey(File(content, name=f"满意度{year}.csv"), survey=survey, by=by)
    confirm_survey(upload, by=by)
    return survey


def _comments(unit: Unit, themes: dict[str, SurveyTheme], speaker: User, *, by: User) -> None:
    """A desk that is open, two windows, and comments: most wait, one is answered."""
    save_desk(unit.domain, is_open=True, contacts=CONTACTS, by=by)
    points = [save_point(CommentPoint(), unit=unit, place=place, by=by) for place in ("", *WINDOWS)]
    came: list[Opinion] = []
    for number, (attitude, text) in enumerate(SAID):
        came.append(
            receive_comment(
                points[number % len(points)],
                number="".join(secrets.choice(ALPHABET) for _place in range(NUMBER_LENGTH)),
                theme=themes["conduct"] if attitude < Opinion.Attitude.FAIR else None,
                attitude=attitude,
                text=text,
            )
        )
    told = came[1]
    forward_opinions([told], by=by)
    answer_opinion(told, answer=ANSWER, by=speaker)
    check_opinion(told, verdict=Opinion.State.CONFIRMED, finding="现场查看，属实。", by=by)
    told.refresh_from_db()
    publish_answer(told, by=by)
