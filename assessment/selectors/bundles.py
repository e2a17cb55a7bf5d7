"""Everything the engine needs of a cycle: one bundle for each comparison group."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from django.db.models import Count, Min, QuerySet

from assessment.models import Assessee, AssessmentCycle, OverlayFact
from assessment.selectors.scheme_rules import (
    QuotaKey,
    overlay_clauses,
    scheme_rules,
    unit_shares,
    with_shares,
)
from assessment.selectors.trees import ordered_nodes_of
from assessment.sources import SOURCES, Evidence, Scope
from indicators.models import Exemption, PersonWeight, SystemNode, WeightOverride
from scoring import Bundle
from scoring.bundle import COLUMNS, empty_table

ASSESSEE_COLUMNS = ["id", "key", "group", "system", "unit", "cadre"]
# Where a level that quotas can be stated for is found; only levels that are asked for are read.
LEVEL_PATHS = {"unit": "unit__code", "area": "area", "identity_class": "identity_class"}
# Groups are read together until they have so many assessees; a larger group is read alone.
PORTION = 20_000


@dataclass(frozen=True, eq=False)
class CollectedGroup:
    """One comparison group with its inputs."""

    key: str
    name: str
    bundle: Bundle


def collect_bundles(cycle: AssessmentCycle) -> list[CollectedGroup]:
    """Read a whole cycle into bundles, in order of key.

    Raises:
        ScoringError, MeasureError: the rows contradict each other; the message says where.
    """
    groups = [group for portion in collect_portions(cycle) for group in portion]
    return sorted(groups, key=lambda group: group.key)


def collect_portions(cycle: AssessmentCycle) -> Iterator[list[CollectedGroup]]:
    """Read a cycle into bundles, some whole groups at a time, each group once.

    Memory is bounded by `PORTION` or the largest group, whatever the size of the cycle. The number
    of queries grows with portions, not with assessees, leaves or groups. Reading takes as long as
    the caller takes with each portion: only inside `snapshot()` is it one moment.

    Raises:
        ScoringError, MeasureError: the rows contradict each other; the message says where.
    """
    scheme, shares = scheme_rules(cycle.scheme), unit_shares(cycle)
    for names in _portions(cycle):
        yield _collect(cycle, scheme, shares, names)


def groups_read(
    cycle: AssessmentCycle, targets: Mapping[str, Collection[str]]
) -> dict[str, set[str]]:
    """Find which groups each group reads from, given the assessees that its links name."""
    wanted = set().union(*targets.values())
    home: dict[str, str] = {}
    if wanted:
        rows = Assessee.objects.filter(cycle=cycle).order_by().values_list("key", "group_key")
        home = {key: group for key, group in rows.iterator() if key in wanted}
    return {
        group: {home[target] for target in named if target in home}
        for group, named in targets.items()
    }


def _portions(cycle: AssessmentCycle) -> Iterator[dict[str, str]]:
    """Names of comparison groups by key, a portion at a time, in the order of the database."""
    groups = Assessee.objects.filter(cycle=cycle).order_by("group_key").values("group_key")
    sized = groups.annotate(name=Min("group_name"), size=Count("pk"))
    portion: dict[str, str] = {}
    waiting = 0
    for key, name, size in sized.values_list("group_key", "name", "size"):
        if portion and waiting + size > PORTION:
            yield portion
            portion, waiting = {}, 0
        portion[key] = name
        waiting += size
    if portion:
        yield portion


def _collect(
    cycle: AssessmentCycle,
    scheme: Mapping[str, Any],
    shares: Mapping[int, Mapping[QuotaKey, str]],
    names: Mapping[str, str],
) -> list[CollectedGroup]:
    keys = list(names)
    groups = (keys[0], keys[-1])
    levels = sorted({quota["level"] for quota in scheme["quotas"]} - {""})
    assessees = _assessees(cycle, groups, levels)
    nodes = ordered_nodes_of(set(assessees["system"].tolist()))
    trees = {system: nodes_table(tree) for system, tree in nodes.items()}
    evidence = _evidence(cycle, groups, assessees, nodes)
    tables = {
        "weights": _split(_weights(assessees, nodes), assessees),
        "exemptions": _split(_exemptions(assessees, nodes), assessees),
        "values": _split(_joined(found.values for found in evidence.values()), assessees),
        "links": _split(_joined(found.links for found in evidence.values()), assessees),
    }
    nothing = {name: empty_table(name) for name in tables}
    facts = _overlay_facts(cycle, groups)
    collected = []
    for key, members in assessees.groupby("group", sort=False):
        bundle = Bundle(
            assessees=_assessees_table(members, levels),
            nodes=trees[int(members["system"].iloc[0])],
            scheme={
                **scheme,
                "quotas": with_shares(scheme["quotas"], shares.get(_unit_of(members), {})),
                "overlay": overlay_clauses(facts.get(key, ()), scheme["grades"]),
            },
            judgements={
                source: found.sheets[key]
                for source, found in evidence.items()
                if key in found.sheets
            },
            **{
                name: split[key][list(COLUMNS[name])] if key in split else nothing[name]
                for name, split in tables.items()
            },
        )
        collected.append(CollectedGroup(key, names[key], bundle))
    return collected


def _unit_of(members: pd.DataFrame) -> int:
    """The unit that a group's people work in; 0 for a group of several units."""
    units = members["unit"].unique()
    return int(units[0]) if len(units) == 1 else 0


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
    return pd.DataFrame(rows, columns=list(COLUMNS["nodes"]), dtype=object)


def missing_law(node: SystemNode) -> str:
    """The leaf's own law for a missing value; empty where the scheme's stands."""
    if node.missing != SystemNode.MissingLaw.FLOOR:
        return node.missing
    return f"{node.missing}:{node.missing_share}"


def _text(number: object) -> str:
    return "" if number is None else str(number)


def _assessees(cycle: AssessmentCycle, groups: tuple[str, str], levels: list[str]) -> pd.DataFrame:
    paths = (LEVEL_PATHS[level] for level in levels)
    rows = Assessee.objects.filter(cycle=cycle, group_key__range=groups).values_list(
        "pk", "key", "group_key", "system_id", "unit_id", "appointment__cadre_id", *paths
    )
    columns = [*ASSESSEE_COLUMNS, *map(_level_column, levels)]
    return pd.DataFrame(list(rows.order_by()), columns=columns)


def _assessees_table(members: pd.DataFrame, levels: list[str]) -> pd.DataFrame:
    """The assessees of a group in the engine's columns."""
    names = {"key": "assessee"} | {_level_column(level): level for level in levels}
    return members[list(names)].rename(columns=names).reset_index(drop=True)


def _level_column(level: str) -> str:
    """Beside `unit`, the key of the database, stands the unit as the engine names it."""
    return f"level_{level}"


def _evidence(
    cycle: AssessmentCycle,
    groups: tuple[str, str],
    assessees: pd.DataFrame,
    nodes: Mapping[int, list[SystemNode]],
) -> dict[str, Evidence]:
    """Ask each source that some leaf names."""
    by_source: dict[str, list[SystemNode]] = defaultdict(list)
    for node in (node for tree in nodes.values() for node in tree if node.is_leaf):
        by_source[node.source].append(node)
    return {
        name: SOURCES[name].collect(Scope(cycle, groups, assessees, leaves))
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


def _weights(assessees: pd.DataFrame, nodes: Mapping[int, list[SystemNode]]) -> pd.DataFrame:
    """Own weights: a person's sheet, as a whole, comes before that of the unit (IND-20).

    Both keep the system's totals by themselves; a mixture of the two would not.
    """
    of_units = _own(WeightOverride.objects.all(), "unit", assessees, nodes)
    of_people = _own(PersonWeight.objects.all(), "cadre", assessees, nodes)
    without = of_units[~of_units["assessee"].isin(of_people["assessee"])]
    own = pd.concat([without, of_people], ignore_index=True)
    return own.assign(weight=own["weight"].map(str))


def _own(
    rows: QuerySet[Any], owner: str, assessees: pd.DataFrame, nodes: Mapping[int, list[SystemNode]]
) -> pd.DataFrame:
    found = rows.filter(node__system__in=nodes).values_list(
        "node__system_id", owner, "node__code", "weight"
    )
    keys = {"system": "int64", owner: "int64"}
    table = pd.DataFrame(list(found), columns=["system", owner, "node", "weight"]).astype(keys)
    # A unit has no cadre, which makes the column of the others one of fractions.
    members = assessees[["key", "system", owner]].dropna().astype(keys)
    return table.merge(members, on=["system", owner]).rename(columns={"key": "assessee"})


def _exemptions(assessees: pd.DataFrame, nodes: Mapping[int, list[SystemNode]]) -> pd.DataFrame:
    """Exempt leaves; an exempt section exempts every leaf below it."""
    rows = list(
        Exemption.objects.filter(node__system__in=nodes).values_list(
            "node__system_id", "unit_id", "node_id"
        )
    )
    below = {
        node.pk: leaves
        for system in {system for system, _unit, _node in rows}
        for node, leaves in _leaves_below(nodes[system]).items()
    }
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


def _overlay_facts(cycle: AssessmentCycle, groups: tuple[str, str]) -> dict[str, list[OverlayFact]]:
    """Overlay facts by comparison group."""
    by_group: dict[str, list[OverlayFact]] = defaultdict(list)
    facts = OverlayFact.objects.filter(assessee__cycle=cycle, assessee__group_key__range=groups)
    for fact in facts.select_related("assessee"):
        by_group[fact.assessee.group_key].append(fact)
    return by_group
