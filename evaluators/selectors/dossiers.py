"""The personal file of an evaluator (EVP-28): everything on record, in one place."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from evaluators.models import (
    Breach,
    Certificate,
    Evaluator,
    FieldPlan,
    FieldPractice,
    GateCheck,
    LetterVersion,
    Recommendation,
    ReservePlace,
    RosterSpell,
    Seat,
    Signature,
    Tag,
    Tie,
    TrainingAttendance,
    Workplace,
    YearStars,
)
from evaluators.selectors.fitness import Obstacle, obstacles_of
from organization.models import Category, User

_KINDS = tuple(LetterVersion.Kind)


@dataclass(frozen=True)
class Gate:
    """One of the three gates with its check, None while it is open."""

    gate: GateCheck.Gate
    check: GateCheck | None


@dataclass(frozen=True)
class Assignment:
    """A seat of a confirmed plan under its code of the file: class, year of the plan, group."""

    code: str
    seat: Seat


@dataclass(frozen=True)
class ServedClass:
    """The assignments in groups of one assessment class; None for groups across classes."""

    category: Category | None
    assignments: list[Assignment]


@dataclass(frozen=True)
class SignedLetter:
    """A kind of letter with the signature under its newest wording, and the earlier ones."""

    kind: LetterVersion.Kind
    signature: Signature | None
    earlier: list[Signature]


@dataclass(frozen=True)
class Results:
    """What came of the work: kept from evaluators, for those who keep the pool only."""

    stars: QuerySet[YearStars]
    recommendations: QuerySet[Recommendation]
    breaches: QuerySet[Breach]


@dataclass(frozen=True)
class Dossier:
    """What is on record about an evaluator.

    Attributes:
        obstacles: what stands in the way of a seat today.
        spell: the time in the pool that has not ended, None outside.
        tags: kind in words and the tags of it.
        letters: each kind of letter with the wording that the person signed last.
        classes: where the person served, by assessment class.
        elsewhere: assignments in groups that the reader does not see: counted, not shown.
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
    practices: list[FieldPractice]
    tags: list[tuple[str, list[Tag]]]
    letters: list[SignedLetter]
    classes: list[ServedClass]
    elsewhere: int

    @property
    def times_served(self) -> int:
        """Assignments of all classes."""
        return self.elsewhere + sum(len(one.assignments) for one in self.classes)

    @property
    def experience(self) -> int:
        """Assignments and field practices: both count as experience (EVP-27)."""
        return self.times_served + len(self.practices)

    @property
    def may_be_admitted(self) -> bool:
        """All gates are passed and the evaluator is outside."""
        return self.spell is None and all(gate.check and gate.check.passed for gate in self.gates)

    @property
    def open_gates(self) -> list[Gate]:
        """Gates that nobody has checked."""
        return [gate for gate in self.gates if gate.check is None]


def dossier_of(evaluator: Evaluator, *, reader: User) -> Dossier:
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
        practices=list(evaluator.practices.all()),
        tags=_tags(evaluator),
        letters=_letters(evaluator, reader),
        classes=_classes(evaluator, reader),
        elsewhere=_held(evaluator).exclude(_seen("pk", Seat, evaluator, reader)).count(),
    )


def results_of(evaluator: Evaluator) -> Results:
    """Confirmed stars, recommendations and breaches of an evaluator."""
    return Results(
        stars=evaluator.stars.filter(confirmed__isnull=False),
        recommendations=evaluator.recommendations.all(),
        breaches=evaluator.breaches.select_related("letter"),
    )


def _tags(evaluator: Evaluator) -> list[tuple[str, list[Tag]]]:
    held = list(evaluator.tags.all())
    kinds = [(str(kind.label), [tag for tag in held if tag.kind == kind]) for kind in Tag.Kind]
    return [(label, tags) for label, tags in kinds if tags]


def _letters(evaluator: Evaluator, reader: User) -> list[SignedLetter]:
    signed = list(
        evaluator.signatures.filter(_seen("plan", FieldPlan, evaluator, reader))
        .select_related("letter", "plan")
        .order_by("-letter__valid_from", "-signed_at", "-pk")
    )
    of_kind = {kind: [one for one in signed if one.letter.kind == kind] for kind in _KINDS}
    return [
        SignedLetter(kind, found[0] if found else None, found[1:])
        for kind, found in of_kind.items()
    ]


def _seen(name: str, model: type[Seat | FieldPlan], evaluator: Evaluator, reader: User) -> Q:
    """Rows whose seat or plan the reader sees; of the own file nothing is hidden."""
    if evaluator.account_id == reader.pk:
        return Q(pk__isnull=False)
    return Q(**{f"{name}__in": model.objects.visible_to(reader)})


def _held(evaluator: Evaluator) -> QuerySet[Seat]:
    """Assignments: nobody is assigned by a plan in preparation."""
    return evaluator.seats.exclude(group__plan__state=FieldPlan.State.DRAFT)


def _classes(evaluator: Evaluator, reader: User) -> list[ServedClass]:
    """Classes by code, the newest assignment first."""
    seats = (
        _held(evaluator)
        .filter(_seen("pk", Seat, evaluator, reader))
        .select_related("group__plan", "group__category", "role")
        .order_by("group__category__code", "-group__plan__year", "-group__plan", "pk")
    )
    found: dict[Category | None, list[Assignment]] = {}
    for seat in seats:
        category = seat.group.category
        of_class = [category.code] if category else []
        parts = [*of_class, str(seat.group.plan.year), f"{seat.group.number:02d}"]
        found.setdefault(category, []).append(Assignment("-".join(parts), seat))
    return [ServedClass(category, assignments) for category, assignments in found.items()]
