"""The personal file of an evaluator (EVP-28): everything on record, in one place."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from evaluators.models import (
    Certificate,
    Evaluator,
    FieldPractice,
    GateCheck,
    ReservePlace,
    RosterSpell,
    Seat,
    Tie,
    TrainingAttendance,
    Workplace,
)
from evaluators.selectors.fitness import Obstacle, obstacles_of


@dataclass(frozen=True)
class Gate:
    """One of the three gates with its check, None while it is open."""

    gate: GateCheck.Gate
    check: GateCheck | None


@dataclass(frozen=True)
class Dossier:
    """What is on record about an evaluator.

    Attributes:
        obstacles: what stands in the way of a seat today.
        spell: the time in the pool that has not ended, None outside.
        seats: seats of all plans, the newest first.
    """

    evaluator: Evaluator
    obstacles: list[Obstacle]
    gates: list[Gate]
    spell: RosterSpell | None
    spells: QuerySet[RosterSpell]
    certificates: QuerySet[Certificate]
    workplaces: QuerySet[Workplace]
    ties: QuerySet[Tie]
    reserves: QuerySet[ReservePlace]
    attendances: QuerySet[TrainingAttendance]
    practices: QuerySet[FieldPractice]
    seats: QuerySet[Seat]

    @property
    def may_be_admitted(self) -> bool:
        """All gates are passed and the evaluator is outside."""
        return self.spell is None and all(gate.check and gate.check.passed for gate in self.gates)

    @property
    def open_gates(self) -> list[Gate]:
        """Gates that nobody has checked."""
        return [gate for gate in self.gates if gate.check is None]


def dossier_of(evaluator: Evaluator) -> Dossier:
    """Collect the file; the number of queries does not grow with what it holds."""
    checks = {check.gate: check for check in evaluator.gate_checks.select_related("checked_by")}
    return Dossier(
        evaluator=evaluator,
        obstacles=obstacles_of([evaluator.pk], timezone.localdate())[evaluator.pk],
        gates=[Gate(gate, checks.get(gate)) for gate in GateCheck.Gate],
        spell=evaluator.spells.filter(left_on=None).first(),
        spells=evaluator.spells.all(),
        certificates=evaluator.certificates.all(),
        workplaces=evaluator.workplaces.select_related("unit"),
        ties=evaluator.ties.select_related("unit", "declared_by"),
        reserves=evaluator.reserves.all(),
        attendances=evaluator.attendances.select_related("session").order_by("-session__held_on"),
        practices=evaluator.practices.all(),
        seats=evaluator.seats.select_related("group__plan", "role").order_by(
            "-group__plan__year", "-group__plan"
        ),
    )
