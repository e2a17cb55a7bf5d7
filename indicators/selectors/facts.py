"""A node in words, field by field, to lay two versions of it side by side."""

import json
from typing import NamedTuple

from indicators.models import SystemNode
from indicators.rules.trees import plain
from indicators.selectors.trees import engine_language
from scoring import rule_sentence, validate_rule

PLAIN = ("code", "name", "parent", "indicator", "standard")
FIGURES = ("weight", "cap", "floor", "missing_share")


class Odds(NamedTuple):
    """A field in which two people differ: what it was, what they made of it, and what I did."""

    label: str
    was: str
    theirs: str
    mine: str


def node_facts(node: SystemNode) -> str:
    """What a node says in every field, as text that a form carries along."""
    return json.dumps(_facts(node), ensure_ascii=False)


def at_odds(was: str, theirs: SystemNode, mine: SystemNode) -> list[Odds]:
    """The fields in which two versions of a node differ.

    Args:
        was: what `node_facts` told when the node was opened.
    """
    try:
        before = json.loads(was)
    except ValueError:
        before = {}
    known = before if isinstance(before, dict) else {}
    labels = {field.name: str(field.verbose_name) for field in SystemNode._meta.concrete_fields}
    left, right = _facts(theirs), _facts(mine)
    return [
        Odds(labels[name], str(known.get(name, "—")), left[name], right[name])
        for name in left
        if left[name] != right[name]
    ]


def _facts(node: SystemNode) -> dict[str, str]:
    facts = {name: str(getattr(node, name) or "") for name in PLAIN}
    for name in FIGURES:
        number = getattr(node, name)
        facts[name] = plain(number) if number is not None else ""
    facts["kind"] = node.get_kind_display()
    facts["source"] = node.get_source_display()
    facts["missing"] = node.get_missing_display()
    facts["rule"] = ""
    if node.rule and not validate_rule(node.rule, node.params):
        facts["rule"] = rule_sentence(node.rule, node.params, engine_language())
    return facts
