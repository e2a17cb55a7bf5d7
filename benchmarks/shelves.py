"""Taking a large library over and searching it; this runs in a process of the product.

Beside it stands what is usually written: a check and a save() for each row of the file, and a
search that asks for the pinyin of every name whenever somebody types.
"""

import io
from collections.abc import Callable
from typing import Any, TypeAlias

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction

from assessment.imports.confirming import confirm_import, upload_workbook
from assessment.imports.writing import write_workbook
from benchmarks.measure import rows_of, take_turns
from benchmarks.registry import OURS, Report
from demo import library
from indicators.models import Indicator
from indicators.rules.initials import initials
from organization.imports.reading import open_workbook
from organization.models import Role, User

Codes: TypeAlias = list[str]
ONE_BY_ONE = "ORM, full_clean() and save() a record"
AT_QUERY_TIME = "substrings, with the pinyin of every name made at query time"
NOTES = {
    OURS: "read and checked twice, previewed, with its audit event",
    ONE_BY_ONE: "no preview, no trail",
}
# What people type: beginnings by initials, and characters.
TYPED = ("gxjs", "yssj", "xfj", "满意率", "高新技术", "zdxm", "dwzb", "覆盖率")
PAGE = 50


def take_over(repeats: int) -> Report:
    """Time the import by the workbook and by a loop over records, each into an empty library."""
    clerk, content = _clerk(), _workbook()
    ways = {
        OURS: lambda: _in_a_turn(lambda: _import(content, clerk)),
        ONE_BY_ONE: lambda: _in_a_turn(lambda: _save_one_by_one(content)),
    }
    return _report(ways, repeats, NOTES)


def search(repeats: int) -> Report:
    """Time the searches, each a count and a page; what both ways find must be the same."""
    _import(_workbook(), _clerk())
    return _report({OURS: _search_ours, AT_QUERY_TIME: _search_at_query_time}, repeats, {})


def _report(
    ways: dict[str, Callable[[], list[Codes]]], repeats: int, notes: dict[str, str]
) -> Report:
    seconds, found = take_turns(ways, repeats)
    report = Report(rows=rows_of(seconds, OURS, {}, notes))
    own, *others = found.values()
    if any(other != own for other in others):
        report.failures.append("The ways do not agree on the indicators.")
    return report


def _clerk() -> User:
    call_command("migrate", verbosity=0)
    clerk, _made = User.objects.get_or_create(username="benchmark-library")
    clerk.role_assignments.get_or_create(role=Role.OFFICE_STAFF)
    return clerk


def _rows() -> list[dict[str, Any]]:
    return [{**row, "owner": ""} for row in library.sheets()["indicators"]]


def _workbook() -> bytes:
    target = io.BytesIO()
    write_workbook(target, {"indicators": _rows()})
    return target.getvalue()


def _in_a_turn(store: Callable[[], None]) -> list[Codes]:
    """Store, see what is there, and take it back, so that the next turn begins as this one."""
    with transaction.atomic():
        store()
        rows = Indicator.objects.order_by("code").values_list("code", "name", "initials")
        found = [list(row) for row in rows]
        transaction.set_rollback(True)
    return found


def _import(content: bytes, clerk: User) -> None:
    upload = upload_workbook(ContentFile(content, name="library.xlsx"), by=clerk)
    confirm_import(upload, by=clerk)


def _save_one_by_one(content: bytes) -> None:
    # The file is read by the same reader; what stands in it is known from the rows.
    open_workbook(io.BytesIO(content), "library.xlsx")
    for row in _rows():
        indicator = Indicator(**{name: value for name, value in row.items() if name != "owner"})
        indicator.full_clean()
        indicator.save()


def _search_ours() -> list[Codes]:
    found = []
    for text in TYPED:
        hits = Indicator.objects.search(text)
        list(hits.select_related("owner")[:PAGE])
        found.append([text, str(hits.count())])
    return found


def _search_at_query_time() -> list[Codes]:
    found = []
    for text in TYPED:
        rows = Indicator.objects.select_related("owner")
        hits = [row for row in rows if _holds(row, text)]
        found.append([text, str(len(hits))])
    return found


def _holds(row: Indicator, text: str) -> bool:
    return (
        text in row.code.lower()
        or text in row.name
        or text in row.tags
        or text in initials(row.name)
    )
