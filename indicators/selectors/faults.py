"""Everything that keeps a system from being published, all at once, each with its place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Indicator, IndicatorSystem, ResultLink, SystemNode
from indicators.rules.trees import plain
from indicators.selectors.mergers import leaves_asked_twice, repeated_requests
from indicators.selectors.overrides import OwnWeights, own_weights
from indicators.selectors.person_weights import people_weights
from indicators.selectors.trees import Tree, TreeRow, engine_language, system_tree
from indicators.selectors.versions import beside, date_refusals
from organization.models import CategoryMembership
from scoring import RULES, CircularLinkError, computing_order, validate_rule

Source = SystemNode.Source
# Sources whose figures or marks people bring, so that somebody has to answer for them (IND-01).
BROUGHT = frozenset({Source.CHECKLIST, Source.EVENT, Source.JUDGED, Source.REPORTED, Source.SURVEY})
HIGHER, LOWER = "higher", "lower"


@dataclass(frozen=True)
class Fault:
    """One reason against publishing, or a warning: where it is, what is wrong, what to do.

    Attributes:
        node: the node at fault; None when it is the whole system.
        place: the names from the top down to it.
        blocks: whether the system cannot be published before it is put right.
    """

    code: str
    place: str
    message: str
    remedy: str
    node: SystemNode | None = None
    blocks: bool = True

    def __str__(self) -> str:
        return f"{self.place}: {self.message} {self.remedy}"


def system_faults(system: IndicatorSystem) -> list[Fault]:
    """All faults of a system, those that block first, each group in the order of the tree."""
    tree = system_tree(system)
    found = [
        *_version_faults(system),
        *_total_faults(tree),
        *(fault for row in tree.rows for fault in _row_faults(row)),
        *_override_faults(tree),
        *_link_faults(tree),
        *_circle_faults(system),
        *_asked_twice(tree),
    ]
    return sorted(found, key=lambda fault: not fault.blocks)


def _version_faults(system: IndicatorSystem) -> Iterator[Fault]:
    """Two versions in force on one day, and other systems for the same people (IND-26)."""
    if not system.is_draft:
        return
    for refusal in date_refusals(system, system.in_force_from, system.change_reason):
        yield Fault(refusal.code, system.name, refusal.message, refusal.remedy)
    for other in beside(system):
        yield Fault(
            "beside",
            other.label,
            _("It is in force for the same category and kind of assessee."),
            _("A cycle takes one of the two; check that both are meant."),
            blocks=False,
        )


def _total_faults(tree: Tree) -> Iterator[Fault]:
    name = tree.system.name
    if not tree.leaves:
        yield Fault(
            "empty", name, _("It has no indicator that scores."), _("Add sections and indicators.")
        )
    elif not tree.adds_up:
        yield Fault(
            "total",
            name,
            _("The sections add up to %(sum)s, the declared full marks are %(full)s.")
            % {"sum": plain(tree.total), "full": plain(tree.system.full_marks)},
            _("Change the weights of the sections, or the full marks of the system."),
        )


def _row_faults(row: TreeRow) -> Iterator[Fault]:
    if row.is_leaf:
        yield from _leaf_faults(row)
    else:
        yield from _section_faults(row)
    if row.is_bonus and any(not child.is_bonus for child in row.children):
        yield _fault(
            row,
            "bonus",
            _("Below a bonus section stands an indicator that is scored."),
            _("Make it a bonus or move it to another section."),
        )


def _section_faults(row: TreeRow) -> Iterator[Fault]:
    if not row.children:
        yield _fault(
            row,
            "childless",
            _("The section holds no indicator."),
            _("Add an indicator below it, or delete it."),
        )
    elif not row.adds_up:
        yield _fault(
            row,
            "weights",
            _("What stands below it adds up to %(sum)s, its own weight is %(weight)s.")
            % {"sum": plain(row.children_sum), "weight": plain(row.node.weight)},
            _("Bring the two together."),
        )


def _leaf_faults(row: TreeRow) -> Iterator[Fault]:
    node = row.node
    if row.children:
        yield _fault(
            row,
            "leaf_with_children",
            _("It has a source of its own and something below it."),
            _("Remove its source, or move what stands below it."),
        )
    yield from _rule_faults(row)
    if node.source in BROUGHT:
        yield from _indicator_faults(row)
    if node.source == Source.JUDGED and not node.standard.strip():
        yield _fault(
            row,
            "standard",
            _("It is judged and has no standard."),
            _("Write the score bands that judges go by."),
        )


def _rule_faults(row: TreeRow) -> Iterator[Fault]:
    node = row.node
    if not node.rule:
        yield _fault(row, "rule", _("It has no rule."), _("Choose how a value becomes points."))
        return
    language = engine_language()
    for error in validate_rule(node.rule, node.params):
        yield _fault(
            row,
            "params",
            _("The rule cannot run: %(parameter)s: %(reason)s.")
            % {
                "parameter": parameter_label(node.rule, error.field),
                "reason": error.message[language],
            },
            _("Correct the parameters of the rule."),
        )
    indicator, direction = node.indicator, node.params.get("direction", HIGHER)
    if indicator and "direction" in _parameter_names(node.rule):
        expected = LOWER if indicator.direction == Indicator.Direction.LESS_IS_BETTER else HIGHER
        if direction != expected and indicator.direction != Indicator.Direction.NEUTRAL:
            yield _fault(
                row,
                "direction",
                _("The rule and the indicator disagree on whether more is better."),
                _("Check the direction."),
                blocks=False,
            )


def _indicator_faults(row: TreeRow) -> Iterator[Fault]:
    node = row.node
    if node.indicator is None:
        yield _fault(row, "indicator", _("It has no indicator."), _("Choose one from the library."))
        return
    if node.indicator.owner is None:
        yield _fault(
            row,
            "owner",
            _("Nobody answers for the indicator."),
            _("Name the responsible department."),
        )
    yield from _status_faults(row, node.indicator)
    if node.source == Source.REPORTED and not node.indicator.unit_of_measure:
        yield _fault(
            row,
            "measure",
            _("The indicator has no unit of measure."),
            _("State the unit in which it is reported."),
        )


def _status_faults(row: TreeRow, indicator: Indicator) -> Iterator[Fault]:
    """A retired indicator counts nowhere any more; one being designed may still change (IND-25)."""
    if indicator.is_retired:
        yield _fault(
            row,
            "retired",
            _("The indicator is retired."),
            _("Choose another one, or bring it back to design in the library."),
        )
    elif indicator.status == Indicator.Status.DESIGNING:
        yield _fault(
            row,
            "designing",
            _("The indicator is still being designed."),
            _("Put it into use in the library."),
            blocks=False,
        )


def _override_faults(tree: Tree) -> Iterator[Fault]:
    """Own weights that change totals after the tree itself changed (IND-12, IND-20)."""
    of_unit = _("The unit's own weights add up to %(sum)s instead of %(weight)s.")
    mend_unit = _("Change the unit's own weights so that the total stays.")
    of_person = _("The person's own weights add up to %(sum)s instead of %(weight)s.")
    mend_person = _("Change the person's own weights so that the total stays.")
    units = own_weights(tree.system)
    people = people_weights(tree.system) if tree.system.is_of_people else {}
    for owner, weights, message, advice in (
        *((unit, own, of_unit, mend_unit) for unit, own in units.items()),
        *((cadre, own, of_person, mend_person) for cadre, own in people.items()),
    ):
        for row, total, expected in OwnWeights(tree, weights).uneven:
            yield Fault(
                "overrides",
                f"{owner} · {row.path if row else tree.system.name}",
                message % {"sum": plain(total), "weight": plain(expected)},
                advice,
                node=row.node if row else None,
            )


def _link_faults(tree: Tree) -> Iterator[Fault]:
    linked = [row for row in tree.leaves if row.node.source == Source.LINKED]
    with_links = set(
        ResultLink.objects.filter(node__in=[row.node.pk for row in linked]).values_list(
            "node_id", flat=True
        )
    )
    for row in linked:
        if row.node.pk not in with_links:
            yield _fault(
                row,
                "links",
                _("It reads results of other units, and no unit is named."),
                _("Name for each unit whose result counts."),
            )


def _circle_faults(system: IndicatorSystem) -> Iterator[Fault]:
    """Groups are computed one after the other, so none may wait for itself."""
    try:
        computing_order(_readings(system))
    except CircularLinkError as error:
        yield Fault(
            "circle",
            system.name,
            _("Linked results form a circle: %(path)s.") % {"path": " → ".join(error.path)},
            _("Remove one of these links."),
        )


def _readings(system: IndicatorSystem) -> dict[str, set[str]]:
    """Which group reads the results of which others, in this system and those in force beside it.

    A group is a category and a kind of assessee; its name is what people read in the fault.
    """
    beside = (
        IndicatorSystem.objects.in_force()
        .filter(year=system.year)
        .exclude(category=system.category, assessee_kind=system.assessee_kind)
    )
    systems = [system, *beside.select_related("category")]
    kinds = IndicatorSystem.AssesseeKind
    reads: dict[str, set[str]] = defaultdict(set)
    categories = {each.pk: (each.category, each.assessee_kind) for each in systems}
    sources = SystemNode.objects.filter(
        system__in=categories, source__in=[Source.TEAM, Source.MEMBERS]
    ).values_list("system_id", "source")
    for key, source in sources:
        category, kind = categories[key]
        read = kinds.UNIT if source == Source.TEAM else kinds.DEPUTY
        reads[group_label(category.name, kind)].add(group_label(category.name, read))
    for key, target in _link_targets(categories):
        category, kind = categories[key]
        reads[group_label(category.name, kind)].add(group_label(target, kinds.UNIT))
    return dict(reads)


def _link_targets(systems: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Each system with the names of the categories to which its link targets belong today."""
    today = CategoryMembership.objects.on(timezone.localdate())
    home = dict(
        today.filter(unit__read_by_links__node__system__in=systems).values_list(
            "unit_id", "category__name"
        )
    )
    links = ResultLink.objects.filter(node__system__in=systems)
    for key, target in links.values_list("node__system_id", "target_id").distinct():
        if target in home:
            yield key, home[target]


def group_label(category: str, kind: str) -> str:
    """Name of a comparison group: its category and what kind of assessee it compares."""
    return f"{category} · {IndicatorSystem.AssesseeKind(kind).label}"


def _asked_twice(tree: Tree) -> Iterator[Fault]:
    """The same datum asked for twice (ORG-06): allowed, since views of one figure may differ."""
    for first, *others in leaves_asked_twice(tree):
        for row in others:
            same = row.node.indicator_id == first.node.indicator_id
            message = (
                _("The same indicator already scores at “%(path)s”.")
                if same
                else _("“%(path)s” asks for the same datum under another code.")
            )
            yield _fault(
                row,
                "asked_twice",
                message % {"path": first.path},
                _("Check that it is meant to count twice.")
                if same
                else _("Let both read one indicator, or tell them apart by name."),
                blocks=False,
            )
    for row, data in repeated_requests(tree):
        names = "、".join(f"{one.assessment.department.label}《{one.assessment}》" for one in data)
        yield _fault(
            row,
            "asked_twice",
            _("The same datum is asked for %(count)s times: %(names)s.")
            % {"count": len(data), "names": names},
            _("Ask for it once, and let the others read it."),
            blocks=False,
        )


def parameter_label(rule: str, name: str) -> str:
    """What people call a parameter of a rule."""
    for parameter in RULES[rule].parameters if rule in RULES else ():
        if parameter.name == name:
            return parameter.label[engine_language()]
    return name


def _parameter_names(rule: str) -> set[str]:
    return {parameter.name for parameter in RULES[rule].parameters} if rule in RULES else set()


def _fault(row: TreeRow, code: str, message: str, remedy: str, *, blocks: bool = True) -> Fault:
    return Fault(code, row.path, message, remedy, node=row.node, blocks=blocks)
