"""The three stages of a forming run: units to groups, people to seats, or the reasons why not."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from evaluators.models import FormingRun
from evaluators.rules.checking import Checker, Violation
from evaluators.rules.dealing import Batch, plan_batches, stray_units
from evaluators.rules.forming import Forming, form_groups
from evaluators.rules.infeasible import Bottleneck, Explanation, explain_infeasible
from evaluators.rules.links import plan_links
from evaluators.rules.problem import FormingProblem, Group, Limits, Proof, Proposal, Status
from evaluators.rules.splitting import Hands, Split, split_units
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
    kept = planning.kept if run.keeps_placed else frozenset()
    placed = planning.placed if run.keeps_placed else {}
    problem = replace(planning.problem, kept=kept)
    split_proofs: list[Proof] = []
    if run.deals_units:
        problem, split_proofs = _deal(run, problem, placed, tell, is_wanted)
    problem = replace(problem, links=_links(run, problem))
    tell(Stage.SEATS, 0, 1, SEAT_SECONDS)
    options: dict[str, Any] = {"seed": str(run.seed), "is_wanted": is_wanted}
    forming: Forming = solve_apart(
        form_groups, problem, limits=SEAT_LIMITS, seconds=SEAT_SECONDS, **options
    )
    proof = _proof(forming.proof, split_proofs)
    if forming.proposal is not None:
        proof["checked"] = _check(problem, forming.proposal)
        return Findings(proof, _result(problem, forming.proposal), {})
    if forming.proof.status != Status.INFEASIBLE:
        return Findings(proof, {}, {})
    tell(Stage.REASONS, 0, 1, REASON_SECONDS)
    explanation: Explanation = solve_apart(
        explain_infeasible, problem, limits=REASON_LIMITS, seconds=REASON_SECONDS, **options
    )
    return Findings(proof, {}, _diagnosis(problem, explanation))


def _deal(
    run: FormingRun,
    problem: FormingProblem,
    placed: Mapping[int, int],
    tell: Tell,
    is_wanted: Callable[[], bool],
) -> tuple[FormingProblem, list[Proof]]:
    """Give every category its groups and deal its units out to them."""
    batches = plan_batches(problem, placed)
    units = defaultdict(list, stray_units(placed, batches))
    category: dict[int, int | None] = {}
    proofs = []
    for done, batch in enumerate(batches):
        tell(Stage.UNITS, done, len(batches), 2 * SPLIT_SECONDS)
        split = _split(run, batch, is_wanted)
        proofs.append(split.proof)
        for group, keys in zip(batch.groups, split.groups, strict=True):
            category[group] = batch.category
            units[group] += keys
    groups = [_dealt(one, units[one.key], category.get(one.key)) for one in problem.groups]
    return replace(problem, groups=tuple(groups), links=()), proofs


def _split(run: FormingRun, batch: Batch, is_wanted: Callable[[], bool]) -> Split:
    """Deal the units of a batch out.

    When the people who are kept leave no group for some unit, the units are dealt out whatever
    bars them: the verifier then says by name who is in the way.
    """
    for hands in (batch.hands, Hands(batch.hands.placed)):
        split: Split = solve_apart(
            split_units,
            batch.regions,
            len(batch.groups),
            seed=str(run.seed),
            hands=hands,
            limits=SPLIT_LIMITS,
            seconds=SPLIT_SECONDS,
            is_wanted=is_wanted,
        )
        if split.proof.status != Status.INFEASIBLE:
            break
    if not split.groups:
        raise TimeoutError("The units could not be dealt out in time.")
    return split


def _dealt(group: Group, units: list[int], category: int | None) -> Group:
    """A group with its units; without any, when there are too many groups, it needs nobody."""
    needs = group.needs if units else {}
    return replace(group, assessees=tuple(sorted(units)), category=category, needs=needs)


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


def _check(problem: FormingProblem, proposal: Proposal) -> int:
    """Let the verifier look at a proposal here, apart from the process that has searched.

    Returns:
        how many pairs of a person and a unit it looked at.
    Raises:
        RuntimeError: it objects.
    """
    if violations := Checker(problem).check(proposal):
        raise RuntimeError(f"The verifier objects: {violations[:3]}")
    return sum(len(problem.group_by_key[seat.group].assessees) for seat in proposal.seats)


def _result(problem: FormingProblem, proposal: Proposal) -> dict[str, Any]:
    return {
        "groups": [
            {"group": group.key, "category": group.category, "units": list(group.assessees)}
            for group in problem.groups
        ],
        "seats": [[seat.group, seat.role, seat.evaluator] for seat in proposal.seats],
        "kept": sorted(seat.evaluator for seat in problem.kept),
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
            {
                "kind": one.kind,
                "group": one.group,
                "what": one.what,
                "missing": one.missing,
                "evaluator": one.evaluator,
            }
            for one in found.shortages
        ],
        "objections": [_objection(one) for one in found.objections],
        "conflict": [str(family) for family in found.conflict],
        "bottlenecks": [_bottleneck(one) for one in found.bottlenecks[:20]],
        "groups": [
            {"group": group.key, "category": group.category, "units": list(group.assessees)}
            for group in problem.groups
        ],
    }


def _objection(one: Violation) -> dict[str, Any]:
    return {**asdict(one), "reason": asdict(one.reason) if one.reason else None}


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
