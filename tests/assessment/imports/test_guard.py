"""Files that are no harmless workbook (T44): refused quickly, in plain words, without memory."""

import io
import json
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from organization.imports.reading import open_workbook
from tests.assessment.imports.workbooks import (
    SHEET,
    content_of,
    only,
    raw_workbook,
    table,
    with_member,
)

OPEN = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
CLOSE = "</sheetData></worksheet>"
ENTITIES = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


def good() -> bytes:
    return content_of(only("domains"))


def symlink() -> bytes:
    target = io.BytesIO(good())
    with zipfile.ZipFile(target, "a") as archive:
        member = zipfile.ZipInfo("xl/link.xml")
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, "/etc/passwd")
    return target.getvalue()


def twice() -> bytes:
    target = io.BytesIO(good())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(SHEET.upper(), OPEN + CLOSE)
    return target.getvalue()


def lying_size() -> bytes:
    """The listing says 10 bytes where 2 MB are packed."""
    bomb = with_member(good(), SHEET, OPEN + " " * 2_000_000 + CLOSE)
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        size = archive.getinfo(SHEET).file_size
    return bomb.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))


BOMBS = {
    "shared strings of 200 MB": lambda: with_member(
        good(), "xl/sharedStrings.xml", "<sst>" + "<si><t>a</t></si>" * 12_000_000 + "</sst>"
    ),
    "a million rows claimed": lambda: with_member(
        good(), SHEET, f'{OPEN}<row r="1048576"><c r="A1048576"><v>1</v></c></row>{CLOSE}'
    ),
    "a cell in the last column": lambda: with_member(
        good(), SHEET, f'{OPEN}<row r="1"><c r="XFD1"><v>1</v></c></row>{CLOSE}'
    ),
    "entities that multiply": lambda: with_member(
        good(), SHEET, f"<?xml version='1.0'?>{ENTITIES}<worksheet>&b;</worksheet>"
    ),
    "an entity that reads a file": lambda: with_member(
        good(),
        "xl/workbook.xml",
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><workbook>&f;</workbook>',
    ),
    "a document type in a small part": lambda: with_member(
        good(), "docProps/app.xml", "<!DOCTYPE x><Properties/>"
    ),
    "a zip inside the zip": lambda: with_member(good(), "xl/embeddings/more.zip", good()),
    "a path that climbs out": lambda: with_member(good(), "../../evil.xml", "<a/>"),
    "an absolute path": lambda: with_member(good(), "/etc/evil.xml", "<a/>"),
    "a symbolic link": symlink,
    "two parts of one name": twice,
    "a size that lies": lying_size,
    "macros": lambda: with_member(good(), "xl/vbaProject.bin", b"\xd0\xcf"),
    "thousands of parts": lambda: _many_members(),
    "a wrong part that repeats": lambda: with_member(good(), "xl/media/a.png", b"\0" * 30_000_000),
}


def _many_members() -> bytes:
    target = io.BytesIO(good())
    with zipfile.ZipFile(target, "a") as archive:
        for number in range(300):
            archive.writestr(f"xl/media/{number}.png", b"x")
    return target.getvalue()


# Opens each file named on its command line and tells what came of it, the processor time it took
# and by how many KiB the process has grown: a process that has built no bomb has a low water mark.
OPEN_EACH = """
import io, json, resource, sys, time
import django
django.setup()
from django.core.exceptions import ValidationError
from organization.imports.reading import open_workbook

def grown():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

def open_one(path):
    with open(path, "rb") as file:
        content = io.BytesIO(file.read())
    before, begun = grown(), time.process_time()
    try:
        open_workbook(content, "工作簿.xlsx")
        outcome = "opened"
    except ValidationError as error:
        outcome = error.messages[0]
    return outcome, time.process_time() - begun, grown() - before

harmless, *bombs = sys.argv[1:]
open_one(harmless)
print(json.dumps([open_one(path) for path in bombs]))
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> dict[str, tuple[str, float, int]]:
    """What a fresh process made of every bomb: the reason, seconds, KiB grown."""
    folder = tmp_path_factory.mktemp("bombs")
    paths = [folder / f"{number}.xlsx" for number in range(len(BOMBS) + 1)]
    for path, make in zip(paths, [good, *BOMBS.values()], strict=True):
        path.write_bytes(make())
    answer = subprocess.run(
        [sys.executable, "-c", OPEN_EACH, *map(str, paths)],
        check=True,
        capture_output=True,
        cwd=Path(__file__).parents[3],
    )
    return dict(zip(BOMBS, json.loads(answer.stdout), strict=True))


@pytest.mark.parametrize("kind", BOMBS)
def test_bomb_is_refused_without_time_or_memory(kind, opened):
    outcome, seconds, grown = opened[kind]
    assert outcome != "opened"
    assert seconds < 0.2
    assert grown < 20 * 1024


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧表.xls", "old_format"),
        (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "改名.xlsx", "old_format"),
        (lambda: "单位编码,单位名称\n1,甲".encode(), "改名.xlsx", "renamed"),
        (lambda: "单位编码,单位名称\n1,甲".encode(), "表.csv", "extension"),
        (lambda: good(), "表.xlsm", "extension"),
        (lambda: b"", "空.xlsx", "renamed"),
        (lambda: good()[:-200], "断.xlsx", "damaged"),
        (lambda: good()[: len(good()) // 2], "断.xlsx", "damaged"),
        (lambda: good() + b"\0" * (5 * 1024 * 1024), "大.xlsx", "too_large"),
        (lambda: with_member(good(), SHEET, "<worksheet><sheetData>"), "断.xlsx", "damaged"),
    ],
)
def test_what_is_no_workbook_says_so(content, name, code):
    with pytest.raises(ValidationError) as caught:
        open_workbook(io.BytesIO(content()), name)
    assert caught.value.code == code


def test_two_hundred_thousand_empty_rows_are_fine():
    def write(sheet, book):
        sheet.write_row(0, 0, ["领域编码", "领域名称"])
        sheet.write_row(1, 0, ["city", "设区市"])
        style = book.add_format({"border": 1})
        for number in range(2, 200_002):
            sheet.write_blank(number, 0, None, style)

    begun = time.process_time()
    [sheet] = open_workbook(io.BytesIO(raw_workbook(write, "领域")), "工作簿.xlsx")
    assert len(sheet.cells) == 2
    assert time.process_time() - begun < 10


def test_too_many_filled_rows_are_refused_with_the_limit():
    content = table([["领域编码"]] + [["a"]] * 50_001)
    with pytest.raises(ValidationError, match="50000"):
        open_workbook(io.BytesIO(content), "工作簿.xlsx")
