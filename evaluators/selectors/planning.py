"""A plan as the rules of forming see it, and the seats that it has now."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property

from evaluators.models import FieldPlan, GroupLink, Seat, Waiver
from evaluators.rules.checking import Checker, Fault, Violation
from evaluators.rules.facts import AssesseeFacts
from evaluators.rules.problem import FormingProblem, FormingRules, Group, Guest, Link, Proposal
from evaluators.rules.problem import Seat as SeatFact
from evaluators.rules.recusal import Recusal, RecusalRules
from evaluators.rules.recusal import Waiver as WaiverFact
from evaluators.selectors.eligibility import source_pool
from evaluators.selectors.people import CORE_TAG, facts_of, superiors_by_unit


class Planning:
    """One plan for many questions of a page or a service; read once, never written.

    Args:
        candidates: keys of evaluators who are asked about besides those who hold seats.
    """

    def __init__(self, plan: FieldPlan, candidates: Iterable[int] = ()) -> None:
        self.plan = plan
        self.units = list(plan.plan_units.select_related("unit", "category", "group"))
        self.groups = list(plan.groups.select_related("category"))
        self.seats = list(
            Seat.objects.filter(group__plan=plan).select_related("role", "evaluator", "group")
        )
        self.links = list(
            GroupLink.objects.filter(from_group__plan=plan)
            .select_related("from_group", "to_group")
            .prefetch_related("anchors__unit", "guests")
        )
        held = {seat.evaluator_id for seat in self.seats if seat.evaluator_id}
        self.people = facts_of(plan, {*candidates, *held})

    @cached_property
    def problem(self) -> FormingProblem:
        """What is asked: people, units, groups with what they need, rules, links, waivers."""
        return problem_of(self)

    @cached_property
    def checker(self) -> Checker:
        """The verifier of this problem."""
        return Checker(self.problem)

    @cached_property
    def sitting(self) -> Proposal:
        """The seats and guests that the plan has now."""
        return Proposal(
            tuple(
                SeatFact(seat.group_id, seat.role.code, seat.evaluator_id)
                for seat in self.seats
                if seat.evaluator_id
            ),
            tuple(
                Guest(link.from_group_id, link.to_group_id, guest.pk)
                for link in self.links
                for guest in link.guests.all()
            ),
        )

    @cached_property
    def kept(self) -> frozenset[SeatFact]:
        """Seats taken by hand."""
        return frozenset(
            SeatFact(seat.group_id, seat.role.code, seat.evaluator_id)
            for seat in self.seats
            if seat.by_hand and seat.evaluator_id
        )

    @cached_property
    def placed(self) -> dict[int, int]:
        """Group by unit, for units placed by hand."""
        return {
            visit.unit_id: visit.group_id
            for visit in self.units
            if visit.by_hand and visit.group_id
        }

    @cached_property
    def violations(self) -> list[Violation]:
        """What the verifier finds in the plan as it stands."""
        return self.checker.check(self.sitting)

    def objections_to(self, seat: SeatFact) -> list[Violation]:
        """What taking one further seat would break; empty when the person may take it."""
        found = self.checker.may_sit(seat, self.sitting.seats)
        if seat in self.sitting.seats:
            # A second seat of the same role in the same group looks to the verifier like the first.
            again = Violation(Fault.SEATED_TWICE, evaluator=seat.evaluator, found=2, limit=1)
            found.insert(0, again)
        return found


def problem_of(planning: Planning) -> FormingProblem:
    """The problem of a plan with the groups and links that it has."""
    return FormingProblem(
        evaluators=tuple(planning.people.values()),
        assessees=assessees_of(planning),
        groups=groups_of(planning),
        rules=rules_of(planning.plan),
        links=links_of(planning),
        waivers=waivers_of(planning.plan),
        silent=frozenset(seat.role.code for seat in planning.seats if not seat.role.marks_sheets),
    )


def assessees_of(planning: Planning) -> tuple[AssesseeFacts, ...]:
    """The units of a plan; their keys are those of the units."""
    above = superiors_by_unit(visit.unit_id for visit in planning.units)
    return tuple(
        AssesseeFacts(
            key=visit.unit_id,
            unit=visit.unit_id,
            superiors=above[visit.unit_id],
            region=visit.unit.region_code,
            category=visit.category_id,
        )
        for visit in planning.units
    )


def groups_of(planning: Planning) -> tuple[Group, ...]:
    """The groups with their units and what they need; seats left empty on purpose count not."""
    units: dict[int, list[int]] = defaultdict(list)
    for visit in planning.units:
        if visit.group_id:
            units[visit.group_id].append(visit.unit_id)
    needs: dict[int, Counter[str]] = defaultdict(Counter)
    for seat in planning.seats:
        needs[seat.group_id][seat.role.code] += not seat.empty_reason
    return tuple(
        Group(group.pk, tuple(units[group.pk]), dict(needs[group.pk]), group.category_id)
        for group in planning.groups
    )


def rules_of(plan: FieldPlan) -> FormingRules:
    """The limits of a plan."""
    return FormingRules(
        RecusalRules(plan.year, years_in_row=max(plan.years_in_a_row, 1)),
        tags_min={CORE_TAG: plan.core_min} if plan.core_min else {},
        home_max=plan.home_max,
        new_max_percent=plan.new_max_percent,
    )


def links_of(planning: Planning) -> tuple[Link, ...]:
    """Links that were adopted; a unit that has moved away since is no anchor any more."""
    at = {visit.pk: visit.group_id for visit in planning.units}
    return tuple(
        Link(
            link.from_group_id,
            link.to_group_id,
            tuple(
                anchor.unit_id
                for anchor in link.anchors.all()
                if at.get(anchor.pk) == link.to_group_id
            ),
            planning.plan.link_guests,
        )
        for link in planning.links
    )


def waivers_of(plan: FieldPlan) -> frozenset[WaiverFact]:
    """Approved waivers alone lift a rule."""
    approved = Waiver.objects.approved().filter(plan=plan)
    return frozenset(
        WaiverFact(evaluator, unit, Recusal(rule))
        for evaluator, unit, rule in approved.values_list("evaluator", "unit", "rule")
    )


def whole_pool(plan: FieldPlan) -> set[int]:
    """Keys of everybody whom the plan may draw on."""
    return set(source_pool(plan).values_list("pk", flat=True))
