"""Which merged assessment feeds which leaf of a composite system, and what is asked for twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from indicators.models import IndicatorSystem, MergedAssessment, MergedDatum, SystemNode
from indicators.rules.duplicates import Asked, find_duplicates
from indicators.selectors.trees import Tree, TreeRow, system_tree

if TYPE_CHECKING:
    from organization.models import User


@dataclass(frozen=True, eq=False)
class DatumRow:
    """One datum: the leaves that it feeds, and who else asks for the same."""

    datum: MergedDatum
    leaves: list[SystemNode]
    others: list[MergedDatum]


@dataclass(frozen=True, eq=False)
class MergerRow:
    """One merged assessment with its data."""

    merger: MergedAssessment
    data: list[DatumRow]

    @property
    def feeding(self) -> int:
        """How many of its data feed a leaf."""
        return sum(bool(row.leaves) for row in self.data)

    @property
    def repeated(self) -> int:
        """How many of its data are asked for elsewhere, too."""
        return sum(bool(row.others) for row in self.data)


@dataclass(frozen=True, eq=False)
class Register:
    """The assessments merged into one composite system."""

    tree: Tree
    rows: list[MergerRow]
    duplicates: list[list[MergedDatum]]

    @cached_property
    def data_count(self) -> int:
        """Data of all assessments together."""
        return sum(len(row.data) for row in self.rows)

    @cached_property
    def feeding(self) -> int:
        """How many of the assessments feed the system with at least one datum."""
        return sum(bool(row.feeding) for row in self.rows)

    @cached_property
    def leaf_count(self) -> int:
        """How many leaves are fed by a merged assessment."""
        return len({leaf.pk for row in self.rows for one in row.data for leaf in one.leaves})


def register_of(system: IndicatorSystem, *, seen_by: "User") -> Register:
    """The register of a system's domain and year beside its leaves, with three queries."""
    mergers = (
        MergedAssessment.objects.visible_to(seen_by)
        .filter(domain=system.category.domain_id, year=system.year)
        .select_related("department")
    )
    data = _data(assessment__in=mergers)
    tree = system_tree(system)
    duplicates = asked_twice(data)
    rows: dict[int, list[DatumRow]] = {}
    for row in _rows(data, [leaf.node for leaf in tree.leaves], duplicates):
        rows.setdefault(row.datum.assessment_id, []).append(row)
    return Register(tree, [MergerRow(one, rows.get(one.pk, [])) for one in mergers], duplicates)


def data_of(merger: MergedAssessment, *, seen_by: "User") -> list[DatumRow]:
    """What one assessment asks for, with the leaves it feeds in every system of its year."""
    systems = IndicatorSystem.objects.visible_to(seen_by).filter(
        category__domain=merger.domain_id, year=merger.year, in_force_until__isnull=True
    )
    leaves = (
        SystemNode.objects.filter(system__in=systems).leaves().select_related("system", "parent")
    )
    data = _data(assessment__domain=merger.domain_id, assessment__year=merger.year)
    rows = _rows(data, leaves, asked_twice(data))
    return [row for row in rows if row.datum.assessment_id == merger.pk]


def _data(**about: object) -> list[MergedDatum]:
    data = MergedDatum.objects.filter(**about).order_by("pk")
    return list(data.select_related("assessment__department", "indicator"))


def _rows(
    data: list[MergedDatum], leaves: Iterable[SystemNode], duplicates: list[list[MergedDatum]]
) -> list[DatumRow]:
    fed: dict[int | None, list[SystemNode]] = {}
    for leaf in leaves:
        fed.setdefault(leaf.indicator_id, []).append(leaf)
    fed.pop(None, None)
    others = {
        datum.pk: [other for other in group if other is not datum]
        for group in duplicates
        for datum in group
    }
    return [DatumRow(one, fed.get(one.indicator_id, []), others.get(one.pk, [])) for one in data]


def asked_twice(data: Iterable[MergedDatum]) -> list[list[MergedDatum]]:
    """Data that are the same, together."""
    by_key = {datum.pk: datum for datum in data}
    groups = find_duplicates(
        Asked(
            datum.pk,
            datum.assessment_id,
            datum.name,
            datum.unit_of_measure,
            datum.definition,
            datum.indicator_id,
        )
        for datum in by_key.values()
    )
    return [[by_key[one.key] for one in group] for group in groups]  # type: ignore[index]


def leaves_asked_twice(tree: Tree) -> list[list[TreeRow]]:
    """Reported leaves whose data are the same: one indicator, or one datum under two codes."""
    rows = {
        row.node.pk: row
        for row in tree.leaves
        if row.node.source == "reported" and row.node.indicator is not None
    }
    asked = [
        Asked(
            key,
            indicator.owner_id,
            indicator.name,
            indicator.unit_of_measure,
            indicator.definition,
            indicator.pk,
        )
        for key, row in rows.items()
        if (indicator := row.node.indicator)
    ]
    return [[rows[one.key] for one in group] for group in find_duplicates(asked)]  # type: ignore[index]


def repeated_requests(tree: Tree) -> list[tuple[TreeRow, list[MergedDatum]]]:
    """Leaves whose datum several assessments of the register ask for."""
    system = tree.system
    data = _data(assessment__domain=system.category.domain_id, assessment__year=system.year)
    found = []
    for group in asked_twice(data):
        measured = {datum.indicator_id for datum in group} - {None}
        leaf = next((row for row in tree.leaves if row.node.indicator_id in measured), None)
        if leaf is not None:
            found.append((leaf, group))
    return found
