"""Forming assessment groups: what is asked, and what a proposal answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from evaluators.rules.facts import AssesseeFacts, EvaluatorFacts
from evaluators.rules.recusal import RecusalRules, Waiver


@dataclass(frozen=True)
class Group:
    """A planned assessment group (考核组): whom it assesses, and how many it needs in each role."""

    key: int
    assessees: tuple[int, ...]
    needs: Mapping[str, int]
    category: int | None = None

    @property
    def size(self) -> int:
        """Seats of the group."""
        return sum(self.needs.values())


@dataclass(frozen=True, order=True)
class Seat:
    """One evaluator in one role of one group."""

    group: int
    role: str
    evaluator: int


@dataclass(frozen=True)
class Link:
    """Evaluators of one group who also mark a few assessees (anchors) of another one.

    Without such marks nobody can tell a strict group from a weak field.
    """

    from_group: int
    to_group: int
    anchors: tuple[int, ...]
    guests: int


@dataclass(frozen=True)
class Prices:
    """What the solver weighs against each other; lower is better.

    Attributes:
        match: gained when an evaluator knows the category of the group.
        load: for each duty one has had this year.
        repeated: for each assessee one has assessed the year before.
        link: for each guest.
    """

    match: float = 1.0
    load: float = 0.2
    repeated: float = 0.0
    link: float = 0.05


@dataclass(frozen=True)
class FormingRules:
    """The rules of a cycle for its groups.

    Attributes:
        tags_min: how many seats of every group are held by people with a tag.
        home_max: seats of one group that people of one department may hold; None sets no limit.
        new_max_percent: share of newcomers in a group, rounded down to whole seats; None likewise.
    """

    recusal: RecusalRules
    tags_min: Mapping[str, int] = field(default_factory=dict)
    home_max: int | None = 2
    new_max_percent: int | None = 50
    prices: Prices = Prices()

    def new_max(self, group: Group) -> int | None:
        """Seats of the group that newcomers may hold.

        >>> FormingRules(RecusalRules(2025)).new_max(Group(1, (), {"member": 5}))
        2
        """
        if self.new_max_percent is None:
            return None
        return group.size * self.new_max_percent // 100


@dataclass(frozen=True)
class FormingProblem:
    """Everything that forming needs; keys are unique in their list, or it is refused.

    Attributes:
        kept: seats taken by hand, which every proposal must hold.
        silent: roles that mark nothing; who holds one is no guest of a link either.
    """

    evaluators: tuple[EvaluatorFacts, ...]
    assessees: tuple[AssesseeFacts, ...]
    groups: tuple[Group, ...]
    rules: FormingRules
    links: tuple[Link, ...] = ()
    waivers: frozenset[Waiver] = frozenset()
    kept: frozenset[Seat] = frozenset()
    silent: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for name in ("evaluators", "assessees", "groups"):
            keys = [thing.key for thing in getattr(self, name)]
            if len(set(keys)) < len(keys):
                raise ValueError(f"a key stands twice among the {name}")
        named = {key for group in self.groups for key in group.assessees}
        if unknown := named - self.assessee_by_key.keys():
            raise ValueError(f"groups name unknown assessees: {sorted(unknown)}")
        for link in self.links:
            self._check_link(link)

    def _check_link(self, link: Link) -> None:
        known = self.group_by_key
        if link.from_group == link.to_group or not {link.from_group, link.to_group} <= known.keys():
            raise ValueError(f"a link joins two groups: {link}")
        if not set(link.anchors) <= set(known[link.to_group].assessees):
            raise ValueError(f"anchors are assessees of the group linked to: {link}")

    @cached_property
    def evaluator_by_key(self) -> dict[int, EvaluatorFacts]:
        """Each evaluator by key."""
        return {evaluator.key: evaluator for evaluator in self.evaluators}

    @cached_property
    def assessee_by_key(self) -> dict[int, AssesseeFacts]:
        """Each assessee by key."""
        return {assessee.key: assessee for assessee in self.assessees}

    @cached_property
    def group_by_key(self) -> dict[int, Group]:
        """Each group by key."""
        return {group.key: group for group in self.groups}


@dataclass(frozen=True, order=True)
class Guest:
    """One evaluator who also marks the anchors of a link."""

    from_group: int
    to_group: int
    evaluator: int


@dataclass(frozen=True)
class Proposal:
    """Seats and guests, from the solver or from a person's hand."""

    seats: tuple[Seat, ...]
    guests: tuple[Guest, ...] = ()


class Status(StrEnum):
    """How a search ended."""

    OPTIMAL = "optimal"  # nothing better exists
    WITHIN_GAP = "within_gap"  # at most the gap asked for away from the best
    STOPPED = "stopped"  # time was up; a solution, perhaps not the best
    INFEASIBLE = "infeasible"  # no solution exists
    UNDECIDED = "undecided"  # time was up before a first solution


@dataclass(frozen=True)
class Limits:
    """When a search may end: after some seconds, or this close (relative gap) to the best.

    The solver looks at its clock only now and then: a worker that runs it needs a hard limit
    of its own.
    """

    seconds: float = 30.0
    gap: float = 0.0


SPLIT_LIMITS = Limits(seconds=10.0)
FORMING_LIMITS = Limits()


@dataclass(frozen=True)
class Proof:
    """How good a solution is known to be.

    Attributes:
        objective: its price; bound: no solution has a lower one; gap: their relative distance.
        None where there is no solution.
    """

    status: Status
    objective: float | None = None
    bound: float | None = None
    gap: float | None = None

    @property
    def has_solution(self) -> bool:
        """Whether there is anything to show."""
        return self.objective is not None
