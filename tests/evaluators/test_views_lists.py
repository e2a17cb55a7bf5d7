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
        "breach_list": BreachFactory,
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
        "breach_list",
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


PAGED = {
    "stars_list": ("-points", lambda: YearStarsFactory(year=2023)),
    "exit_list": ("name", BreachFactory),
    "breach_list": ("-happened_on", BreachFactory),
    "deduction_list": ("-points", HomeDeductionFactory),
    "recommendation_list": ("kind", lambda: RecommendationFactory(year=2023)),
    "outcome_list": ("-since", CareerOutcomeFactory),
    "reverse_list": ("plan", ReverseEvaluationFactory),
    "complaint_list": ("channel", ComplaintFactory),
}


@pytest.mark.parametrize("name", PAGED)
def test_a_long_list_is_turned_over_and_sorted(client, clerk, name) -> None:
    sort, add_row = PAGED[name]
    PointsVersionFactory()
    for _row in range(51):
        add_row()
    address = reverse(f"evaluators:{name}")
    asked = {"year": 2023} if name not in ("deduction_list",) else {}
    first = client.get(address, asked)
    assert len(first.context["table"].page) == 50
    assert "1 to 50 of 51" in first.content.decode()
    last = client.get(address, asked | {"page": 2, "sort": sort}, headers={"HX-Request": "true"})
    assert "51 to 51 of 51" in last.content.decode()
    assert "<html" not in last.content.decode()


def shown(client, name, **asked) -> int:
    return client.get(reverse(f"evaluators:{name}"), asked).context["table"].page.paginator.count


def test_stars_are_filtered_by_person_and_state(client, clerk) -> None:
    YearStarsFactory(year=2023, evaluator__name="沈一", proposed=3)
    YearStarsFactory(year=2023, evaluator__name="陆二", proposed=4)
    YearStarsFactory(year=2022, evaluator__name="沈三")
    assert shown(client, "stars_list", year=2023) == 2
    assert shown(client, "stars_list", year=2023, q="沈") == 1
    assert shown(client, "stars_list", year=2023, proposed=4) == 1
    assert shown(client, "stars_list", year=2023, state="waiting") == 2
    assert shown(client, "stars_list", year=2023, state="confirmed") == 0
    assert shown(client, "stars_list", year=2023, state="changed") == 0


def test_candidates_are_filtered_by_reason_and_words(client, clerk) -> None:
    PointsVersionFactory()
    BreachFactory(evaluator__name="沈一")
    CareerOutcomeFactory(evaluator__name="陆二", kind="moved", since="2023-05-01")
    assert shown(client, "exit_list", year=2023) == 2
    assert shown(client, "exit_list", year=2023, ground="misconduct") == 1
    assert shown(client, "exit_list", year=2023, q="陆") == 1
    assert shown(client, "exit_list", year=2023, q="陆", ground="misconduct") == 0
    assert shown(client, "exit_list", year=2023, ground="none such") == 2


def test_lists_of_quality_are_filtered(client, clerk) -> None:
    ComplaintFactory(matter="谈话走过场", channel="phone")
    ComplaintFactory(matter="接受宴请", channel="letter")
    assert shown(client, "complaint_list", q="宴请") == 1
    assert shown(client, "complaint_list", channel="phone") == 1
    assert shown(client, "complaint_list", outcome="open") == 2
    assert shown(client, "complaint_list", outcome="founded") == 0
    evaluation = ReverseEvaluationFactory()
    ReverseEvaluationFactory(closed_at=timezone.now(), closed_by=clerk)
    assert shown(client, "reverse_list", state="open") == 1
    assert shown(client, "reverse_list", state="closed") == 1
    assert shown(client, "reverse_list", state="none") == 0
    assert shown(client, "reverse_list", plan=evaluation.group.plan_id) == 1
    case = RecheckCaseFactory(plan_unit__unit__name="秀水市")
    address = case.sample.get_absolute_url()
    counts = [
        client.get(address, asked).context["table"].page.paginator.count
        for asked in ({"q": "秀水"}, {"q": "青山"}, {"finding": "open"}, {"finding": "confirmed"})
    ]
    assert counts == [1, 0, 1, 0]


def test_who_only_reads_gets_no_column_of_steps(client) -> None:
    client.force_login(UserFactory(role=Role.COMMITTEE_MEMBER))
    for name, (_sort, add_row) in PAGED.items():
        PointsVersionFactory()
        add_row()
        table = client.get(reverse(f"evaluators:{name}"), {"year": 2023}).context["table"]
        assert "step" not in [column.name for column in table.columns], name


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
