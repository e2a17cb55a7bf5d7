"""What a system holds for single units: own weights, exemptions, linked results."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import Exemption, IndicatorSystem, ResultLink, SystemNode, WeightOverride
from indicators.rules.trees import plain
from indicators.selectors.overrides import OwnWeights
from indicators.selectors.trees import Tree, system_tree
from indicators.services.drafts import hold_draft
from organization.models import Unit
from organization.services.audit import record_event

if TYPE_CHECKING:
    from organization.models import User


def set_overrides(
    system: IndicatorSystem,
    unit: Unit,
    weights: Mapping[int, Decimal],
    *,
    reason: str,
    by: "User | None",
) -> None:
    """Make these the unit's own weights in a draft, by key of the node; others are withdrawn.

    Weights equal to the system's are not stored. Every parent keeps its total (IND-12).

    Raises:
        ValidationError: one message for each parent whose total would change, a node of another
            system, a bonus node, or no reason.
    """
    set_group_overrides(system, [unit], weights, reason=reason, by=by)


@transaction.atomic
def set_group_overrides(
    system: IndicatorSystem,
    units: Sequence[Unit],
    weights: Mapping[int, Decimal],
    *,
    reason: str,
    by: "User | None",
) -> None:
    """Make the same weights the own weights of several units, with one reason.

    Raises:
        ValidationError: as `set_overrides`; then no unit is changed.
    """
    hold_draft(system)
    tree = system_tree(system)
    own = checked_weights(tree, weights, on_bonus=_("A bonus has no weight of its own for a unit."))
    rows = [
        WeightOverride(node=tree.by_key[key].node, unit=unit, weight=weight, reason=reason)
        for unit in units
        for key, weight in own.items()
    ]
    for row in rows[: len(own)]:
        row.clean_fields(exclude=["unit", "node"])
    before = _stated(system, units)
    WeightOverride.objects.filter(node__system=system, unit__in=units).delete()
    WeightOverride.objects.bulk_create(rows, batch_size=1000)
    stated = {tree.by_key[key].node.code: plain(weight) for key, weight in own.items()}
    for unit in units:
        record_event(
            "overrides_set",
            system,
            by=by,
            before={"unit": unit.code, **before.get(unit.pk, {})},
            after={"unit": unit.code, "reason": reason, **stated},
        )


def share_overrides(
    system: IndicatorSystem, source: Unit, units: Sequence[Unit], *, reason: str, by: "User | None"
) -> None:
    """Give several units the own weights that one unit has; of one that has none, the system's.

    Raises:
        ValidationError: no unit to give them to, or as `set_overrides`.
    """
    if not units:
        raise ValidationError({"units": _("Choose at least one unit.")})
    own = WeightOverride.objects.filter(node__system=system, unit=source)
    weights = dict(own.values_list("node_id", "weight"))
    set_group_overrides(system, units, weights, reason=reason, by=by)


def clear_overrides(system: IndicatorSystem, unit: Unit, *, by: "User | None") -> None:
    """Let a unit have the weights of the system again."""
    set_overrides(system, unit, {}, reason="", by=by)


def checked_weights(
    tree: Tree, weights: Mapping[int, Decimal], *, on_bonus: str
) -> dict[int, Decimal]:
    """Find the weights that differ from the system's, once they are known to keep every total.

    Args:
        on_bonus: what is said where a bonus node would weigh otherwise.

    Raises:
        ValidationError: one message for each parent whose total would change, a node of another
            system, or a bonus node.
    """
    if set(weights) - set(tree.by_key):
        raise ValidationError(_("This node belongs to another system."), code="stranger")
    own = {key: weight for key, weight in weights.items() if weight != tree.by_key[key].node.weight}
    if any(tree.by_key[key].is_bonus for key in own):
        raise ValidationError(on_bonus, code="bonus")
    _check_totals(OwnWeights(tree, own))
    return own


def _check_totals(own: OwnWeights) -> None:
    errors = []
    for row, total, expected in own.uneven:
        place = row.path if row else own.tree.system.name
        facts = {"place": place, "sum": plain(total), "weight": plain(expected)}
        errors.append(
            _("%(place)s: what stands below adds up to %(sum)s instead of %(weight)s.") % facts
        )
    if errors:
        raise ValidationError([ValidationError(text, code="total") for text in errors])


def _stated(system: IndicatorSystem, units: Sequence[Unit]) -> dict[int, dict[str, str]]:
    rows = WeightOverride.objects.filter(node__system=system, unit__in=units)
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for unit, code, weight in rows.values_list("unit", "node__code", "weight"):
        found[unit][code] = plain(weight)
    return found


@transaction.atomic
def set_exemption(node: SystemNode, unit: Unit, *, reason: str, by: "User | None") -> Exemption:
    """Declare that a leaf does not concern a unit, or give another reason for it.

    Raises:
        ValidationError: a section, or no reason.
    """
    hold_draft(node.system)
    if not node.is_leaf:
        raise ValidationError(_("Only an indicator can be left out for a unit."), code="section")
    exemption = Exemption.objects.filter(node=node, unit=unit).first()
    exemption = exemption or Exemption(node=node, unit=unit)
    before = {"reason": exemption.reason}
    exemption.reason = reason
    exemption.full_clean()
    exemption.save()
    after = {"node": node.code, "unit": unit.code, "reason": reason}
    record_event("exemption_set", exemption, by=by, before=before, after=after)
    return exemption


@transaction.atomic
def clear_exemption(exemption: Exemption, *, by: "User | None") -> None:
    """Let a leaf concern the unit again."""
    hold_draft(exemption.node.system)
    before = {"node": exemption.node.code, "unit": exemption.unit.code, "reason": exemption.reason}
    record_event("exemption_cleared", exemption, by=by, before=before)
    exemption.delete()


@transaction.atomic
def set_link(
    node: SystemNode,
    unit: Unit,
    target: Unit,
    *,
    weight: Decimal = Decimal(1),
    by: "User | None",
) -> ResultLink:
    """Let a leaf of a unit read the result of another unit (IND-15), or change its weight.

    Raises:
        ValidationError: the leaf reads no linked results, or the unit would read its own.
    """
    hold_draft(node.system)
    if node.source != SystemNode.Source.LINKED:
        raise ValidationError(
            _("“%(node)s” does not read results of other units.") % {"node": node}, code="source"
        )
    if weight <= 0:
        raise ValidationError(_("The weight of a link is above 0."), code="weight")
    link = ResultLink.objects.filter(node=node, unit=unit, target=target).first()
    link = link or ResultLink(node=node, unit=unit, target=target)
    before = {"weight": link.weight} if link.pk else {}
    link.weight = weight
    link.full_clean()
    link.save()
    after = {"node": node.code, "unit": unit.code, "target": target.code, "weight": weight}
    record_event("link_set", link, by=by, before=before, after=after)
    return link


@transaction.atomic
def clear_link(link: ResultLink, *, by: "User | None") -> None:
    """Stop a leaf of a unit from reading another unit's result."""
    hold_draft(link.node.system)
    before = {"node": link.node.code, "unit": link.unit.code, "target": link.target.code}
    record_event("link_cleared", link, by=by, before=before)
    link.delete()
