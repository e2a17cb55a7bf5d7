"""Who a questionnaire asks, how many have answered, and what the answers come to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from feedback.models import AskedUnit, Question, Questionnaire, QuestionTally, Respondent
from organization.models import Appointment, Role, RoleAssignment, Unit, User, offices_inside

# The units' own people; who reports figures for a unit or keeps the system is not asked.
ASKED_ROLES = (
    Role.CADRE,
    Role.SECTION_HEAD,
    Role.SUPERVISING_LEADER,
    Role.UNIT_PRINCIPAL,
)
DECIMALS = Decimal("0.1")


@dataclass(frozen=True)
class ChoiceLine:
    """One possible answer: how often, and how many percent of those who answered the question."""

    name: str
    count: int
    share: Decimal


@dataclass(frozen=True)
class ClassLine:
    """The same of the people of one class of units: percent for each possible answer."""

    name: str
    base: int
    cells: list[tuple[str, Decimal]]


@dataclass(frozen=True)
class QuestionFigures:
    """What the answers to one question come to.

    Attributes:
        base: how many answered it.
        mean: of a scale, two decimals; None for other questions or without answers.
        classes: only those that may be told apart.
    """

    question: Question
    base: int
    lines: list[ChoiceLine]
    mean: Decimal | None
    classes: list[ClassLine]


@dataclass(frozen=True)
class Participation:
    """How many were asked and how many have answered."""

    asked: int
    answered: int

    @property
    def share(self) -> Decimal:
        """Percent."""
        return percent_of(self.answered, self.asked)


def percent_of(count: int, base: int) -> Decimal:
    """Percent with one decimal, half up; 0 of nobody.

    149 of 1,036 are 14.4.
    """
    if not base:
        return Decimal("0.0")
    return (Decimal(count) * 100 / base).quantize(DECIMALS, ROUND_HALF_UP)


def units_to_ask(questionnaire: Questionnaire) -> QuerySet[Unit]:
    """The units chosen, or all of the domain."""
    units = Unit.objects.filter(domain=questionnaire.domain_id, is_active=True)
    chosen = questionnaire.units.values("pk")
    if chosen:
        return units.filter(pk__in=chosen)
    return units.exclude(level=Unit.Level.INTERNAL)


def people_to_ask(units: Iterable[int]) -> Mapping[int, int]:
    """Accounts of the people of units, each with the unit it is counted in.

    Somebody belongs to a unit by the home unit of the account, by the place of a role, or by a post
    held today; of several units the first one in this order counts.
    """
    homes = offices_inside(units)
    roles = RoleAssignment.objects.current().filter(role__in=ASKED_ROLES)
    accounts = User.objects.filter(is_active=True, pk__in=roles.values("user"))
    placed = roles.filter(unit__in=homes, user__is_active=True)
    posts = Appointment.objects.on(timezone.localdate()).filter(
        unit__in=homes, cadre__account__in=accounts
    )
    found: dict[int, int] = {}
    for user, place in chain(
        accounts.filter(unit__in=homes).order_by("pk").values_list("pk", "unit"),
        placed.order_by("pk").values_list("user", "unit"),
        posts.order_by("pk").values_list("cadre__account", "unit"),
    ):
        if user and place:
            found.setdefault(user, homes[place])
    return found


def with_participation(questionnaires: QuerySet[Questionnaire]) -> QuerySet[Questionnaire]:
    """Adds `asked` and `answered`, in the same query."""
    units = AskedUnit.objects.filter(questionnaire=OuterRef("pk")).order_by()
    people = Respondent.objects.filter(questionnaire=OuterRef("pk"), has_answered=True).order_by()
    sums = units.values("questionnaire")
    under_way = people.values("questionnaire").annotate(n=Count("pk")).values("n")
    number = IntegerField()
    return questionnaires.annotate(
        asked=Coalesce(Subquery(sums.annotate(n=Sum("asked")).values("n"), number), 0),
        answered=Coalesce(
            Subquery(sums.annotate(n=Sum("answered")).values("n"), number),
            Subquery(under_way, number),
            0,
        ),
    )


def participation_of(questionnaire: Questionnaire) -> Participation:
    """Of everybody asked; before the closing too, since it tells nobody's answers."""
    row = with_participation(Questionnaire.objects.all()).get(pk=questionnaire.pk)
    return Participation(row.asked, row.answered)  # type: ignore[attr-defined]


def units_asked(questionnaire: Questionnaire) -> QuerySet[AskedUnit]:
    """The units with `answered_so_far`, never naming anybody."""
    return (
        questionnaire.asked_units.select_related("unit")
        .annotate(
            answered_so_far=Coalesce(
                "answered", Count("respondents", Q(respondents__has_answered=True))
            )
        )
        .order_by("unit__code")
    )


def figures_of(questionnaire: Questionnaire) -> list[QuestionFigures]:
    """The questions of a closed questionnaire with their counts, in two queries."""
    tallies: dict[int, list[QuestionTally]] = {}
    for tally in QuestionTally.objects.filter(question__questionnaire=questionnaire).select_related(
        "category"
    ):
        tallies.setdefault(tally.question_id, []).append(tally)
    return [
        _figures(question, tallies.get(question.pk, []))
        for question in questionnaire.questions.order_by("position")
    ]


def _figures(question: Question, tallies: list[QuestionTally]) -> QuestionFigures:
    whole = next((one for one in tallies if one.category is None), None)
    base, counts = (whole.base, whole.counts) if whole else (0, [])
    return QuestionFigures(
        question,
        base,
        [
            ChoiceLine(name, count, percent_of(count, base))
            for name, count in zip(question.options, counts, strict=False)
        ],
        _mean(question, base, counts),
        [
            ClassLine(
                one.category.name,
                one.base,
                [
                    (name, percent_of(count, one.base))
                    for name, count in zip(question.options, one.counts, strict=True)
                ],
            )
            for one in tallies
            if one.category
        ],
    )


def _mean(question: Question, base: int, counts: list[int]) -> Decimal | None:
    if question.kind != Question.Kind.SCALE or not base:
        return None
    total = sum(step * count for step, count in enumerate(counts, start=1))
    return (Decimal(total) / base).quantize(Decimal("0.01"), ROUND_HALF_UP)
