"""Who could take a seat: the best match first, those who cannot below, with the reason."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluators.models import AssessmentGroup, Evaluator, FieldPlan, FieldPractice, Seat, Tag
from evaluators.rules.checking import Fault, Violation
from evaluators.rules.facts import EvaluatorFacts
from evaluators.rules.problem import Seat as SeatFact
from evaluators.selectors.eligibility import needs_of_roles, reserves_of, source_pool
from evaluators.selectors.fitness import obstacles_of
from evaluators.selectors.people import HELD, wanted_tags
from evaluators.selectors.planning import Planning
from evaluators.selectors.violations import Teller, Told
from organization.models import User


@dataclass(frozen=True)
class Candidate:
    """Somebody of the plan's source, as the picker shows one.

    Attributes:
        matches: what the groups of the category look for and the person has.
        strengths: what the person showed in the field, for the next picks (EVP-28).
        experience: assignments of confirmed plans and field practices together (EVP-27).
        knows: judged units of this category before.
        elsewhere: the group of the plan where the person sits already.
        lacks: why the person is unfit or may not hold the role.
        objections: what the verifier would say.
    """

    evaluator: Evaluator
    matches: list[str]
    strengths: list[str]
    experience: int
    knows: bool
    load: int
    elsewhere: str
    lacks: list[str]
    objections: list[Told]

    @property
    def is_free(self) -> bool:
        """Whether the person may be placed."""
        return not (self.elsewhere or self.lacks or self.objections)

    @property
    def score(self) -> int:
        """How well the person fits the category of the group (GRP-03)."""
        return 2 * len(self.matches) + self.knows


def candidates_for(seat: Seat, *, reader: User, text: str = "") -> list[Candidate]:
    """Everybody of the source, or whom the text finds, the best match first.

    Source: GRP-03; EVP-04, EVP-07 to EVP-09.
    """
    plan = seat.group.plan
    people = list(
        Evaluator.objects.search(text)
        .filter(pk__in=source_pool(plan).values("pk"))
        .select_related("home_unit")
        .prefetch_related("tags")
        .order_by("name", "pk")
    )
    planning = Planning(plan, [person.pk for person in people])
    known = _Context(seat, people, reader)
    against = {person.pk: _objections(seat, person, planning, known) for person in people}
    teller = Teller(planning, [one for found in against.values() for one in found], grounds=True)
    spoken = {key: [teller.told(one) for one in found] for key, found in against.items()}
    found = [_candidate(seat, one, planning, known, spoken[one.pk]) for one in people]
    return sorted(found, key=lambda one: (not one.is_free, -one.score, one.load))


class _Context:
    """What is read once for all candidates of a seat."""

    def __init__(self, seat: Seat, people: list[Evaluator], reader: User) -> None:
        plan: FieldPlan = seat.group.plan
        keys = [person.pk for person in people]
        self.obstacles = obstacles_of(keys, plan.starts_on, assessed_year=plan.year)
        self.reserves = reserves_of(plan, keys)
        self.needs = needs_of_roles(plan)[seat.role.code]
        wanted = wanted_tags().get(seat.group.category_id or 0, frozenset())
        self.tags = {tag for role, tag in wanted if role in {"", seat.role.code}}
        held = Seat.objects.filter(group__plan=plan, evaluator__in=keys).exclude(pk=seat.pk)
        seen = dict(
            AssessmentGroup.objects.visible_to(reader).filter(plan=plan).values_list("pk", "name")
        )
        self.elsewhere = {
            evaluator: seen.get(group, _("another group"))
            for evaluator, group in held.values_list("evaluator", "group")
        }
        served = Seat.objects.filter(evaluator__in=keys, group__plan__state__in=HELD)
        practices = FieldPractice.objects.filter(evaluator__in=keys, starts_on__lt=plan.starts_on)
        self.experience = Counter(served.values_list("evaluator", flat=True))
        self.experience.update(practices.values_list("evaluator", flat=True))


def _objections(
    seat: Seat, person: Evaluator, planning: Planning, known: _Context
) -> list[Violation]:
    """What the verifier says; what is lacking for the role is said with its reason elsewhere."""
    if person.pk in known.elsewhere:
        return []
    fact = SeatFact(seat.group_id, seat.role.code, person.pk)
    return [one for one in planning.objections_to(fact) if one.fault != Fault.ROLE_NOT_HELD]


def _candidate(
    seat: Seat,
    person: Evaluator,
    planning: Planning,
    known: _Context,
    objections: list[Told],
) -> Candidate:
    facts: EvaluatorFacts = planning.people[person.pk]
    held = list(person.tags.all())
    tags = {tag.pk: tag.name for tag in held}
    lacks = [str(one.label) for one in known.obstacles[person.pk]]
    reserves = known.reserves.get(person.pk, set())
    lacks += [str(one.label) for one in known.needs.lacks(person, frozenset(tags), reserves)]
    return Candidate(
        evaluator=person,
        matches=[name for key, name in tags.items() if key in known.tags],
        strengths=[tag.name for tag in held if tag.kind == Tag.Kind.STRENGTH],
        experience=known.experience[person.pk],
        knows=seat.group.category_id in facts.categories,
        load=int(facts.load),
        elsewhere=known.elsewhere.get(person.pk, ""),
        lacks=lacks,
        objections=objections,
    )
