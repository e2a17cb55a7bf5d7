"""What an uploaded file must be before anything parses it: small, a real .xlsx, and no bomb."""

import stat
import zipfile
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organization.imports.structure import SheetStructure, StructureError, read_structure

MEGABYTE = 1024 * 1024
MAX_FILE_BYTES = 5 * MEGABYTE
MAX_UNPACKED_BYTES = 50 * MEGABYTE
MAX_MEMBERS = 200
MAX_RATIO = 100
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
# Files inside the file: nothing here reads them, so they can only be a mistake or an attack.
FOREIGN = (".bin", ".zip", ".xlsx", ".xls", ".xlsm", ".exe", ".js", ".vbs", ".ole")


def inspect_file(file: BinaryIO, name: str) -> dict[str, SheetStructure]:
    """Refuse what is no harmless workbook; give the structure of every sheet by its member name.

    Raises:
        ValidationError: the reason, in words for the person who uploaded the file.
    """
    _check_outside(file, name)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_listing(archive.infolist())
            structures = {}
            for member in archive.infolist():
                structure = read_structure(archive, member)
                if structure is not None:
                    structures[member.filename.lower()] = structure
            return structures
    except StructureError as fault:
        raise ValidationError(str(fault), code="structure") from fault
    except ValidationError:
        raise
    except Exception as error:
        # A damaged archive raises whatever its first wrong byte leads to: zlib.error, BadZipFile,
        # EOFError, NotImplementedError, UnicodeDecodeError, ExpatError and more.
        raise damaged() from error
    finally:
        file.seek(0)


def damaged() -> ValidationError:
    """The refusal of a file that cannot be opened."""
    return ValidationError(
        _("The file is damaged and cannot be opened. Save it anew as .xlsx and upload that."),
        code="damaged",
    )


def _check_outside(file: BinaryIO, name: str) -> None:
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    magic = file.read(4)
    file.seek(0)
    if size > MAX_FILE_BYTES:
        raise ValidationError(
            _("The file is larger than %(limit)s MB. Split it into several workbooks.")
            % {"limit": MAX_FILE_BYTES // MEGABYTE},
            code="too_large",
        )
    if magic == OLE_MAGIC:
        raise ValidationError(
            _(
                "This is an old .xls workbook or one with a password. Open it, save it as .xlsx "
                "without a password and upload that."
            ),
            code="old_format",
        )
    if not name.lower().endswith(".xlsx"):
        raise ValidationError(_("Upload an .xlsx workbook."), code="extension")
    if magic != ZIP_MAGIC:
        raise ValidationError(
            _(
                "The file ends in .xlsx but is no workbook; renaming a file does not convert it. "
                "Open it in Excel or WPS and save it as .xlsx."
            ),
            code="renamed",
        )


def _check_listing(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_RATIO * packed:
        raise ValidationError(
            _(
                "Unpacked, the file would be far larger than a workbook of figures may be. Copy "
                "the figures into the template and upload that."
            ),
            code="bomb",
        )
    names = [member.filename.lower() for member in members]
    if any(map(_is_unsafe, members)) or len(set(names)) < len(names):
        raise ValidationError(
            _("The file is not built like a workbook and is not opened."), code="unsafe"
        )
    if any(name.endswith(FOREIGN) and "printersettings" not in name for name in names):
        raise ValidationError(
            _("The workbook contains macros or embedded files. Save it without them as .xlsx."),
            code="embedded",
        )


def _is_unsafe(member: zipfile.ZipInfo) -> bool:
    name = member.filename.replace("\\", "/")
    encrypted = bool(member.flag_bits & 0x1)
    link = stat.S_ISLNK(member.external_attr >> 16)
    return encrypted or link or name.startswith("/") or ".." in name.split("/") or ":" in name
