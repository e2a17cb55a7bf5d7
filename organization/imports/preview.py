"""What a file would create, change or refuse, as it is kept and shown until somebody confirms."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from organization.imports.book import Book, Planned
from organization.imports.cells import show_cell
from organization.imports.reading import Fault


@dataclass
class Preview:
    """What a workbook would do.

    Attributes:
        faults: of whole sheets; like a refused row they keep the workbook from being stored.
        remarks: what was left out, such as a column nobody knows.
    """

    book: Book
    planned: dict[str, list[Planned]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)

    def counts(self) -> Counter[str]:
        """Rows by outcome; faults of whole sheets count as refused."""
        counts = Counter(row.outcome for rows in self.planned.values() for row in rows)
        return counts + Counter(refused=len(self.faults))

    def digest(self) -> str:
        """SHA-256 of everything that would be created or changed, whatever the language."""
        digest = hashlib.sha256()
        for sheet, rows in self.planned.items():
            for row in rows:
                if row.outcome in ("created", "changed"):
                    stated = {"sheet": sheet, "values": row.row.values, "changes": row.changes}
                    digest.update(json.dumps(stated, default=repr, sort_keys=True).encode())
        return digest.hexdigest()

    def described(self) -> dict[str, Any]:
        """The preview as it is kept and shown: unchanged rows are only counted."""
        language = get_language() or "zh-hans"
        shown: dict[str, list[dict[str, Any]]] = {"refused": [], "changed": [], "created": []}
        for fault in self.faults:
            shown["refused"].append(
                {"sheet": fault.sheet, "row": fault.row, "label": "", **_why([fault])}
            )
        for row in self._shown_rows():
            entry: dict[str, Any] = {
                "sheet": str(row.sheet.title),
                "row": row.row.number,
                "label": row.label,
            }
            if row.outcome == "refused":
                entry |= _why(row.faults)
            if row.outcome == "changed":
                entry["changes"] = list(_changes(row, language))
            shown[row.outcome].append(entry)
        remarks = [
            {"sheet": fault.sheet, "cell": fault.cell, "text": fault.message}
            for fault in self.remarks
        ]
        return {"digest": self.digest(), "remarks": remarks, **shown}

    def _shown_rows(self) -> Iterator[Planned]:
        for rows in self.planned.values():
            yield from (row for row in rows if row.outcome != "unchanged")


def _why(faults: list[Fault]) -> dict[str, Any]:
    return {
        "faults": [
            {
                "place": fault.sheet,
                "cell": fault.cell,
                "row": fault.row,
                "column": fault.column,
                "text": fault.message,
            }
            for fault in faults
        ]
    }


def _changes(row: Planned, language: str) -> Iterator[dict[str, Any]]:
    for name, (old, new) in row.changes.items():
        column = row.sheet.by_name[name]
        yield {
            "title": column.title.speak(language),
            "old": show_cell(column, old, language),
            "new": show_cell(column, new, language),
        }
