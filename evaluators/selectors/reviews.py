"""What was said about evaluators and groups: cards of three sources, aggregates."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from evaluators.models import (
    AssessmentGroup,
    CareerOutcome,
    Evaluator,
    EvaluatorReview,
    FieldPlan,
    ReservePlace,
    ReverseEvaluation,
    Seat,
)
from organization.models import User

SOURCES = tuple(EvaluatorReview.Source)


@dataclass(frozen=True)
class SourceReviews:
    """What one source said; no review means that it is missing."""

    source: EvaluatorReview.Source
    reviews: list[EvaluatorReview]


@dataclass(frozen=True)
class ReviewCard:
    """An evaluator's work in one seat, by the three sources."""

    seat: Seat
    sources: list[SourceReviews]


def review_cards(evaluator: Evaluator, *, reader: User) -> list[ReviewCard]:
    """One card for each seat held that the reader sees, the newest plan first; two queries."""
    seats = (
        evaluator.seats.visible_to(reader)
        .exclude(group__plan__state=FieldPlan.State.DRAFT)
        .select_related("group__plan", "role")
        .prefetch_related("reviews__unit", "reviews__written_by")
        .order_by("-group__plan__year", "-group__plan")
    )
    return [
        ReviewCard(
            seat,
            [
                SourceReviews(source, [one for one in seat.reviews.all() if one.source == source])
                for source in SOURCES
            ],
        )
        for seat in seats
    ]


@dataclass(frozen=True)
class QuestionFigures:
    """Answers to one question: the mean to two decimals, and how many gave 5, 4, 3, 2, 1."""

    text: str
    mean: Decimal
    counts: list[int]


@dataclass(frozen=True)
class Aggregate:
    """What may be told of a closed questionnaire; no lines while there are too few answers."""

    answers: int
    invited: int
    lines: list[QuestionFigures]
    comments: list[str]


def aggregate_of(evaluation: ReverseEvaluation) -> Aggregate | None:
    """The figures over all answers; None while the questionnaire is open.

    Comments come in the order of random keys, never of answering.
    """
    if evaluation.closed_at is None:
        return None
    answers = list(evaluation.answers.all())
    invited = len(evaluation.invitations.all())
    if len(answers) < evaluation.answers_min:
        return Aggregate(len(answers), invited, [], [])
    lines = [
        _figures(question["text"], [answer.marks[question["code"]] for answer in answers])
        for question in evaluation.questions
    ]
    comments = [answer.comment for answer in answers if answer.comment]
    return Aggregate(len(answers), invited, lines, comments)


def _figures(text: str, marks: Sequence[int]) -> QuestionFigures:
    mean = (Decimal(sum(marks)) / len(marks)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return QuestionFigures(text, mean, [marks.count(mark) for mark in (5, 4, 3, 2, 1)])


@dataclass(frozen=True)
class ReserveOutcomes:
    """What became of the first people of a reserve, counted by the weightiest outcome of each."""

    reserve: ReservePlace.Reserve
    people: int
    promoted: int
    weightier: int


def outcomes_of_reserve(reserve: str, *, first: int) -> ReserveOutcomes:
    """Count the outcomes of the first so many people who entered a reserve (EVP-19)."""
    entered = ReservePlace.objects.filter(reserve=reserve).order_by("since", "pk")
    people = list(dict.fromkeys(entered.values_list("evaluator", flat=True)))[:first]
    kinds = CareerOutcome.objects.filter(evaluator__in=people).values_list("evaluator", "kind")
    promoted = {key for key, kind in kinds if kind == CareerOutcome.Kind.PROMOTED}
    weightier = {key for key, kind in kinds if kind == CareerOutcome.Kind.WEIGHTIER} - promoted
    return ReserveOutcomes(
        ReservePlace.Reserve(reserve), len(people), len(promoted), len(weightier)
    )


@dataclass(frozen=True)
class Member:
    """A seat of a led group, and what its leader has written about it."""

    seat: Seat
    review: EvaluatorReview | None


def members_to_review(user: User) -> list[Member]:
    """Members of groups whose leader the account was, with its own review of each; two queries."""
    led = Seat.objects.led_by(user).filter(group__plan__ends_on__lt=timezone.localdate())
    seats = (
        Seat.objects.filter(group__in=led.values("group"), evaluator__isnull=False)
        .exclude(evaluator__account=user.pk)
        .select_related("group__plan", "role", "evaluator")
        .prefetch_related(
            Prefetch("reviews", EvaluatorReview.objects.filter(written_by=user), "own_reviews")
        )
        .order_by("-group__plan__year", "group", "role__position", "pk")
    )
    return [Member(seat, next(iter(seat.own_reviews), None)) for seat in seats]


def reverse_rounds(day: dt.date, *, reader: User) -> QuerySet[AssessmentGroup]:
    """Groups whose field work is over, with their questionnaire and how many have answered."""
    return (
        AssessmentGroup.objects.visible_to(reader)
        .filter(plan__ends_on__lt=day)
        .exclude(plan__state=FieldPlan.State.DRAFT)
        .select_related("plan", "reverse_evaluation")
        .annotate(
            asked=Count("reverse_evaluation__invitations"),
            answered=Count(
                "reverse_evaluation__invitations",
                filter=Q(reverse_evaluation__invitations__is_answered=True),
            ),
        )
        .order_by("-plan__year", "plan", "number")
    )


def sits_in(user: User, group: AssessmentGroup) -> bool:
    """Whether the account has a seat in the group: then it reads figures and no comment."""
    return group.seats.filter(evaluator__account=user.pk).exists()
