"""What a system of people holds for single persons: weights from their yearly duty list."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import IndicatorSystem, PersonWeight
from indicators.rules.trees import plain
from indicators.selectors.trees import system_tree
from indicators.services.drafts import hold_draft
from indicators.services.overrides import checked_weights
from organization.models import Cadre
from organization.services.audit import record_event

if TYPE_CHECKING:
    from organization.models import User


@transaction.atomic
def set_person_weights(
    system: IndicatorSystem,
    cadre: Cadre,
    weights: Mapping[int, Decimal],
    *,
    reason: str,
    by: "User | None",
) -> None:
    """Make these the person's own weights in a draft, by key of the node; others are withdrawn.

    Weights equal to the system's are not stored. Every parent keeps its total (IND-20).

    Raises:
        ValidationError: one message for each parent whose total would change, a system that
            assesses units, a node of another system, a bonus node, or no reason.
    """
    hold_draft(system)
    if not system.is_of_people:
        raise ValidationError(_("This system assesses units, not people."), code="units")
    tree = system_tree(system)
    on_bonus = _("A bonus has no weight of its own for a person.")
    own = checked_weights(tree, weights, on_bonus=on_bonus)
    rows = [
        PersonWeight(node=tree.by_key[key].node, cadre=cadre, weight=weight, reason=reason)
        for key, weight in own.items()
    ]
    for row in rows:
        row.clean_fields(exclude=["cadre", "node"])
    standing = PersonWeight.objects.filter(node__system=system, cadre=cadre)
    before = {code: plain(weight) for code, weight in standing.values_list("node__code", "weight")}
    standing.delete()
    PersonWeight.objects.bulk_create(rows)
    stated = {tree.by_key[key].node.code: plain(weight) for key, weight in own.items()}
    record_event(
        "person_weights_set",
        system,
        by=by,
        before={"cadre": str(cadre), **before},
        after={"cadre": str(cadre), "reason": reason, **stated},
    )
