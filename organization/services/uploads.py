"""Files that people hand in: which are accepted, whatever their names say."""

import re
import subprocess
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

# Secrecy marks as they stand in the names of files (L-12): such a file belongs on no open network.
SECRECY_MARK = re.compile(r"绝密|机密|秘密\s*[★☆]|[（(【\[]\s*秘密")
SCAN_SECONDS = 60
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
    _refuse_marked(file.name or "")
    _scan(file)


def _refuse_marked(name: str) -> None:
    if SECRECY_MARK.search(name):
        raise ValidationError(
            _("The name of the file carries a secrecy mark. Secret files must not be uploaded."),
            code="secret",
        )


def _scan(file: "File[bytes]") -> None:
    """Ask the virus scanner of the installation, where there is one."""
    if not settings.VIRUS_SCAN:
        return
    try:
        answer = subprocess.run(
            settings.VIRUS_SCAN,
            input=file.read(),
            capture_output=True,
            timeout=SCAN_SECONDS,
            check=False,
        ).returncode
    except (OSError, subprocess.TimeoutExpired):
        answer = None
    file.seek(0)
    if answer == 1:
        raise ValidationError(_("The virus scanner refuses the file."), code="infected")
    if answer != 0:
        raise ValidationError(
            _("The file could not be checked for viruses. Try again later, or tell the operators."),
            code="unchecked",
        )
