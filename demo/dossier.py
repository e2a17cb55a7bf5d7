"""Performance dossiers of the demonstration: facts confirmed, waiting and sent by a department."""

import datetime as dt
from decimal import Decimal

from dailyreview.models import EventFile, FactCode
from dailyreview.services.appointment_forms import confirm_form, digest_of, offer_form
from dailyreview.services.dossier import confirm_entry, receive_fact, record_entry
from dailyreview.services.events import cite_person, propose_award, save_event
from dailyreview.services.intake import save_code
from dailyreview.services.merits import make_version, value_facts
from dailyreview.services.tags import create_tag, put_tag
from demo.district import ROTATING, District
from organization.models import Appointment, Cadre, User

# Kind, fact, document, how many days ago, whether a second person has confirmed it.
FACTS = (
    ("award", "获评区级先进工作者（演练）", "示例区〔1〕号表彰决定", 200, True),
    ("key_work", "牵头完成重点项目审批提速，平均压缩五个工作日", "示例区〔2〕号通报", 150, True),
    ("award", "所在专班获集体嘉奖（演练）", "示例区〔3〕号表彰决定", 400, True),
    ("reminder_talk", "因两次迟报信息被提醒谈话（演练）", "谈话记录第4号", 90, True),
    ("reform", "提出的材料免提交做法在全区推广", "示例区〔5〕号简报", 60, True),
    ("criticism", "值班脱岗被通报批评（演练）", "示例区〔6〕号通报", 20, False),
)


# What the kinds of facts count in the example.
POINTS = {
    "key_work": Decimal(3),
    "award": Decimal(5),
    "reform": Decimal(4),
    "major_test": Decimal(4),
    "criticism": Decimal(-3),
    "reminder_talk": Decimal(-2),
    "petition": Decimal(-3),
    "failure": Decimal(-4),
}
TAGS = (
    ("able", "实绩突出", "记分、等次与群众口碑一并研判"),
    ("young", "优秀年轻", "35周岁以下，在急难任务中经受考验"),
)


def keep_dossiers(district: District, today: dt.date, *, by: User, second: User) -> None:
    """Facts of the example office's people, one written by the listed cadre, one from outside."""
    posts = district.office.appointments.select_related("cadre").order_by("pk")
    for post, (kind, fact, document, ago, is_confirmed) in zip(posts, FACTS, strict=False):
        happened_on = today - dt.timedelta(days=ago)
        entry = record_entry(
            post.cadre, kind=kind, fact=fact, happened_on=happened_on, document=document, by=by
        )
        if is_confirmed:
            confirm_entry(entry, by=second)
    _praise(today, by=by, second=second)
    _count_points(district, today, by=by)
    for code, kind in (("XF-查实", "petition"), ("SJ-问题", "failure")):
        save_code(FactCode(source=district.example, code=code, kind=kind), by=by)
    _stand_the_test(district, today, by=by, second=second)
    for post in posts[:3]:
        form = offer_form(_form_of(post.cadre), by=by)
        if post.pk != posts[0].pk:
            confirm_form(form, digest=digest_of(form), by=by)
    users = User.objects.in_bulk(("cadre", "reporter", "leader"), field_name="username")
    writer = users["cadre"]
    assert writer.cadre is not None
    own = [
        record_entry(
            writer.cadre,
            kind="key_work",
            fact=fact,
            happened_on=today - dt.timedelta(days=ago),
            document="本人季度小结",
            by=writer,
        )
        for fact, ago in (("完成窗口跟班调研，提出七条改进建议", 75), ("参与项目台账建设", 15))
    ]
    confirm_entry(own[0], by=users["leader"])
    receive_fact(
        district.example,
        name=posts[0].cadre.name,
        id_number="",
        unit_name=district.example.name,
        kind="petition",
        fact="信访件查证属实：答复逾期（演练）",
        happened_on=today - dt.timedelta(days=12),
        document="示例信访〔7〕号",
        by=users["reporter"],
    )


def _count_points(district: District, today: dt.date, *, by: User) -> None:
    """A version of the points since last year, and tags on those who stand out."""
    version = make_version(
        domain=district.domain,
        name="实绩记分办法（示例）",
        valid_from=dt.date(today.year - 2, 1, 1),
        clause="示例办法第三条",
        points=POINTS,
        by=by,
    )
    value_facts(version.pk)
    posts = district.office.appointments.select_related("cadre").order_by("pk")
    for number, (code, name, description) in enumerate(TAGS):
        tag = create_tag(
            domain=district.domain, code=code, name=name, description=description, by=by
        )
        people = [post.cadre for post in posts[number : number + 2]]
        put_tag(tag, people=people, since=today, reason="季度综合研判（演练）", by=by)


def _stand_the_test(district: District, today: dt.date, *, by: User, second: User) -> None:
    """A flood with two people cited: one confirmed with an award proposed, one that waits."""
    event = EventFile(
        domain=district.domain,
        name=f"{today.year}年示例区防汛抗洪（演练）",
        kind=EventFile.Kind.DISASTER,
        starts_on=today - dt.timedelta(days=50),
        ends_on=today - dt.timedelta(days=40),
        description="连续强降雨，低洼片区组织转移（演练）。",
    )
    save_event(event, by=by)
    posts = district.office.appointments.select_related("cadre").order_by("pk")
    told = (
        ("转移组带队", "positive", "连夜转移低洼片区群众，无一人伤亡（演练）"),
        ("值守", "negative", "值守期间两次未按时报送雨情（演练）"),
    )
    for post, (part, conduct, fact) in zip(posts[2:], told, strict=False):
        citation = cite_person(
            event,
            cadre=post.cadre,
            part=part,
            conduct=conduct,
            fact=fact,
            happened_on=today - dt.timedelta(days=45),
            document="示例区防汛简报第6期",
            by=by,
        )
        if conduct == "positive":
            confirm_entry(citation.entry, by=second)
            citation.entry.refresh_from_db()
            propose_award(citation, award="嘉奖", reason="带队转移及时有序（演练）", by=by)


def _praise(today: dt.date, *, by: User, second: User) -> None:
    """Awards alone, in the unit in which 'good' goes round: what the monitor of balance shows."""
    people = Appointment.objects.filter(unit__parent__code=ROTATING).select_related("cadre")
    for number, post in enumerate(people.order_by("pk")[:3]):
        entry = record_entry(
            post.cadre,
            kind="award",
            fact="获评季度之星（演练）",
            happened_on=today - dt.timedelta(days=30 + 90 * number),
            document=f"示例区〔{number + 8}〕号表彰决定",
            by=by,
        )
        confirm_entry(entry, by=second)


def _form_of(cadre: Cadre) -> bytes:
    """An appointment form as another system writes it."""
    texts = {
        "XingMing": cadre.name,
        "XingBie": cadre.get_sex_display(),
        "ChuShengNianYue": f"{cadre.birth_month:%Y%m}",
        "MinZu": "汉族",
        "ShenFenZheng": cadre.id_number,
        "XianRenZhiWu": "示例区发展改革局综合科科员（演练）",
    }
    parts = "".join(f"<{tag}>{text}</{tag}>" for tag, text in texts.items())
    return f'<?xml version="1.0" encoding="utf-8"?><Person>{parts}</Person>'.encode()
