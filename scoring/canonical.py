"""Canonical text of tables: what is digested, so that equal input has one digest everywhere.

Rows are sorted by natural key, numbers have one spelling, text is Unicode NFC, lines end in LF.
"""

import csv
import hashlib
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.quantise import normal_text

# Fixed, so that the container too is the same bytes for the same input.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_SPECIAL = re.compile(r'[,"\r\n]')
# How the names of parts with packed marks end.
MARKS = ".marks"


class _TextColumn(NamedTuple):
    """A column as canonical text.

    Attributes:
        codes: for each row the number of its word.
        words: the distinct cells in order of code points, so that sorting needs numbers only.
    """

    codes: NDArray[np.intp]
    words: NDArray[np.object_]


def canonical_json(value: object) -> str:
    """Write JSON with sorted keys and numbers spelled one way (as text, but for integers).

    >>> canonical_json({"cap": 1.50, "base": "0.8"})
    '{"base":"0.8","cap":"1.5"}'
    """
    return json.dumps(_plain_json(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def table_bytes(
    table: pd.DataFrame, columns: Sequence[str], keys: Sequence[str], numbers: Sequence[str]
) -> bytes:
    """Write a table as canonical CSV; `columns` fixes their order, `keys` that of the rows."""
    text = {name: _column_text(table[name], name in numbers) for name in columns}
    return _csv_bytes(text, np.lexsort([text[key].codes for key in reversed(keys)]))


def sheets_bytes(keys: pd.DataFrame, marks: NDArray[np.int16]) -> tuple[bytes, bytes]:
    """Write packed sheets as two parts in one order of rows: keys as CSV, marks packed.

    The row of a sheet is packed as big-endian 16-bit integers; `marks_text` spells them.
    """
    text = {str(name): _column_text(keys[name], False) for name in keys.columns}
    order = _sheet_order([column.codes for column in text.values()], marks)
    return _csv_bytes(text, order), marks[order].astype(">i2").tobytes()


def marks_text(packed: bytes, leaves: int) -> bytes:
    """Spell packed marks as canonical text: a line of hex digits for each sheet."""
    return (packed.hex("\n", 2 * leaves) + "\n").encode()


def read_table(content: bytes) -> pd.DataFrame:
    """Read canonical CSV back; every cell is text."""
    text = content.decode()
    if '"' in text:
        header, *rows = csv.reader(io.StringIO(text, newline=""))
        return pd.DataFrame(rows, columns=header, dtype=object)
    # Without a quoted cell every comma and line end is a boundary.
    names, _, rest = text.partition("\n")
    columns = names.split(",")
    cells = np.array(rest.replace("\n", ",").split(",")[:-1], dtype=object)
    return pd.DataFrame(cells.reshape(-1, len(columns)), columns=columns, dtype=object)


def read_marks(packed: bytes, leaves: int) -> NDArray[np.int16]:
    """Read packed marks back into (S, leaves) int16."""
    return np.frombuffer(packed, dtype=">i2").astype(np.int16).reshape(-1, leaves)


def digest_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of each part, and under "" one over all the names and digests in order of name."""
    digests = {name: hashlib.sha256(parts[name]).hexdigest() for name in sorted(parts)}
    listing = "".join(f"{name} {digest}\n" for name, digest in digests.items())
    return {**digests, "": hashlib.sha256(listing.encode()).hexdigest()}


def pack_parts(parts: Mapping[str, bytes]) -> bytes:
    """Put the parts into one ZIP file, which an auditor can open with any tool."""
    container = io.BytesIO()
    with zipfile.ZipFile(container, "w") as archive:
        for name in sorted(parts):
            info = zipfile.ZipInfo(name, date_time=_ZIP_TIME)
            # Marks hardly shrink, and a run waits for this.
            how = zipfile.ZIP_STORED if name.endswith(MARKS) else zipfile.ZIP_DEFLATED
            archive.writestr(info, parts[name], how, compresslevel=1)
    return container.getvalue()


def unpack_parts(container: bytes) -> dict[str, bytes]:
    """Take the parts out of a container made by `pack_parts`."""
    with zipfile.ZipFile(io.BytesIO(container)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _plain_json(value: object) -> Any:
    if isinstance(value, Mapping):
        return {_nfc(str(key)): _plain_json(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain_json(entry) for entry in value]
    if isinstance(value, float | Decimal):
        return normal_text(value)
    return _nfc(value) if isinstance(value, str) else value


def distinct_cells(column: pd.Series) -> tuple[NDArray[np.intp], NDArray[np.object_]]:
    """Split a column into the distinct cells and, for each row, the number of its cell.

    A long column that comes as categories is split already.
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes = column.cat.codes.to_numpy().astype(np.intp)
        return codes, column.cat.categories.to_numpy(dtype=object)
    codes, cells = pd.factorize(column.to_numpy(dtype=object))
    return codes, cells


def _column_text(column: pd.Series, is_number: bool) -> _TextColumn:
    codes, cells = distinct_cells(column)
    if is_number:
        written = [normal_text(cell) if cell != "" else "" for cell in cells]
    else:
        written = [_nfc(str(cell)) for cell in cells]
    words = sorted(set(written))
    place = {word: number for number, word in enumerate(words)}
    places = np.array([place[word] for word in written], dtype=np.intp)
    return _TextColumn(places[codes], np.array(words, dtype=object))


def _sheet_order(keys: Sequence[NDArray[np.intp]], marks: NDArray[np.int16]) -> NDArray[np.intp]:
    """Sort sheets by their keys; the marks only decide between equal ones (anonymous ballots)."""
    order = np.lexsort(keys[::-1])
    twins = np.logical_and.reduce([key[order][1:] == key[order][:-1] for key in keys])
    return np.lexsort([*marks.T[::-1], *keys[::-1]]) if twins.any() else order


def _csv_bytes(columns: Mapping[str, _TextColumn], order: NDArray[np.intp]) -> bytes:
    cells = [_quoted(column.words)[column.codes[order]] for column in columns.values()]
    lines = [",".join(columns), *map(",".join, zip(*cells, strict=True))]
    return ("\n".join(lines) + "\n").encode()


def _quoted(words: NDArray[np.object_]) -> NDArray[np.object_]:
    """Quote cells where RFC 4180 asks for it, whatever a version of the csv module thinks."""
    if not _SPECIAL.search("".join(words)):
        return words
    quoted = [
        '"' + word.replace('"', '""') + '"' if _SPECIAL.search(word) else word for word in words
    ]
    return np.array(quoted, dtype=object)


def _nfc(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)
