"""Lists of points, stars, reviews and exits: no more questions for more rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organization.models import Role
from tests.evaluators.factories import (
    EvaluatorFactory,
    PlanUnitFactory,
)
from tests.evaluators.review_factories import (
    BreachFactory,
    CareerOutcomeFactory,
    ComplaintFactory,
    EvaluatorReviewFactory,
    HeldSeatFactory,
    HomeDeductionFactory,
    LedSeatFactory,
    PointsEntryFactory,
    PointsItemFactory,
    PointsVersionFactory,
    RecheckCaseFactory,
    RecommendationFactory,
    ReverseAnswerFactory,
    ReverseEvaluationFactory,
    ReverseInvitationFactory,
    YearStarsFactory,
)
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    clerk = UserFactory(role=Role.OFFICE_STAFF)
    client.force_login(clerk)
    return clerk


def page(client, name, *args, **query) -> str:
    answer = client.get(reverse(f"evaluators:{name}", args=args), query)
    assert answer.status_code == 200, name
    return answer.content.decode()


def rows_of(name: str):
    """Add one row to a list, and say with what arguments it is asked for."""
    makers = {
        "stars_list": YearStarsFactory,
        "exit_list": BreachFactory,
        "deduction_list": HomeDeductionFactory,
        "recommendation_list": RecommendationFactory,
        "outcome_list": CareerOutcomeFactory,
        "reverse_list": ReverseEvaluationFactory,
        "recheck_list": RecheckCaseFactory,
        "complaint_list": ComplaintFactory,
    }
    makers[name]()


@pytest.mark.parametrize(
    "name",
    [
        "stars_list",
        "exit_list",
        "deduction_list",
        "recommendation_list",
        "outcome_list",
        "reverse_list",
        "recheck_list",
        "complaint_list",
    ],
)
def test_a_list_asks_no_more_questions_for_more_rows(client, clerk, name) -> None:
    PointsVersionFactory()
    counts = []
    for _batch in range(2):
        for _row in range(3):
            rows_of(name)
        with CaptureQueriesContext(connection) as queries:
            page(client, name, year=2023)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def growth(client, address, add) -> tuple[int, int]:
    counts = []
    for _batch in range(2):
        for _row in range(3):
            add()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    return counts[0], counts[1]


def test_ledger_and_cards_ask_no_more_for_more_rows(client, clerk) -> None:
    evaluator = EvaluatorFactory()
    address = reverse("evaluators:points_detail", args=[evaluator.pk])
    first, second = growth(
        client, f"{address}?year=2023", lambda: PointsEntryFactory(evaluator=evaluator)
    )
    assert first == second

    def one_more_card():
        seat = HeldSeatFactory(evaluator=evaluator, group__plan__state="confirmed")
        unit = PlanUnitFactory(plan=seat.group.plan, group=seat.group).unit
        EvaluatorReviewFactory(seat=seat, source="assessed_unit", unit=unit)

    first, second = growth(
        client, reverse("evaluators:review_list", args=[evaluator.pk]), one_more_card
    )
    assert first == second


def test_the_pages_of_leader_and_unit_ask_no_more_for_more_rows(client) -> None:
    led = LedSeatFactory()
    client.force_login(led.evaluator.account)
    first, second = growth(
        client, reverse("evaluators:member_list"), lambda: HeldSeatFactory(group=led.group)
    )
    assert first == second
    principal = UserFactory(unit=ReverseInvitationFactory().unit, role=Role.UNIT_PRINCIPAL)
    client.force_login(principal)
    first, second = growth(
        client,
        reverse("evaluators:invitation_list"),
        lambda: ReverseInvitationFactory(unit=principal.unit),
    )
    assert first == second


def test_a_year_that_is_none_is_not_looked_for(client, clerk) -> None:
    for year in ("甲", "99999", ""):
        answer = client.get(reverse("evaluators:stars_list"), {"year": year})
        assert answer.context["year"] == timezone.localdate().year
    assert client.post("/evaluators/stars/99999/propose/").status_code == 404


API_ROWS = {
    "points-entry": PointsEntryFactory,
    "evaluator-stars": YearStarsFactory,
    "home-deduction": HomeDeductionFactory,
}


@pytest.mark.parametrize("name", API_ROWS)
def test_api_lists_are_the_office_s_and_do_not_grow_in_queries(client, clerk, name) -> None:
    PointsItemFactory(leak=True)
    address = reverse(f"api:{name}-list")
    first, second = growth(client, address, API_ROWS[name])
    assert first == second
    assert client.get(address).json()["count"] >= 6
    client.force_login(EvaluatorFactory(with_account=True).account)
    assert client.get(address).json()["count"] == 0


def test_api_gives_figures_of_closed_questionnaires_only(client, clerk) -> None:
    address = reverse("api:reverse-evaluation-list")

    def one_more() -> None:
        evaluation = ReverseEvaluationFactory(closed_at=timezone.now(), closed_by=clerk)
        ReverseAnswerFactory.create_batch(3, evaluation=evaluation)

    first, second = growth(client, address, one_more)
    assert first == second
    ReverseAnswerFactory.create_batch(3, evaluation=ReverseEvaluationFactory(opened_by=clerk))
    figures = [row["figures"] for row in client.get(address).json()["results"]]
    assert figures.count([]) == 1
    assert [figure[0]["mean"] for figure in figures if figure] == ["4.00"] * 6
