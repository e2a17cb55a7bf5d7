"""Templates of the lists."""

import io
from typing import Any

from xlsxwriter import Workbook

from evaluators.imports.attendees import ATTENDEES
from evaluators.imports.people_sheet import EVALUATORS
from evaluators.imports.topics import TOPICS
from evaluators.models import PoolUpload
from organization.imports.columns import Sheet
from organization.imports.writing import BookWriter

OPTIONS: dict[str, Any] = {"in_memory": True, "strings_to_urls": False}
SHEETS: dict[str, Sheet] = {
    PoolUpload.Kind.EVALUATORS: EVALUATORS,
    PoolUpload.Kind.ATTENDEES: ATTENDEES,
    PoolUpload.Kind.TOPICS: TOPICS,
}


def list_template(kind: str, *, language: str) -> bytes:
    """An empty list to fill in, with drop-downs and a note on every column that needs one."""
    content = io.BytesIO()
    with Workbook(content, OPTIONS) as book:
        BookWriter(book, language, {}).add_sheet(SHEETS[kind], [])
    return content.getvalue()
