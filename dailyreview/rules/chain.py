"""The review chain: which roles pass a record on, and what comes after a step."""

from collections.abc import Collection, Sequence

SECTION_HEAD, LEADER, PRINCIPAL = "section_head", "supervising_leader", "unit_principal"

CHAINS = {
    "three": (SECTION_HEAD, LEADER, PRINCIPAL),
    "two": (LEADER, PRINCIPAL),
    "one": (PRINCIPAL,),
}


def chain_for(chain: str, own_roles: Collection[str]) -> Sequence[str]:
    """The roles that review a person, in order.

    Nobody reviews themselves: a person who holds a role of the chain begins above it. Who holds the
    last one is reviewed there by somebody else who holds it, or who stands in for them.

    >>> chain_for("three", ())
    ('section_head', 'supervising_leader', 'unit_principal')
    >>> chain_for("three", {"section_head"})
    ('supervising_leader', 'unit_principal')
    >>> chain_for("one", {"unit_principal"})
    ('unit_principal',)
    """
    roles = CHAINS[chain]
    held = [place for place, role in enumerate(roles) if role in own_roles]
    return (roles[max(held) + 1 :] or roles[-1:]) if held else roles


def next_role(chain: Sequence[str], staffed: Collection[str], after: str = "") -> str:
    """The role that the record goes to next; empty when the chain is through.

    A level with nobody in it is passed over, but never the last one: without it nobody decides.

    >>> chain = ("section_head", "supervising_leader", "unit_principal")
    >>> next_role(chain, {"section_head", "unit_principal"}, after="section_head")
    'unit_principal'
    >>> next_role(chain, set())
    'unit_principal'
    >>> next_role(chain, chain, after="unit_principal")
    ''
    """
    rest = chain[chain.index(after) + 1 :] if after else chain
    return next((role for role in rest if role in staffed), rest[-1] if rest else "")
