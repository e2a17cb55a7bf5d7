"""Everything the engine needs of a cycle: one bundle for each comparison group."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from assessment.models import Assessee, AssessmentCycle, OverlayFact
from assessment.selectors.scheme_rules import overlay_clauses, scheme_rules
from assessment.selectors.trees import ordered_nodes_of
from assessment.sources import SOURCES, Evidence, Scope
from indicators.models import Exemption, SystemNode, WeightOverride
from scoring import Bundle, Sheets
from scoring.bundle import COLUMNS, empty_table

ASSESSEE_COLUMNS = ["id", "key", "group", "group_name", "system", "unit", "kind"]


@dataclass(frozen=True, eq=False)
class CollectedGroup:
    """One comparison group with its inputs."""

    key: str
    name: str
    bundle: Bundle


def collect_bundles(cycle: AssessmentCycle) -> list[CollectedGroup]:
    """Read a cycle into bundles, in order of key; the number of queries does not grow with it.

    Raises:
        ScoringError, MeasureError: the rows contradict each other; the message says where.
    """
    assessees = _assessees(cycle)
    nodes = ordered_nodes_of(set(assessees["system"].tolist()))
    evidence = _evidence(cycle, assessees, nodes)
    scheme = scheme_rules(cycle.scheme)
    tables = {
        "weights": _split(_weights(assessees, nodes), assessees),
        "exemptions": _split(_exemptions(assessees, nodes), assessees),
        "values": _split(_joined(found.values for found in evidence.values()), assessees),
        "links": _split(_joined(found.links for found in evidence.values()), assessees),
    }
    sheets = _split_sheets(evidence, assessees)
    facts = _overlay_facts(cycle)
    groups = []
    for key, members in assessees.groupby("group", sort=True):
        system = int(members["system"].iloc[0])
        bundle = Bundle(
            assessees=members[["key"]].rename(columns={"key": "assessee"}).reset_index(drop=True),
            nodes=nodes_table(nodes[system]),
            scheme={**scheme, "overlay": overlay_clauses(facts.get(key, ()), scheme["grades"])},
            judgements=sheets.get(key, {}),
            **{
                name: split.get(key, empty_table(name))[list(COLUMNS[name])]
                for name, split in tables.items()
            },
        )
        groups.append(CollectedGroup(str(key), members["group_name"].iloc[0], bundle))
    return groups


def nodes_table(nodes: Iterable[SystemNode]) -> pd.DataFrame:
    """A system's tree in the engine's columns."""
    codes = {node.pk: node.code for node in nodes}
    rows = [
        (
            node.code,
            codes[node.parent_id] if node.parent_id else "",
            node.position,
            str(node.weight),
            node.is_leaf,
            node.kind,
            _text(node.cap),
            _text(node.floor),
            node.source,
            node.rule,
            json.dumps(node.params, ensure_ascii=False, sort_keys=True) if node.is_leaf else "",
            missing_law(node),
        )
        for node in nodes
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS["nodes"]))


def missing_law(node: SystemNode) -> str:
    """The leaf's own law for a missing value; empty where the scheme's stands."""
    if node.missing != SystemNode.MissingLaw.FLOOR:
        return node.missing
    return f"{node.missing}:{node.missing_share}"


def _text(number: object) -> str:
    return "" if number is None else str(number)


def _assessees(cycle: AssessmentCycle) -> pd.DataFrame:
    rows = Assessee.objects.filter(cycle=cycle).values_list(
        "pk", "key", "group_key", "group_name", "system_id", "unit_id", "system__assessee_kind"
    )
    return pd.DataFrame(list(rows.order_by("key")), columns=ASSESSEE_COLUMNS)


def _evidence(
    cycle: AssessmentCycle, assessees: pd.DataFrame, nodes: Mapping[int, list[SystemNode]]
) -> dict[str, Evidence]:
    """Ask each source that some leaf names."""
    by_source: dict[str, list[SystemNode]] = defaultdict(list)
    for node in (node for tree in nodes.values() for node in tree if node.is_leaf):
        by_source[node.source].append(node)
    return {
        name: SOURCES[name].collect(Scope(cycle, assessees, leaves))
        for name, leaves in by_source.items()
    }


def _joined(tables: Iterable[pd.DataFrame | None]) -> pd.DataFrame:
    present = [table for table in tables if table is not None and not table.empty]
    if not present:
        return pd.DataFrame({"assessee": []}, dtype=object)
    return pd.concat(present, ignore_index=True)


def _split(table: pd.DataFrame, assessees: pd.DataFrame) -> dict[Any, pd.DataFrame]:
    """Cut a table with a column `assessee` into comparison groups."""
    group_of = pd.Series(assessees["group"].to_numpy(), index=assessees["key"].to_numpy())
    groups = group_of.reindex(table["assessee"]).to_numpy()
    return {key: part.reset_index(drop=True) for key, part in table.groupby(groups)}


def _split_sheets(
    evidence: Mapping[str, Evidence], assessees: pd.DataFrame
) -> dict[Any, dict[str, Sheets]]:
    split: dict[Any, dict[str, Sheets]] = defaultdict(dict)
    for source, found in evidence.items():
        for sheets in found.sheets.values():
            keys = sheets.keys.reset_index(drop=True)
            for group, part in _split(keys.assign(row=np.arange(len(keys))), assessees).items():
                marks = sheets.marks[part["row"].to_numpy()]
                split[group][source] = Sheets(
                    part.drop(columns="row"), marks, sheets.leaves, sheets.unit
                )
    return split


def _weights(assessees: pd.DataFrame, nodes: Mapping[int, list[SystemNode]]) -> pd.DataFrame:
    rows = WeightOverride.objects.filter(node__system__in=nodes).values_list(
        "node__system_id", "unit_id", "node__code", "weight"
    )
    table = pd.DataFrame(list(rows), columns=["system", "unit", "node", "weight"])
    own = table.merge(assessees, on=["system", "unit"]).rename(columns={"key": "assessee"})
    return own.assign(weight=own["weight"].map(str))


def _exemptions(assessees: pd.DataFrame, nodes: Mapping[int, list[SystemNode]]) -> pd.DataFrame:
    """Exempt leaves; an exempt section exempts every leaf below it."""
    below = {
        node.pk: leaves for tree in nodes.values() for node, leaves in _leaves_below(tree).items()
    }
    rows = Exemption.objects.filter(node__system__in=nodes).values_list(
        "node__system_id", "unit_id", "node_id"
    )
    cells = {(system, unit, leaf) for system, unit, node in rows for leaf in below.get(node, ())}
    table = pd.DataFrame(sorted(cells), columns=["system", "unit", "node"])
    return table.merge(assessees, on=["system", "unit"]).rename(columns={"key": "assessee"})


def _leaves_below(tree: list[SystemNode]) -> dict[SystemNode, list[str]]:
    parents = {node.pk: node for node in tree}
    below: dict[SystemNode, list[str]] = defaultdict(list)
    for leaf in (node for node in tree if node.is_leaf):
        node: SystemNode | None = leaf
        while node is not None:
            below[node].append(leaf.code)
            node = parents.get(node.parent_id) if node.parent_id else None
    return below


def _overlay_facts(cycle: AssessmentCycle) -> dict[str, list[OverlayFact]]:
    """Overlay facts by comparison group."""
    by_group: dict[str, list[OverlayFact]] = defaultdict(list)
    for fact in OverlayFact.objects.filter(assessee__cycle=cycle).select_related("assessee"):
        by_group[fact.assessee.group_key].append(fact)
    return by_group
