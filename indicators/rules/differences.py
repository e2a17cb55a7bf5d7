"""Two trees side by side: which node became which, and what changed in it."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Change(StrEnum):
    """What can differ between two versions of a node."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RENAMED = "renamed"
    REWEIGHTED = "reweighted"
    RULE = "rule"
    SOURCE = "source"


@dataclass(frozen=True)
class Item:
    """A node as far as versions are compared.

    Attributes:
        key, parent: its own key in its tree and that of what it hangs on; None at the top.
        indicator: what is measured, the same in both trees; None for a section.
        rule, source: whatever must be equal for nothing to have changed.
        is_leaf: it scores by itself, so it is counted.
    """

    key: int
    parent: int | None
    code: str
    name: str
    weight: Decimal = Decimal(0)
    indicator: int | None = None
    rule: Hashable = ""
    source: Hashable = ""
    is_leaf: bool = True


@dataclass(eq=False)
class Pair:
    """One row of the comparison: a node before, after, or both.

    Attributes:
        level: 1 for the tops, in the tree of both versions laid over each other.
    """

    before: Item | None
    after: Item | None
    changes: tuple[Change, ...] = ()
    level: int = 1
    children: list["Pair"] = field(default_factory=list)
    parent: "Pair | None" = None

    @property
    def item(self) -> Item:
        """The node as it is now, or as it was when it is gone."""
        found = self.after or self.before
        assert found is not None
        return found


def compare(before: Sequence[Item], after: Sequence[Item]) -> list[Pair]:
    """Lay two trees over each other, in the order of the later one.

    Nodes are matched by code, then by what they measure, then by name below the same parent. What
    is gone stands where it stood.

    Args:
        before, after: nodes in reading order, each parent before its children.

    >>> old = [Item(1, None, "A", "经济"), Item(2, None, "B", "党建")]
    >>> new = [Item(7, None, "A", "经济发展"), Item(8, None, "C", "改革")]
    >>> [(pair.item.code, *map(str, pair.changes)) for pair in compare(old, new)]
    [('A', 'renamed'), ('B', 'removed'), ('C', 'added')]
    """
    twins = match(before, after)
    old = {item.key: item for item in before}
    pairs = {item.key: Pair(old.get(twins.get(item.key, 0)), item) for item in after}
    homes = {old_key: pairs[new_key] for new_key, old_key in twins.items()}
    tops: list[Pair] = []
    for item in after:
        _hang(pairs[item.key], pairs.get(item.parent or 0), tops)
    for item in before:
        if item.key not in homes:
            homes[item.key] = pair = Pair(item, None)
            _hang_removed(pair, homes, before, tops)
    rows = _in_order(tops)
    for pair in rows:
        pair.changes = tuple(_changes(pair, homes))
    return rows


def match(before: Sequence[Item], after: Sequence[Item]) -> dict[int, int]:
    """The key of the old node that each new one continues.

    >>> match([Item(1, None, "A", "甲", indicator=5)], [Item(9, None, "X", "乙", indicator=5)])
    {9: 1}
    """
    twins: dict[int, int] = {}
    for mark in ("code", "indicator"):
        old = _only(before, mark, twins.values())
        new = _only(after, mark, twins)
        twins |= {new[shown].key: old[shown].key for shown in new if shown in old}
    _match_by_name(before, after, twins)
    return twins


def _only(items: Sequence[Item], mark: str, matched: Iterable[int]) -> dict[Hashable, Item]:
    """Of what is not matched yet, each node that is the only one to bear its mark."""
    taken = set(matched)
    found: dict[Hashable, list[Item]] = {}
    for item in items:
        shown = getattr(item, mark)
        if shown is not None and item.key not in taken:
            found.setdefault(shown, []).append(item)
    return {shown: bearers[0] for shown, bearers in found.items() if len(bearers) == 1}


def _match_by_name(before: Sequence[Item], after: Sequence[Item], twins: dict[int, int]) -> None:
    """Below the same parent the same name is the same node; parents come first in both."""
    taken = set(twins.values())
    free = {(item.parent, item.name): item.key for item in before if item.key not in taken}
    for item in after:
        if item.key in twins or (item.parent is not None and item.parent not in twins):
            continue
        parent = None if item.parent is None else twins[item.parent]
        if (parent, item.name) in free:
            twins[item.key] = free.pop((parent, item.name))


def _hang(pair: Pair, parent: Pair | None, tops: list[Pair]) -> None:
    pair.parent = parent
    (parent.children if parent else tops).append(pair)


def _hang_removed(
    pair: Pair, homes: dict[int, Pair], before: Sequence[Item], tops: list[Pair]
) -> None:
    """Put what is gone after the sibling it stood after, as far as that one still stands there."""
    item = pair.item
    parent = homes[item.parent] if item.parent is not None else None
    pair.parent = parent
    siblings = parent.children if parent else tops
    place = 0
    for other in before:
        if other.key == item.key:
            break
        if other.parent == item.parent and homes[other.key] in siblings:
            place = siblings.index(homes[other.key]) + 1
    siblings.insert(place, pair)


def _in_order(tops: list[Pair]) -> list[Pair]:
    rows: list[Pair] = []
    waiting = [(pair, 1) for pair in reversed(tops)]
    while waiting:
        pair, level = waiting.pop()
        pair.level = level
        rows.append(pair)
        waiting += [(child, level + 1) for child in reversed(pair.children)]
    return rows


def _changes(pair: Pair, homes: dict[int, Pair]) -> list[Change]:
    old, new = pair.before, pair.after
    if old is None:
        return [Change.ADDED]
    if new is None:
        return [Change.REMOVED]
    home = homes[old.parent] if old.parent is not None else None
    differs = {
        Change.MOVED: home is not pair.parent,
        Change.RENAMED: old.name != new.name,
        Change.REWEIGHTED: old.weight != new.weight,
        Change.RULE: old.rule != new.rule,
        Change.SOURCE: old.source != new.source,
    }
    return [change for change, is_so in differs.items() if is_so]
