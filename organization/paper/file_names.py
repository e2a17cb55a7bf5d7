"""Names for files that people download: readable, and harmless on every file system."""

import re

MOST_CHARACTERS = 80


def file_name(*parts: str, suffix: str = "") -> str:
    r"""Join texts into a file name without anything a file system or a header could trip over.

    >>> file_name("南京市", "2023年度/综合考核", suffix="pdf")
    '南京市 2023年度 综合考核.pdf'
    >>> file_name("..\\evil\r\n")
    'evil'
    """
    words = re.sub(r"[^\w\-()（）·]+", " ", " ".join(parts)).strip()
    name = words[:MOST_CHARACTERS].strip() or "report"
    return f"{name}.{suffix}" if suffix else name
