"""Canonical text of tables: what is digested, so that equal input has one digest everywhere.

Rows are sorted by natural key, numbers have one spelling, text is Unicode NFC, lines end in LF.
"""

import csv
import hashlib
import io
import json
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.quantise import normal_text

# Fixed, so that the container too is the same bytes for the same input.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


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
    text = pd.DataFrame({name: _column_text(table[name], name in numbers) for name in columns})
    text = text.iloc[_order([text[key] for key in keys])]
    return _csv_bytes(columns, text.to_numpy(dtype=object).tolist())


def sheets_bytes(keys: pd.DataFrame, marks: NDArray[np.int16]) -> tuple[bytes, bytes]:
    """Write packed sheets as two parts in one order of rows: keys as CSV, marks as hex lines.

    A line of marks is the sheet's row as big-endian 16-bit integers.
    """
    columns = list(keys.columns)
    text = pd.DataFrame({name: _column_text(keys[name], False) for name in columns})
    order = _sheet_order([text[name] for name in columns], marks)
    packed = marks[order].astype(">i2")
    width = packed.shape[1] * 4
    whole = packed.tobytes().hex()
    lines = [whole[start : start + width] for start in range(0, len(whole), width or 1)]
    rows = text.iloc[order].to_numpy(dtype=object).tolist()
    return _csv_bytes(columns, rows), ("\n".join(lines) + "\n").encode()


def read_table(content: bytes) -> pd.DataFrame:
    """Read canonical CSV back; every cell is text."""
    header, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
    return pd.DataFrame(rows, columns=header, dtype=object)


def pack_marks(lines: bytes) -> bytes:
    """Turn hex lines into the bytes they stand for: half the size, and quick to compress."""
    return bytes.fromhex(lines.decode())


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
            # Level 1: marks hardly shrink further, and a run waits for this.
            archive.writestr(info, parts[name], zipfile.ZIP_DEFLATED, compresslevel=1)
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


def _column_text(column: pd.Series, is_number: bool) -> pd.Series:
    """Write a column's cells as canonical text; each distinct cell is written once."""
    codes, cells = pd.factorize(column.to_numpy(dtype=object))
    if is_number:
        written = [normal_text(cell) if cell != "" else "" for cell in cells]
    else:
        written = [_nfc(str(cell)) for cell in cells]
    return pd.Series(np.array(written, dtype=object)[codes] if len(written) else [], dtype=object)


def _order(columns: Sequence[pd.Series]) -> NDArray[np.intp]:
    """Sort rows by several text columns, by code point: no locale has a say."""
    ranks = [pd.factorize(column.to_numpy(dtype=object), sort=True)[0] for column in columns]
    return np.lexsort(ranks[::-1])


def _sheet_order(keys: Sequence[pd.Series], marks: NDArray[np.int16]) -> NDArray[np.intp]:
    """Sort sheets by their keys; the marks only decide between equal ones (anonymous ballots)."""
    order = _order(keys)
    twins = np.ones(max(len(order) - 1, 0), dtype=bool)
    for key in keys:
        cells = key.to_numpy(dtype=object)[order]
        twins &= cells[1:] == cells[:-1]
    if not twins.any():
        return order
    ranks = [pd.factorize(key.to_numpy(dtype=object), sort=True)[0] for key in keys]
    return np.lexsort([*marks.T[::-1], *ranks[::-1]])


def _csv_bytes(header: Sequence[str], rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def _nfc(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)
