"""The three stages of a forming run: units to groups, people to seats, or the reasons why not."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from evaluators.models import FormingRun
from evaluators.rules.facts import AssesseeFacts
from evaluators.rules.forming import Forming, form_groups
from evaluators.rules.infeasible import Bottleneck, Explanation, explain_infeasible
from evaluators.rules.links import plan_links
from evaluators.rules.problem import FormingProblem, Group, Limits, Proof, Status
from evaluators.rules.shares import deal_regions, share_groups
from evaluators.rules.splitting import Split, split_units
from evaluators.selectors.planning import Planning, whole_pool
from evaluators.services.solving import solve_apart

# What the solver is told, and when its process is killed whatever it does.
SPLIT_LIMITS, SPLIT_SECONDS = Limits(seconds=5.0), 20.0
SEAT_LIMITS, SEAT_SECONDS = Limits(seconds=30.0), 60.0
REASON_LIMITS, REASON_SECONDS = Limits(seconds=5.0), 100.0
ANCHORS = 3

Stage = FormingRun.Stage
Tell = Callable[[str, int, int, float], None]
"""Told before each step: stage, steps done, steps in all, seconds that it may take."""


@dataclass(frozen=True)
class Findings:
    """What a run found: a proposal with its proof, or a diagnosis."""

    proof: dict[str, Any]
    result: dict[str, Any]
    diagnosis: dict[str, Any]


def find_groups(run: FormingRun, *, tell: Tell, is_wanted: Callable[[], bool]) -> Findings:
    """Search for groups of a run's plan.

    Raises:
        TimeoutError, RuntimeError: a search was stopped or failed.
        evaluators.services.solving.UnwantedError: the run was cancelled or taken over.
    """
    planning = Planning(run.plan, whole_pool(run.plan))
    problem = planning.problem
    split_proofs: list[Proof] = []
    if run.deals_units:
        problem, split_proofs = _deal(run, problem, tell, is_wanted)
    problem = replace(problem, links=_links(run, problem))
    tell(Stage.SEATS, 0, 1, SEAT_SECONDS)
    options: dict[str, Any] = {"seed": str(run.seed), "is_wanted": is_wanted}
    forming: Forming = solve_apart(
        form_groups, problem, limits=SEAT_LIMITS, seconds=SEAT_SECONDS, **options
    )
    proof = _proof(forming.proof, split_proofs)
    if forming.proposal is not None:
        return Findings(proof, _result(problem, forming), {})
    if forming.proof.status != Status.INFEASIBLE:
        return Findings(proof, {}, {})
    tell(Stage.REASONS, 0, 1, REASON_SECONDS)
    explanation: Explanation = solve_apart(
        explain_infeasible, problem, limits=REASON_LIMITS, seconds=REASON_SECONDS, **options
    )
    return Findings(proof, {}, _diagnosis(problem, explanation))


def _deal(
    run: FormingRun, problem: FormingProblem, tell: Tell, is_wanted: Callable[[], bool]
) -> tuple[FormingProblem, list[Proof]]:
    """Give every category its groups and deal its units out to them."""
    by_category: dict[int, list[AssesseeFacts]] = defaultdict(list)
    for assessee in problem.assessees:
        by_category[assessee.category or 0].append(assessee)
    numbers = {category: len(units) for category, units in by_category.items()}
    shares = share_groups(numbers, len(problem.groups))
    batches = [(category, by_category[category], count) for category, count in shares.items()]
    if not shares:
        batches = [(0, list(problem.assessees), len(problem.groups))]
    free, groups, proofs = iter(problem.groups), [], []
    for done, (category, units, count) in enumerate(batches):
        tell(Stage.UNITS, done, len(batches), SPLIT_SECONDS)
        split: Split = solve_apart(
            split_units,
            deal_regions({unit.key: unit.region for unit in units}),
            count,
            seed=str(run.seed),
            limits=SPLIT_LIMITS,
            seconds=SPLIT_SECONDS,
            is_wanted=is_wanted,
        )
        if not split.groups:
            raise TimeoutError("The units could not be dealt out in time.")
        proofs.append(split.proof)
        for keys in split.groups:
            group = next(free)
            groups.append(replace(group, assessees=keys, category=category or None))
    return replace(problem, groups=(*groups, *_spare(free)), links=()), proofs


def _spare(groups: Iterator[Group]) -> Iterator[Group]:
    """Groups without units, when there are more groups than units: they need nobody."""
    for group in groups:
        yield replace(group, assessees=(), category=None, needs={})


def _links(run: FormingRun, problem: FormingProblem) -> Any:
    if not run.plan.link_guests:
        return ()
    bare = replace(problem, links=())
    return plan_links(bare, seed=str(run.seed), guests=run.plan.link_guests, anchors=ANCHORS)


def _proof(seats: Proof, splits: list[Proof]) -> dict[str, Any]:
    statuses = {split.status for split in splits}
    return {
        "status": seats.status.value,
        "objective": seats.objective,
        "bound": seats.bound,
        "gap": seats.gap,
        "units": [split.status.value for split in splits],
        "units_optimal": statuses <= {Status.OPTIMAL},
    }


def _result(problem: FormingProblem, forming: Forming) -> dict[str, Any]:
    proposal = forming.proposal
    if proposal is None:
        return {}
    return {
        "groups": [
            {"group": group.key, "category": group.category, "units": list(group.assessees)}
            for group in problem.groups
        ],
        "seats": [[seat.group, seat.role, seat.evaluator] for seat in proposal.seats],
        "links": [
            {
                "from": link.from_group,
                "to": link.to_group,
                "anchors": list(link.anchors),
                "guests": [
                    guest.evaluator
                    for guest in proposal.guests
                    if (guest.from_group, guest.to_group) == (link.from_group, link.to_group)
                ],
            }
            for link in problem.links
        ],
    }


def _diagnosis(problem: FormingProblem, found: Explanation) -> dict[str, Any]:
    return {
        "shortages": [
            {"kind": one.kind, "group": one.group, "what": one.what, "missing": one.missing}
            for one in found.shortages
        ],
        "conflict": [str(family) for family in found.conflict],
        "bottlenecks": [_bottleneck(one) for one in found.bottlenecks[:20]],
        "groups": [
            {"group": group.key, "category": group.category, "units": list(group.assessees)}
            for group in problem.groups
        ],
    }


def _bottleneck(one: Bottleneck) -> dict[str, Any]:
    return {
        "group": one.group,
        "role": one.role,
        "need": one.need,
        "qualified": one.qualified,
        "free": one.free,
        "removed": {str(rule): count for rule, count in one.removed.items() if count},
        "moves": [list(move) for move in one.moves[:3]],
        "waivers": [[str(rule), count] for rule, count in one.waivers[:3]],
    }
