"""Appointment forms (干部任免审批表) as `.lrmx` files: XML with pinyin tags.

Other systems add elements of their own and leave out some: what is not known here is kept where it
stood, so that a form that comes in and goes out again has lost nothing.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

ROOT, FAMILY, ITEM = "Person", "JiaTingChengYuan", "Item"
VERSION = "3.2.1.6"
# In the order in which such files have them; what each holds on the printed form.
FIELDS = {
    "XingMing": "姓名",
    "XingBie": "性别",
    "ChuShengNianYue": "出生年月",
    "MinZu": "民族",
    "JiGuan": "籍贯",
    "ChuShengDi": "出生地",
    "RuDangShiJian": "入党时间",
    "CanJiaGongZuoShiJian": "参加工作时间",
    "JianKangZhuangKuang": "健康状况",
    "ZhuanYeJiShuZhiWu": "专业技术职务",
    "ShuXiZhuanYeYouHeZhuanChang": "熟悉专业有何专长",
    "QuanRiZhiJiaoYu_XueLi": "全日制教育学历",
    "QuanRiZhiJiaoYu_XueWei": "全日制教育学位",
    "QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi": "全日制教育毕业院校系及专业（学历）",
    "QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi": "全日制教育毕业院校系及专业（学位）",
    "ZaiZhiJiaoYu_XueLi": "在职教育学历",
    "ZaiZhiJiaoYu_XueWei": "在职教育学位",
    "ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi": "在职教育毕业院校系及专业（学历）",
    "ZaiZhiJiaoYu_XueWei_BiYeYuanXiaoXi": "在职教育毕业院校系及专业（学位）",
    "XianRenZhiWu": "现任职务",
    "NiRenZhiWu": "拟任职务",
    "NiMianZhiWu": "拟免职务",
    "JianLi": "简历",
    "JiangChengQingKuang": "奖惩情况",
    "NianDuKaoHeJieGuo": "年度考核结果",
    "RenMianLiYou": "任免理由",
    FAMILY: "家庭主要成员及重要社会关系",
    "ChengBaoDanWei": "呈报单位",
    "JiSuanNianLingShiJian": "计算年龄时间",
    "TianBiaoShiJian": "填表时间",
    "TianBiaoRen": "填表人",
    "ShenFenZheng": "身份证号",
    "ZhaoPian": "照片",
    "Version": "版本",
}
FAMILY_FIELDS = ("ChengWei", "XingMing", "ChuShengRiQi", "ZhengZhiMianMao", "GongZuoDanWeiJiZhiWu")


class LrmxError(ValueError):
    """The file is no appointment form; the message says what it lacks."""


@dataclass(frozen=True)
class Form:
    """One form.

    Attributes:
        texts: element and text, in the order of the file; the family stands among them as "".
        family: each person as element and text.
    """

    texts: Sequence[tuple[str, str]] = ()
    family: Sequence[Sequence[tuple[str, str]]] = field(default=())

    def get(self, tag: str) -> str:
        """The text of an element; empty when there is none.

        >>> Form((("XingMing", "王小明"),)).get("XingMing")
        '王小明'
        """
        return dict(self.texts).get(tag, "")

    def changed(self, texts: Mapping[str, str]) -> "Form":
        """The form with some texts set; elements that it does not have come at the end.

        >>> form = Form((("XingMing", "王"), ("Own", "x")))
        >>> form.changed({"XingMing": "李", "MinZu": "汉族"}).texts
        (('XingMing', '李'), ('Own', 'x'), ('MinZu', '汉族'))
        """
        kept = tuple((tag, texts.get(tag, text)) for tag, text in self.texts)
        added = {tag: text for tag, text in texts.items() if tag not in dict(self.texts)}
        return replace(self, texts=(*kept, *added.items()))


def read_lrmx(content: bytes) -> Form:
    """Read a file.

    Raises:
        LrmxError: no XML, a document type of its own (entities are refused), or another root.

    >>> form = read_lrmx(b"<Person><XingMing>A</XingMing><Own>x</Own></Person>")
    >>> form.texts
    (('XingMing', 'A'), ('Own', 'x'))
    >>> read_lrmx(b"<Report/>")
    Traceback (most recent call last):
    ...
    dailyreview.rules.lrmx.LrmxError: root
    """
    if b"<!DOCTYPE" in content.upper() or "<!DOCTYPE".encode("utf-16-le") in content:
        raise LrmxError("doctype")
    try:
        root = ET.fromstring(content)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise LrmxError("xml") from error
    if root.tag != ROOT:
        raise LrmxError("root")
    texts: list[tuple[str, str]] = []
    family: list[Sequence[tuple[str, str]]] = []
    for element in root:
        if element.tag == FAMILY:
            texts.append((FAMILY, ""))
            family += [tuple(_texts(item)) for item in element if item.tag == ITEM]
        else:
            texts.append((element.tag, element.text or ""))
    return Form(tuple(texts), tuple(family))


def write_lrmx(form: Form) -> bytes:
    """Write a file; what `read_lrmx` gave comes out as it came in.

    >>> form = Form((("XingMing", "王"), (FAMILY, "")), (((("ChengWei", "妻子")),),))
    >>> read_lrmx(write_lrmx(form)) == form
    True
    """
    root = ET.Element(ROOT)
    has_place = any(tag == FAMILY for tag, _text in form.texts)
    places = form.texts if has_place or not form.family else (*form.texts, (FAMILY, ""))
    for tag, text in places:
        element = ET.SubElement(root, tag)
        if tag == FAMILY:
            for person in form.family:
                item = ET.SubElement(element, ITEM)
                for part, value in person:
                    ET.SubElement(item, part).text = value
        else:
            element.text = text
    body: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body


def _texts(item: ET.Element) -> Iterator[tuple[str, str]]:
    for part in item:
        yield part.tag, part.text or ""
