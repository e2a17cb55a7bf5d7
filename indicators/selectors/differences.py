"""What changed from one system to another, node by node, and how many indicators net."""

import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import IndicatorSystem
from indicators.models.systems import IndicatorSystemQuerySet
from indicators.rules.differences import Change, Item, Pair, compare
from indicators.rules.trees import plain
from indicators.selectors.trees import Tree, TreeRow, system_tree

CHANGE_LABELS: dict[Change, str | Promise] = {
    Change.ADDED: gettext_lazy("added"),
    Change.REMOVED: gettext_lazy("taken out"),
    Change.MOVED: gettext_lazy("moved"),
    Change.RENAMED: gettext_lazy("renamed"),
    Change.REWEIGHTED: gettext_lazy("reweighted"),
    Change.RULE: gettext_lazy("rule changed"),
    Change.SOURCE: gettext_lazy("source changed"),
}
# A sign beside each word, for print and for whoever scans a long list.
CHANGE_SIGNS = {
    Change.ADDED: "+",
    Change.REMOVED: "−",
    Change.MOVED: "→",
    Change.RENAMED: "≠",
    Change.REWEIGHTED: "±",
    Change.RULE: "ƒ",
    Change.SOURCE: "⇄",
}


@dataclass(frozen=True, eq=False)
class Difference:
    """One node of the two systems, with its rows in their trees."""

    pair: Pair
    before: TreeRow | None
    after: TreeRow | None

    @property
    def changes(self) -> tuple[Change, ...]:
        """What differs; empty where nothing does."""
        return self.pair.changes

    @property
    def row(self) -> TreeRow:
        """The node as it is now, or as it was when it is gone."""
        row = self.after or self.before
        assert row is not None
        return row

    @property
    def key(self) -> str:
        """What tells it from the other rows of the page."""
        return f"{'new' if self.after else 'old'}-{self.row.node.pk}"

    @property
    def marks(self) -> list[tuple[str, str, str]]:
        """Each change as its value, its sign and its word."""
        return [(one.value, CHANGE_SIGNS[one], str(CHANGE_LABELS[one])) for one in self.changes]

    @property
    def notes(self) -> list[tuple[str, str, str]]:
        """What stood before and what stands now, for each change that two texts can tell."""
        if self.before is None or self.after is None:
            return []
        texts = {
            Change.MOVED: (_place(self.before), _place(self.after)),
            Change.RENAMED: (self.before.node.name, self.after.node.name),
            Change.RULE: (rule_text(self.before), rule_text(self.after)),
            Change.SOURCE: (source_text(self.before), source_text(self.after)),
        }
        return [(str(CHANGE_LABELS[one]), *texts[one]) for one in self.changes if one in texts]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two systems side by side, in the order of the later tree."""

    before: Tree
    after: Tree
    rows: list[Difference]

    @cached_property
    def counts(self) -> Counter[Change]:
        """How many indicators each change concerns; sections are not counted."""
        return Counter(
            change
            for difference in self.rows
            if difference.row.is_leaf
            for change in difference.changes
        )

    @property
    def net(self) -> int:
        """Indicators now less indicators before."""
        return len(self.after.leaves) - len(self.before.leaves)

    @property
    def net_text(self) -> str:
        """The net change in words, with its sign."""
        if self.net == 0:
            return _("none")
        if self.net < 0:
            return _("−%(count)s, net removed") % {"count": -self.net}
        return _("+%(count)s, net added") % {"count": self.net}

    @property
    def full_marks_changed(self) -> bool:
        """Whether the two systems add up to different full marks."""
        return self.before.system.full_marks != self.after.system.full_marks

    def narrowed(self, *, kind: str = "", changed_only: bool = True) -> list[Difference]:
        """Rows with a change, of one kind or of any, each below its unchanged sections."""
        wanted = {
            id(difference.pair)
            for difference in self.rows
            if (kind in difference.changes if kind else difference.changes or not changed_only)
        }
        shown = set()
        for difference in self.rows:
            pair: Pair | None = difference.pair if id(difference.pair) in wanted else None
            while pair is not None and id(pair) not in shown:
                shown.add(id(pair))
                pair = pair.parent
        return [difference for difference in self.rows if id(difference.pair) in shown]


def compare_systems(before: IndicatorSystem, after: IndicatorSystem) -> Comparison:
    """Compare two systems with two queries."""
    trees = system_tree(before), system_tree(after)
    pairs = compare(*([_item(row) for row in tree.rows] for tree in trees))
    rows = [
        Difference(
            pair,
            trees[0].by_key[pair.before.key] if pair.before else None,
            trees[1].by_key[pair.after.key] if pair.after else None,
        )
        for pair in pairs
    ]
    return Comparison(*trees, rows)


def earlier_version(
    system: IndicatorSystem, among: IndicatorSystemQuerySet
) -> IndicatorSystem | None:
    """What a system is compared with unless somebody chooses: what it was copied from.

    Without that the version before it, or the last one of the year before.
    """
    same = among.filter(category=system.category_id, assessee_kind=system.assessee_kind)
    copied = among.filter(pk=system.copied_from_id).first() if system.copied_from_id else None
    older = same.filter(year=system.year, version__lt=system.version).in_force()
    last_year = same.filter(year=system.year - 1).in_force()
    return copied or older.order_by("-version").first() or last_year.order_by("-version").first()


def _item(row: TreeRow) -> Item:
    node = row.node
    return Item(
        key=node.pk,
        parent=node.parent_id,
        code=node.code,
        name=node.name,
        weight=node.weight,
        indicator=node.indicator_id,
        rule=(
            node.rule,
            json.dumps(node.params, sort_keys=True),
            node.missing,
            node.missing_share,
            node.cap,
            node.floor,
            node.standard,
        ),
        source=(node.source, node.kind, node.indicator_id),
        is_leaf=node.is_leaf,
    )


def rule_text(row: TreeRow) -> str:
    """The rule of a leaf in words, with its limits and its standard."""
    node = row.node
    parts = [row.sentence or row.rule_name]
    if node.missing:
        parts.append(_("When missing: %(law)s") % {"law": node.get_missing_display()})
    if node.missing_share is not None:
        parts.append(plain(node.missing_share))
    if node.cap is not None:
        parts.append(_("at most %(points)s points") % {"points": plain(node.cap)})
    if node.floor is not None:
        parts.append(_("at least %(points)s points") % {"points": plain(node.floor)})
    parts.append(node.standard)
    return " · ".join(part for part in parts if part)


def source_text(row: TreeRow) -> str:
    """Where the value of a leaf comes from, and what is measured."""
    node = row.node
    kind = node.get_kind_display() if row.is_bonus else ""
    source = node.get_source_display() if node.source else ""
    measured = f"{node.indicator.name} ({node.indicator.code})" if node.indicator else ""
    return " · ".join(part for part in (source, measured, kind) if part)


def _place(row: TreeRow) -> str:
    return row.parent.path if row.parent else _("at the top")
