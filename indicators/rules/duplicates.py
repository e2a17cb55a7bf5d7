"""The same datum asked for more than once: by what is measured, or by the same words."""

import unicodedata
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

# A shorter definition says too little to call two data the same.
TELLING = 8


@dataclass(frozen=True)
class Asked:
    """A datum that somebody asks for.

    Attributes:
        key: what tells it from the others; asker: who asks.
        indicator: what of the library it is, as far as somebody has said so.
    """

    key: Hashable
    asker: Hashable
    name: str
    measure: str = ""
    definition: str = ""
    indicator: Hashable = None


def normalised(text: str) -> str:
    """Letters and digits alone, full width or half, large or small.

    >>> normalised("ＧＤＰ 增速（％）"), normalised("gdp增速")
    ('gdp增速', 'gdp增速')
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def find_duplicates(asked: Iterable[Asked]) -> list[list[Asked]]:
    """Data that are asked for twice or more, together, in their order.

    Two are the same when they are one indicator of the library, or when name or definition are the
    same words with the same unit of measure.

    >>> asked = [Asked(1, "统计局", "GDP 增速", "%"), Asked(2, "发改委", "GDP增速", "％")]
    >>> [[one.key for one in group] for group in find_duplicates(asked)]
    [[1, 2]]
    """
    groups: list[list[Asked]] = []
    found: dict[Hashable, list[Asked]] = {}
    for one in asked:
        group = [one]
        for mark in _marks(one):
            other = found.get(mark)
            if other is not None and other is not group:
                group = _joined(other, group, groups)
        if len(group) == 1:
            groups.append(group)
        for member in group:
            found.update(dict.fromkeys(_marks(member), group))
    return [group for group in groups if len(group) > 1]


def _joined(first: list[Asked], second: list[Asked], groups: list[list[Asked]]) -> list[Asked]:
    first += second
    groups[:] = [group for group in groups if group is not second]
    return first


def _marks(one: Asked) -> Iterator[tuple[str, Hashable]]:
    if one.indicator is not None:
        yield "indicator", one.indicator
    measure = unicodedata.normalize("NFKC", one.measure).strip()
    if name := normalised(one.name):
        yield "words", (name, measure)
    if len(definition := normalised(one.definition)) >= TELLING:
        yield "definition", (definition, measure)
