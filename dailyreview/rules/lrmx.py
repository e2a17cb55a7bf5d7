"""Appointment forms (干部任免审批表) as `.lrmx` files: XML with pinyin tags.

Other systems add elements of their own and leave out some: what is not known here is kept where it
stood, so that a form that comes in and goes out again has lost nothing.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

ROOT, FAMILY, ITEM = "Person", "JiaTingChengYuan", "Item"
# In the place of a tag: somebody of the family in a shape of its own, as XML.
WHOLE = "*"
HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n'
# GB18030 reads whatever its forerunners wrote.
MONTHS = 12
CHINESE = {"gb2312", "gbk", "gb18030", "cp936", "gb_2312-80"}
FAMILY_FIELDS = ("ChengWei", "XingMing", "ChuShengRiQi", "ZhengZhiMianMao", "GongZuoDanWeiJiZhiWu")


class LrmxError(ValueError):
    """The file is no appointment form; the message says what it lacks."""


@dataclass(frozen=True)
class Form:
    """One form.

    Attributes:
        texts: element and text, in the order of the file; the family stands among them as "". An
            element with elements of its own, which we do not know, stands as "" and its XML.
        family: each person as element and text, in the same way; one in a shape that we do not
            know stands as `WHOLE` and its XML.
        attributes: of elements with a text; the place among `texts` (-1 for the root), the name
            and the value.
    """

    texts: Sequence[tuple[str, str]] = ()
    family: Sequence[Sequence[tuple[str, str]]] = ()
    attributes: Sequence[tuple[int, str, str]] = ()

    @classmethod
    def of(cls, stored: Mapping[str, Sequence[Sequence[Any]]]) -> "Form":
        """The form from the lists that `stored()` gave.

        >>> form = Form((("XingMing", "王小明"),), ((("ChengWei", "妻子"),),))
        >>> Form.of(form.stored()) == form
        True
        """
        return cls(
            tuple((tag, text) for tag, text in stored.get("texts", ())),
            tuple(
                tuple((tag, text) for tag, text in person) for person in stored.get("family", ())
            ),
            tuple((at, name, value) for at, name, value in stored.get("attributes", ())),
        )

    def stored(self) -> dict[str, list[Any]]:
        """The form as lists, for JSON."""
        return {
            "texts": [list(one) for one in self.texts],
            "family": [[list(one) for one in person] for person in self.family],
            "attributes": [list(one) for one in self.attributes],
        }

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


def month_of(text: str) -> tuple[int, int] | None:
    """Year and month of a date, however it is written; None for anything else.

    >>> month_of("197503"), month_of("1975.03"), month_of("19750312"), month_of("1975年3月")
    ((1975, 3), (1975, 3), (1975, 3), (1975, 3))
    >>> month_of("不详"), month_of("197513")
    (None, None)
    """
    found = re.match(r"\s*(\d{4})(?:(\d{2})|\D(\d{1,2}))(?!\d\d\d)", text)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or found[3])
    return (year, month) if 1 <= month <= MONTHS else None


def read_lrmx(content: bytes) -> Form:
    """Read a file in UTF-8, UTF-16 or GB18030, with or without a byte order mark.

    Raises:
        LrmxError: no XML, a document type of its own (entities are refused), or another root.

    >>> form = read_lrmx(b"<Person><XingMing>A</XingMing><Own>x</Own></Person>")
    >>> form.texts
    (('XingMing', 'A'), ('Own', 'x'))
    >>> head = "<?xml version='1.0' encoding='gb2312'?>"
    >>> read_lrmx(f"{head}<Person><MinZu>汉</MinZu></Person>".encode("gbk")).texts
    (('MinZu', '汉'),)
    >>> read_lrmx(b"<Report/>")
    Traceback (most recent call last):
    ...
    dailyreview.rules.lrmx.LrmxError: root
    """
    text = _decoded(content)
    if "<!DOCTYPE" in text.upper():
        raise LrmxError("doctype")
    try:
        root = ET.fromstring(text)
        if root.tag == ROOT:
            return _form(root)
    # A file of thousands of levels is an attack: nothing could write it again.
    except (ET.ParseError, ValueError, RecursionError) as error:
        raise LrmxError("xml") from error
    raise LrmxError("root")


def write_lrmx(form: Form) -> bytes:
    """Write a file; what `read_lrmx` gave comes out as it came in.

    >>> form = Form((("XingMing", "王"), (FAMILY, "")), ((("ChengWei", "妻子"),),))
    >>> read_lrmx(write_lrmx(form)) == form
    True
    """
    root = ET.Element(ROOT)
    has_place = any(tag == FAMILY for tag, _text in form.texts)
    places = form.texts if has_place or not form.family else (*form.texts, (FAMILY, ""))
    for tag, text in places:
        element = _append(root, tag, text)
        if tag == FAMILY:
            for person in form.family:
                _append_person(element, person)
    for place, name, value in form.attributes:
        (root if place < 0 else root[place]).set(name, value)
    written: bytes = ET.tostring(root, encoding="utf-8")
    # A reader takes a bare carriage return for a line feed.
    return HEAD + written.replace(b"\r", b"&#13;")


def _decoded(content: bytes) -> str:
    """The text of the file without mark and declaration, by mark, declaration or trial."""
    declared = re.match(rb"""[^<]{0,9}<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']""", content)
    name = declared.group(1).decode().lower() if declared else ""
    trials = ["utf-8-sig", "gb18030"]
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        trials = ["utf-16"]
    elif name in CHINESE:
        trials = ["gb18030", "utf-8-sig"]
    for trial in trials:
        try:
            text = content.decode(trial)
        except UnicodeDecodeError:
            continue
        return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))
    raise LrmxError("encoding")


def _form(root: ET.Element) -> Form:
    texts: list[tuple[str, str]] = []
    family: list[Sequence[tuple[str, str]]] = []
    attributes = [(-1, name, value) for name, value in root.items()]
    for place, element in enumerate(root):
        if element.tag == FAMILY and (FAMILY, "") not in texts:
            texts.append((FAMILY, ""))
            family += [_person(item) for item in element]
        else:
            texts.append(_text(element))
        if texts[-1][0]:
            attributes += [(place, name, value) for name, value in element.items()]
    return Form(tuple(texts), tuple(family), tuple(attributes))


def _person(item: ET.Element) -> tuple[tuple[str, str], ...]:
    """One of the family by its parts; whatever is shaped otherwise is kept whole."""
    is_plain = item.tag == ITEM and not item.attrib and not any(part.attrib for part in item)
    return tuple(map(_text, item)) if is_plain else ((WHOLE, _whole(item)),)


def _text(element: ET.Element) -> tuple[str, str]:
    return ("", _whole(element)) if len(element) else (element.tag, element.text or "")


def _whole(element: ET.Element) -> str:
    # What follows an element is white space between it and the next.
    element.tail = None
    return ET.tostring(element, encoding="unicode")


def _append(parent: ET.Element, tag: str, text: str) -> ET.Element:
    if not tag:
        element = ET.fromstring(text)
        parent.append(element)
        return element
    element = ET.SubElement(parent, tag)
    element.text = text
    return element


def _append_person(parent: ET.Element, person: Sequence[tuple[str, str]]) -> None:
    if person and person[0][0] == WHOLE:
        parent.append(ET.fromstring(person[0][1]))
        return
    item = ET.SubElement(parent, ITEM)
    for part, value in person:
        _append(item, part, value)
