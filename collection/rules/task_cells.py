"""Cells of a task list: several codes, and milestones with their days."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import NamedTuple

_BETWEEN = re.compile(r"[、，,；;\s]+")
_LINES = re.compile(r"[；;\n]+")
_MILESTONE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[\s:：]*(\S.*)")


class Step(NamedTuple):
    """A milestone as a cell says it."""

    due_on: dt.date
    title: str


def read_codes(text: str | None) -> list[str]:
    """The codes or names in a cell, each once.

    >>> read_codes("A01、 A02,A01")
    ['A01', 'A02']
    """
    return list(dict.fromkeys(part for part in _BETWEEN.split(text or "") if part))


def read_steps(text: str | None) -> list[Step]:
    """The milestones in a cell, one a line or between semicolons.

    Raises:
        ValueError: the text of the first one that has no day or no name.

    >>> read_steps("2026-03-31 立项；2026年6月30日 开工")[1]
    Step(due_on=datetime.date(2026, 6, 30), title='开工')
    """
    lines = [line.strip() for line in _LINES.split(text or "")]
    return [_read_step(line) for line in lines if line]


def write_steps(steps: Iterable[Step]) -> str:
    """Milestones as a cell says them, in the order of time.

    >>> write_steps([Step(dt.date(2026, 6, 30), "开工"), Step(dt.date(2026, 3, 31), "立项")])
    '2026-03-31 立项；2026-06-30 开工'
    """
    return "；".join(f"{step.due_on:%Y-%m-%d} {step.title}" for step in sorted(steps))


def _read_step(line: str) -> Step:
    match = _MILESTONE.fullmatch(line)
    if match is None:
        raise ValueError(line)
    try:
        day = dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        raise ValueError(line) from error
    return Step(day, match[4].strip())
