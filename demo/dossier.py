"""Performance dossiers of the demonstration: facts confirmed, waiting and sent by a department."""

import datetime as dt

from dailyreview.services.appointment_forms import confirm_form, digest_of, offer_form
from dailyreview.services.dossier import confirm_entry, receive_fact, record_entry
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
