"""Tags as people write them in one line."""

import re

SEPARATOR = "、"


def split_tags(text: str) -> list[str]:
    """The single tags, each once, in order of writing.

    >>> split_tags("营商环境, 数字经济；营商环境")
    ['营商环境', '数字经济']
    """
    parts = (part.strip() for part in re.split(r"[,，、;；\n]", text))
    return list(dict.fromkeys(part for part in parts if part))


def tidy_tags(text: str) -> str:
    """Tags as they are stored: sorted, so that two rows with the same tags compare as equal.

    >>> tidy_tags("乙；甲, 乙")
    '乙、甲'
    """
    return SEPARATOR.join(sorted(split_tags(text)))
