"""Where a node goes: one step by a key, or the place it was dropped at."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.models import SystemNode
from indicators.selectors.trees import Tree, TreeRow


class Goal(NamedTuple):
    """A place below a parent, counted from 0 among the other nodes there."""

    parent: SystemNode | None
    position: int


def siblings_of(tree: Tree, row: TreeRow) -> list[TreeRow]:
    """The nodes below the same parent, in order, the node itself among them."""
    if row.parent:
        return row.parent.children
    return [top for top in tree.rows if top.parent is None]


def step_goal(tree: Tree, row: TreeRow, direction: str) -> Goal:
    """One place up or down, into the section above it, or out of its own; at an end it stays.

    Raises:
        ValidationError: there is no section to go into.
    """
    siblings = siblings_of(tree, row)
    place = siblings.index(row)
    parent = row.parent.node if row.parent else None
    if direction == "in":
        above = siblings[place - 1] if place else None
        if above is None or above.is_leaf:
            raise ValidationError(_("There is no section above it to go into."), code="no_section")
        return Goal(above.node, len(above.children))
    if direction == "out" and row.parent:
        grand = row.parent.parent
        after = siblings_of(tree, row.parent).index(row.parent) + 1
        return Goal(grand.node if grand else None, after)
    shift = {"up": -1, "down": 1}.get(direction, 0)
    return Goal(parent, max(0, place + shift))


def drop_goal(tree: Tree, row: TreeRow, target: TreeRow, place: str) -> Goal:
    """Beside another node or, where that is a section, as its last child.

    Args:
        place: "before", "after" or "into".
    """
    if place == "into":
        return Goal(target.node, len([child for child in target.children if child != row]))
    others = [each for each in siblings_of(tree, target) if each != row]
    parent = target.parent.node if target.parent else None
    if target == row:
        return Goal(parent, siblings_of(tree, row).index(row))
    return Goal(parent, others.index(target) + int(place == "after"))


def free_code(tree: Tree, parent: SystemNode | None) -> str:
    """The next code below a parent, such as 2.3 below 2."""
    taken = {row.node.code for row in tree.rows}
    below = [row for row in tree.rows if row.node.parent_id == (parent.pk if parent else None)]
    number = len(below) + 1
    while (code := f"{parent.code}.{number}" if parent else str(number)) in taken:
        number += 1
    return code
