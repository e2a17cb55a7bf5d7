"""A first pass over the XML of every member: how far a sheet reaches and what its cells lack.

It builds nothing in memory, so a sheet that claims a million rows is refused before a parser that
would reserve room for them sees it.
"""

import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

MAX_ROWS = 50_000
MAX_COLUMNS = 100
MAX_ELEMENTS = 3_000_000
CHUNK = 256 * 1024
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class StructureError(Exception):
    """The XML is not what a workbook for this purpose may hold; the text is for people."""


@dataclass
class SheetStructure:
    """What one sheet holds: its last used row and column, counted from 1, and cells without value.

    Attributes:
        without_value: cells whose formula has never been computed by a spreadsheet program.
        errors: cells that show an error such as #N/A.
    """

    last_row: int = 0
    last_column: int = 0
    without_value: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int]] = field(default_factory=list)


def read_structure(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> SheetStructure | None:
    """The structure of a member that is a sheet; None for any other member.

    Raises:
        StructureError: a document type, an entity, too many rows, columns or elements.
        expat.ExpatError, zipfile.BadZipFile, ...: the member is damaged.
    """
    with archive.open(member) as content:
        chunk = content.read(CHUNK)
        if not chunk.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
            while chunk:  # to the end, where the checksum is compared with the one in the listing
                chunk = content.read(CHUNK)
            return None
        reader = _SheetReader()
        while chunk:
            reader.parser.Parse(chunk, False)
            chunk = content.read(CHUNK)
        reader.parser.Parse(b"", True)
    return reader.structure if reader.is_sheet else None


class _SheetReader:
    """Handlers of one XML member; a cell counts as used when it has any content of its own."""

    def __init__(self) -> None:
        self.structure = SheetStructure()
        self.is_sheet = False
        self.elements = self.row = self.column = 0
        self.has_formula = self.has_value = False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse

    def refuse(self, *_details: object) -> None:
        raise StructureError(_("The file contains a document type declaration and is not opened."))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        self.elements += 1
        if self.elements == 1:
            self.is_sheet = name == "worksheet"
        if self.elements > MAX_ELEMENTS:
            raise StructureError(
                _("A sheet has too many cells. Copy the figures into the template and upload that.")
            )
        if not self.is_sheet:
            return
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif name in {"v", "is", "f"}:
            self._use_cell(name)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._leave_formula()
        match = _REFERENCE.fullmatch(attributes.get("r", ""))
        if match:
            self.column, self.row = _column_number(match[1]), int(match[2])
        else:
            self.column += 1
        self.has_formula = self.has_value = False
        if attributes.get("t") == "e":
            self.structure.errors.append((self.row, self.column))

    def _use_cell(self, name: str) -> None:
        seen = self.structure
        seen.last_row = max(seen.last_row, self.row)
        seen.last_column = max(seen.last_column, self.column)
        if seen.last_row > MAX_ROWS or seen.last_column > MAX_COLUMNS:
            raise StructureError(
                _(
                    "A sheet reaches to row %(row)s, column %(column)s; at most %(rows)s rows and "
                    "%(columns)s columns are read. Delete what is not needed or split the workbook."
                )
                % {
                    "row": self.row,
                    "column": self.column,
                    "rows": MAX_ROWS,
                    "columns": MAX_COLUMNS,
                }
            )
        if name == "f":
            self.has_formula = True
            # Only inside cells with a formula, so that plain figures cost no call for their text.
            self.parser.CharacterDataHandler = self._text
            self.parser.EndElementHandler = self._end
            self.in_value = False
        elif name == "v":
            self.in_value = True

    def _text(self, text: str) -> None:
        if self.in_value and text.strip():
            self.has_value = True

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] == "c":
            self._leave_formula()

    def _leave_formula(self) -> None:
        if self.has_formula and not self.has_value:
            self.structure.without_value.append((self.row, self.column))
        if self.has_formula:
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
        self.has_formula = False


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
