"""Workbooks for tests: good ones from plain rows, raw ones by cell, broken ones by byte."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from xlsxwriter import Workbook

from assessment.imports.preview import preview_workbook
from assessment.imports.writing import write_workbook
from organization.imports.preview import Preview
from organization.models import User
from tests.organization.factories import id_number

SHEET = "xl/worksheets/sheet1.xml"


def good_rows() -> dict[str, list[dict[str, Any]]]:
    """One of everything: a category of three units, a system of two leaves, figures, a scheme."""
    system = "试验体系"
    units = [
        {
            "code": f"U{number}",
            "name": f"第{number}市",
            "domain": "trial",
            "category": "trial-1",
            "category_from": "2024-01-01",
            "level": "city",
            "parent": "U1" if number > 1 else None,
            "team": f"第{number}市班子",
        }
        for number in (1, 2, 3)
    ]
    leaf = {"system": system, "parent": "1", "source": "reported", "weight": "50"}
    return {
        "domains": [{"code": "trial", "name": "试验领域"}],
        "categories": [{"code": "trial-1", "name": "试验类别", "domain": "trial"}],
        "units": units,
        "cadres": [{"id_number": id_number(7), "name": "甲", "sex": "1", "is_invented": True}],
        "appointments": [
            {
                "id_number": id_number(7),
                "name": "甲",
                "unit": "U1",
                "post": "市长",
                "standing": "principal",
                "in_team": True,
                "starts_on": "2024-01-01",
            }
        ],
        "indicators": [
            {"code": "GDP", "name": "生产总值", "unit_of_measure": "亿元", "owner": "U1"},
            {"code": "PM", "name": "颗粒物", "unit_of_measure": "微克/立方米", "direction": -1},
        ],
        "systems": [{"name": system, "category": "trial-1", "year": 2024}],
        "nodes": [
            {"system": system, "code": "1", "name": "发展", "weight": "100"},
            {**leaf, "code": "1.1", "name": "总量", "indicator": "GDP", "rule": "rank"},
            {
                **leaf,
                "code": "1.2",
                "name": "空气",
                "indicator": "PM",
                "rule": "linear",
                "params": {"direction": "lower", "low": "20", "high": "60"},
            },
        ],
        "overrides": [
            {"system": system, "node": "1.1", "unit": "U2", "weight": "40", "reason": "生态区"},
            {"system": system, "node": "1.2", "unit": "U2", "weight": "60", "reason": "生态区"},
        ],
        "exemptions": [{"system": system, "node": "1.2", "unit": "U3", "reason": "无监测站"}],
        "links": [],
        "values": [
            {
                "indicator": "GDP",
                "unit": f"U{number}",
                "period": "2024",
                "value": f"{number}000.5",
                "unit_of_measure": "亿元",
            }
            for number in (1, 2, 3)
        ],
        "schemes": [{"code": "trial", "name": "试验方案", "year": 2024, "clause": "第一条"}],
        "grades": [
            {
                "scheme": "trial",
                "code": "a",
                "name": "优秀",
                "position": 1,
                "clause": "第二条",
            },
            {"scheme": "trial", "code": "b", "name": "一般", "position": 2},
        ],
        "quotas": [
            {"scheme": "trial", "grade": "a", "share": "0.3", "clause": "第三条"},
            {
                "scheme": "trial",
                "grade": "a",
                "scope": "cycle",
                "level": "unit",
                "value": "U1",
                "share": "0.35",
                "is_strict": True,
            },
        ],
        "rater_classes": [],
    }


def only(*sheets: str, **changed: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Some sheets of the good rows, others replaced."""
    rows = good_rows()
    return {name: rows[name] for name in sheets} | changed


def content_of(rows: dict[str, Any], language: str = "zh-hans") -> bytes:
    """The bytes of a workbook with these rows."""
    target = io.BytesIO()
    write_workbook(target, rows, language=language)
    return target.getvalue()


def upload_of(content: bytes, name: str = "考核工作簿.xlsx") -> "File[bytes]":
    return ContentFile(content, name=name)


def preview_of(rows: dict[str, Any] | bytes, user: User) -> Preview:
    content = rows if isinstance(rows, bytes) else content_of(rows)
    return preview_workbook(io.BytesIO(content), "考核工作簿.xlsx", user=user)


def raw_workbook(write: Callable[[Any, Any], None], name: str = "单位") -> bytes:
    """A workbook whose one sheet is written by hand; `write` gets the sheet and the book."""
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        write(book.add_worksheet(name), book)
    return target.getvalue()


def table(rows: list[list[Any]], name: str = "单位") -> bytes:
    """A workbook whose one sheet holds these cells; text stays text."""

    def write(sheet: Any, book: Any) -> None:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, place, cell)
                elif isinstance(cell, dt.date):
                    sheet.write_datetime(number, place, cell, day)
                else:
                    sheet.write(number, place, cell)

    return raw_workbook(write, name)


def with_member(content: bytes, name: str, data: bytes | str) -> bytes:
    """The archive with one member added, or put in place of the one that has this name."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member))
        new.writestr(name, data)
    return target.getvalue()


def messages_of(preview: Preview) -> list[str]:
    """All reasons, each with its place: `单位!C2: …`."""
    refused = [row for rows in preview.planned.values() for row in rows]
    faults = preview.faults + [fault for row in refused for fault in row.faults]
    return [f"{fault.sheet}!{fault.cell}: {fault.message}" for fault in faults]
