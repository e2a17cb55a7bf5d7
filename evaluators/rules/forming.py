"""Stage two of forming: evaluators to seats, proven as good as the rules allow."""

from dataclasses import dataclass

from evaluators.rules.checking import Checker
from evaluators.rules.problem import FORMING_LIMITS, FormingProblem, Limits, Proof, Proposal
from evaluators.rules.seat_program import SeatProgram


class FormingError(RuntimeError):
    """The solver's proposal breaks a rule: an error of the program, never shown as lawful."""


@dataclass(frozen=True)
class Forming:
    """A lawful proposal, or none, and how good it is known to be."""

    proposal: Proposal | None
    proof: Proof


def form_groups(problem: FormingProblem, *, seed: str, limits: Limits = FORMING_LIMITS) -> Forming:
    """Fill every seat of every group so that all rules hold, at the lowest price.

    Args:
        seed: settles who is taken among equals; the same seed gives the same seats with the same
            versions of the libraries, as long as the time limit does not strike.
        limits: when to stop; beyond some 40 groups form them by city or category.
    Returns:
        a proposal that `Checker.check_seating` finds lawful, with every kept seat held; none if no
        solution exists (ask `explain_infeasible`) or time was up. Whether the groups cover
        everybody is not asked here.
    Raises:
        FormingError: the verifier objects.
    Source: analysis of group formation, stage 2; GRP-01, GRP-03 to GRP-06, REC-01, REC-02.

    >>> from evaluators.rules.facts import AssesseeFacts, EvaluatorFacts
    >>> from evaluators.rules.problem import FormingRules, Group
    >>> from evaluators.rules.recusal import RecusalRules
    >>> leader = frozenset({"leader"})
    >>> problem = FormingProblem(
    ...     evaluators=(
    ...         EvaluatorFacts(1, roles=leader, units=frozenset({9})),
    ...         EvaluatorFacts(2, roles=leader),
    ...     ),
    ...     assessees=(AssesseeFacts(9, unit=9),),
    ...     groups=(Group(1, (9,), {"leader": 1}),),
    ...     rules=FormingRules(RecusalRules(2025)),
    ... )
    >>> form_groups(problem, seed="7").proposal.seats
    (Seat(group=1, role='leader', evaluator=2),)
    """
    answer = SeatProgram(problem, seed).solve(limits)
    if answer.proposal and (violations := Checker(problem).check_seating(answer.proposal)):
        raise FormingError(f"the verifier objects: {violations[:3]}")
    return Forming(answer.proposal, answer.proof)
