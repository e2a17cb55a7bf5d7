"""The appointment form (干部任免审批表) on two pages, as its official model has them."""

import base64
import binascii
import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dailyreview.paper.sheet import (
    Cell,
    Row,
    Sheet,
    Table,
    narrow_seal,
    pairs,
    prose,
    seal,
    upright,
)
from dailyreview.rules.lrmx import FAMILY_FIELDS, Form, month_of

FRONT = (20, 22, 20, 22, 20, 22, 30)
BACK = (20, 18, 22, 20, 22, 54)
FAMILY_ROWS = 7
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def appointment_sheet(form: Form) -> Sheet:
    """The form of one person; what the file does not say stays empty."""
    return Sheet(
        _("Appointment and removal form of cadres"),
        [Table(FRONT, _front(form)), Table(BACK, _back(form))],
        notes=[_("Filled in by: %(name)s") % {"name": form.get("TianBiaoRen")}],
    )


def _front(form: Form) -> list[Row]:
    get = form.get
    first = (
        (pgettext("form", "Name"), get("XingMing")),
        (_("Sex"), get("XingBie")),
        (_("Born (age)"), _born(form)),
    )
    second = (
        (_("Nationality"), get("MinZu")),
        (_("Native place"), get("JiGuan")),
        (_("Place of birth"), get("ChuShengDi")),
    )
    third = (
        (_("Joined the Party"), _month(get("RuDangShiJian"))),
        (_("Began to work"), _month(get("CanJiaGongZuoShiJian"))),
        (_("Health"), get("JianKangZhuangKuang")),
    )
    fourth = (
        Cell(_("Professional title")),
        Cell(get("ZhuanYeJiShuZhiWu"), span=2),
        Cell(_("Field and special skills")),
        Cell(get("ShuXiZhuanYeYouHeZhuanChang"), span=2),
    )
    posts = (
        (_("Present post"), get("XianRenZhiWu")),
        (_("Post proposed"), get("NiRenZhiWu")),
        (_("Post to be removed from"), get("NiMianZhiWu")),
    )
    return [
        Row((*pairs(first), Cell(rows=4, picture=_photo(form)))),
        Row(pairs(second)),
        Row(pairs(third)),
        Row(fourth, 13),
        Row((Cell(_("Education and degrees"), rows=2), *_education(form, "QuanRiZhiJiaoYu")), 15),
        Row(_education(form, "ZaiZhiJiaoYu"), 15),
        *(Row((Cell(label, span=2), prose(text, span=5)), 11) for label, text in posts),
        Row(
            (Cell(upright(_("Career"))), prose(get("JianLi"), span=6, indents=False)),
            74,
            splits=True,
        ),
    ]


def _education(form: Form, kind: str) -> tuple[Cell, ...]:
    full_time = kind == "QuanRiZhiJiaoYu"
    degrees = [form.get(f"{kind}_{part}") for part in ("XueLi", "XueWei")]
    schools = [form.get(f"{kind}_{part}_BiYeYuanXiaoXi") for part in ("XueLi", "XueWei")]
    return (
        Cell(_("Full-time education") if full_time else _("On-the-job education")),
        Cell("\n".join(filter(None, degrees)), span=2),
        Cell(_("School, department and field")),
        Cell("\n".join(dict.fromkeys(filter(None, schools))), span=2),
    )


def _back(form: Form) -> list[Row]:
    boxes = (
        (_("Awards and penalties"), "JiangChengQingKuang", 30),
        (_("Results of annual assessments"), "NianDuKaoHeJieGuo", 18),
        (pgettext("form", "Reason"), "RenMianLiYou", 18),
    )
    rows = [
        Row((Cell(label), prose(form.get(tag), span=5)), height, splits=True)
        for label, tag, height in boxes
    ]
    reporting = prose(form.get("ChengBaoDanWei"), span=5, opens_below=True)
    return [
        *rows,
        *_family(form),
        Row((Cell(_("Reporting unit"), rows=2), reporting), 10),
        Row((Cell(seal(), span=5, align="right", opens_above=True),), 9),
        Row(
            (
                Cell(_("Opinion of the approving organ"), rows=2),
                prose("", span=3, opens_below=True),
                Cell(_("Opinion of the administrative organ"), rows=2),
                prose("", opens_below=True),
            ),
            18,
        ),
        Row(
            (
                Cell(narrow_seal(), span=3, align="right", opens_above=True),
                Cell(narrow_seal(), align="right", opens_above=True),
            ),
            14,
        ),
    ]


def _family(form: Form) -> list[Row]:
    people = [dict(person) for person in form.family]
    people += [{}] * (FAMILY_ROWS - len(people))
    heads = (
        _("Relation"),
        pgettext("form", "Name"),
        _("Born"),
        _("Political status"),
        _("Unit and post"),
    )
    label = Cell(_("Family and important social relations"), rows=len(people) + 1)
    rows = [Row((label, *map(Cell, heads)), 10)]
    for person in people:
        rows.append(Row(tuple(Cell(_shown(person, part)) for part in FAMILY_FIELDS), 10))
    return rows


def _shown(person: dict[str, str], part: str) -> str:
    text = person.get(part, "")
    return _month(text) if part == "ChuShengRiQi" else text


def _month(text: str) -> str:
    """A month as such forms write it, 1995.03; words as they are."""
    month = month_of(text)
    return f"{month[0]}.{month[1]:02d}" if month else text


def _born(form: Form) -> str:
    """The month of birth with the age in brackets, on the day that the form counts from."""
    text = form.get("ChuShengNianYue")
    born, on = month_of(text), month_of(form.get("JiSuanNianLingShiJian"))
    if born is None:
        return text
    today: dt.date = timezone.localdate()
    year, month = on or (today.year, today.month)
    age = year - born[0] - (month < born[1])
    return _("%(month)s (%(age)s)") % {"month": _month(text), "age": age}


def _photo(form: Form) -> bytes:
    try:
        photo = base64.b64decode("".join(form.get("ZhaoPian").split()), validate=True)
    except binascii.Error:
        return b""
    return photo if photo.startswith(PICTURES) else b""
