"""Models of the library: saving a section as one, putting one into a draft."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import LibraryModel, ModelNode, SystemNode, TreeStep
from indicators.rules.shares import SHARE_STEP, WEIGHT_STEP, divide
from indicators.rules.tags import tidy_tags
from indicators.services.drafts import hold_draft
from indicators.services.steps import change_of, keep_step, state_of
from organization.services.audit import record_event
from scoring import scale_points, validate_rule

if TYPE_CHECKING:
    from organization.models import User

WHOLE = Decimal(100)
SCORED = SystemNode.Kind.SCORED
# What a node of a system and one of a model have in common.
SHARED = (
    "name",
    "position",
    "kind",
    "indicator_id",
    "source",
    "rule",
    "missing",
    "missing_share",
    "standard",
)


@transaction.atomic
def insert_model(
    model: LibraryModel, *, section: SystemNode, code: str, weight: Decimal, by: "User | None"
) -> SystemNode:
    """Put a model into a draft as a new section below another one, scaled to a weight.

    What stands below every node adds up to its weight exactly; points in rules grow or shrink with
    their leaf. Each new node remembers the model.

    Raises:
        ValidationError: no draft, a section that scores by itself, a code that is taken or too
            long, a weight that is not above 0, or a model that holds nothing.
    """
    hold_draft(section.system)
    if section.is_leaf:
        raise ValidationError(
            {
                "section": _("“%(parent)s” scores by itself; nothing can stand below it.")
                % {"parent": section}
            }
        )
    nodes = list(model.nodes.order_by("position", "code"))
    if not nodes:
        raise ValidationError(_("This model holds no indicator."), code="empty")
    if weight <= 0 or weight % WEIGHT_STEP:
        raise ValidationError(
            {"weight": _("State a weight above 0 with at most four decimals.")}, code="weight"
        )
    last = section.system.nodes.filter(parent=section).order_by("position").last()
    top = SystemNode(
        system=section.system,
        parent=section,
        code=code,
        name=model.name,
        position=last.position + 1 if last else 1,
        weight=weight,
        library_model=model,
    )
    made = [_checked(top)]
    _insert_below(None, top, nodes, weight / WHOLE, made)
    changes = [change_of(node, None, state_of(node)) for node in made]
    keep_step(top, TreeStep.Action.ADDED, changes, by=by)
    facts = {"from": model.pk, "weight": weight, "rows": len(made)}
    record_event("library_model_inserted", top, by=by, after=facts)
    return top


def _insert_below(
    parent: ModelNode | None,
    above: SystemNode,
    nodes: Sequence[ModelNode],
    factor: Decimal,
    made: list[SystemNode],
) -> None:
    """Add what stands below a node of the model; `factor` is points of the system a percent."""
    children = [node for node in nodes if node.parent_id == (parent.pk if parent else None)]
    scored = [node for node in children if node.kind == SCORED and node.share > 0]
    weights = dict.fromkeys((node.pk for node in children), Decimal(0))
    if scored and above.kind == SCORED:
        shares = divide(above.weight, [node.share for node in scored], WEIGHT_STEP)
        weights |= zip((node.pk for node in scored), shares, strict=True)
    for node in children:
        weight = weights[node.pk] if node.kind == SCORED else _rounded(node.share * factor)
        child = SystemNode(
            system=above.system,
            parent=above,
            code=f"{made[0].code}-{node.code}",
            weight=weight,
            cap=_points(node.cap_share, factor),
            floor=_points(node.floor_share, factor),
            params=_scaled(node, weight / node.share if node.share else factor),
            library_model_id=node.model_id,
            **{name: getattr(node, name) for name in SHARED},
        )
        made.append(_checked(child))
        _insert_below(node, child, nodes, factor, made)


def _checked(node: SystemNode) -> SystemNode:
    node.full_clean()
    node.save()
    return node


def _points(share: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if share is None else _rounded(share * factor)


def _rounded(points: Decimal) -> Decimal:
    return points.quantize(WEIGHT_STEP, ROUND_HALF_UP)


def _scaled(node: SystemNode | ModelNode, factor: Decimal) -> dict[str, object]:
    """Parameters for another weight; of a rule that cannot run as they are, to be told later."""
    if validate_rule(node.rule, node.params):
        return dict(node.params)
    return scale_points(node.rule, node.params, factor)


@transaction.atomic
def save_model(
    section: SystemNode, *, code: str, name: str, purpose: str = "", tags: str = "", by: "User"
) -> LibraryModel:
    """Keep what stands below a section, of whatever system, as a model of the library.

    Weights become shares in percent that add up exactly; put back with the section's weight they
    are the weights of before.

    Raises:
        ValidationError: the code is taken, nothing stands below, or its weights do not add up.
    """
    nodes = list(section.system.nodes.order_by("position", "code"))
    model = LibraryModel(
        code=code, name=name, purpose=purpose, tags=tidy_tags(tags), origin=section.system
    )
    model.full_clean()
    model.save()
    if not section.weight or not any(node.parent_id == section.pk for node in nodes):
        raise ValidationError(_("Only a section with a weight and something below it can be kept."))
    _save_below(section, None, model, nodes, WHOLE / section.weight)
    record_event("library_model_saved", model, by=by, before={"from": section.pk})
    return model


def _save_below(
    above: SystemNode,
    parent: ModelNode | None,
    model: LibraryModel,
    nodes: Sequence[SystemNode],
    factor: Decimal,
) -> None:
    """Keep what stands below a node; `factor` is percent a point."""
    children = [node for node in nodes if node.parent_id == above.pk]
    scored = [node for node in children if node.kind == SCORED and node.weight > 0]
    shares: dict[int, Decimal] = {}
    if scored and above.kind == SCORED:
        if sum(node.weight for node in scored) != above.weight:
            raise ValidationError(
                _("What stands below “%(name)s” does not add up to its weight.")
                % {"name": above.name}
            )
        whole = parent.share if parent else WHOLE
        found = divide(whole, [node.weight for node in scored], SHARE_STEP)
        shares = dict(zip((node.pk for node in scored), found, strict=True))
    for node in children:
        share = shares.get(node.pk, _percent(node.weight, factor))
        kept = ModelNode(
            model=model,
            parent=parent,
            code=node.code,
            share=share,
            cap_share=None if node.cap is None else _percent(node.cap, factor),
            floor_share=None if node.floor is None else _percent(node.floor, factor),
            params=_scaled(node, share / node.weight if node.weight else factor),
            **{name: getattr(node, name) for name in SHARED},
        )
        kept.full_clean()
        kept.save()
        _save_below(node, kept, model, nodes, factor)


def _percent(points: Decimal, factor: Decimal) -> Decimal:
    return (points * factor).quantize(SHARE_STEP, ROUND_HALF_UP)
