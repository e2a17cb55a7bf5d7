"""Files that people hand in: which are accepted, whatever their names say."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
# First bytes of each type: a renamed file is refused whatever its name says.
SIGNATURES: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".ofd": (b"PK\x03\x04",),
}


def check_upload(file: "File[bytes]") -> None:
    """Raise ValidationError for a file that is not accepted."""
    suffix = PurePath(file.name or "").suffix.lower()
    if suffix not in SIGNATURES:
        raise ValidationError(
            _("Files of these types are accepted: %(types)s.")
            % {"types": ", ".join(kind.removeprefix(".") for kind in SIGNATURES)},
            code="type",
        )
    if file.size > LARGEST:
        raise ValidationError(
            _("The file has %(size)d MB; at most %(most)d MB are accepted.")
            % {"size": -(-file.size // MEGABYTE), "most": LARGEST // MEGABYTE},
            code="size",
        )
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if not head.startswith(SIGNATURES[suffix]):
        raise ValidationError(
            _("The content of the file is not what its name says."), code="content"
        )
