"""An uploaded file as it came, its refused cells coloured with their reasons."""

import io
from collections import defaultdict
from typing import BinaryIO, cast

from xlsxwriter import Workbook

from organization.imports.reading import open_workbook
from organization.imports.writing import BookWriter
from organization.models.uploaded_lists import Upload

OPTIONS = {"in_memory": True, "strings_to_urls": False}


def marked_copy(upload: Upload) -> bytes:
    """The uploaded workbook with every refused cell coloured and its reason as a comment.

    It is written anew from the values: loading it whole, with all its formats, can take a hundred
    times the memory of the file.
    """
    marks: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for row in upload.preview["refused"]:
        for fault in row["faults"]:
            place = max(fault["row"], 1), fault["column"]
            before = marks[fault["place"]].get(place)
            text = fault["text"]
            marks[fault["place"]][place] = f"{before}\n{text}" if before else text
    with upload.file.open("rb") as file:
        sheets = open_workbook(cast(BinaryIO, file), "workbook.xlsx")
    content = io.BytesIO()
    with Workbook(content, OPTIONS) as book:
        writer = BookWriter(book, "zh-hans", {})
        for sheet in sheets:
            writer.add_copy(sheet.name, sheet.cells, marks[sheet.name])
    return content.getvalue()
