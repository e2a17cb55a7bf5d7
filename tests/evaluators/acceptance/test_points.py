"""Points, stars, exits, the home unit's answer, the letter: EVP-12, EVP-18 to EVP-21, G-26."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from docx import Document

from evaluators.models import Evaluator, HomeDeduction, PointsItem, YearStars
from organization.models import Role
from tests.evaluators.acceptance.screens import page, press, refused
from tests.evaluators.factories import (
    EvaluatorFactory,
    PlanUnitFactory,
    ReservePlaceFactory,
    TrainingAttendanceFactory,
)
from tests.evaluators.review_factories import (
    CareerOutcomeFactory,
    EvaluatorReviewFactory,
    HeldSeatFactory,
    PointsEntryFactory,
    PointsItemFactory,
    PointsVersionFactory,
    StarLevelFactory,
)
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


def enter(client, evaluator: Evaluator, item: PointsItem, **changed: object) -> str:
    """Enter points on the page."""
    facts = {"happened_on": "2023-06-01", "times": 1, "evidence": "工作记录", **changed}
    return press(client, "points_enter", evaluator.pk, item=item.pk, **facts)


@pytest.mark.usefixtures("office")
def test_evp_12_stars_are_recomputed_for_the_year_then_confirmed(client) -> None:
    """103 points and a red one make three stars; a black point in time makes two of them."""
    version = PointsVersionFactory()
    for stars, least, black in ((3, 102, 0), (2, 100, 1)):
        StarLevelFactory(version=version, stars=stars, points_min=least, black_max=black)
    person = EvaluatorFactory(name="钱其")
    enter(client, person, PointsItemFactory(red=True))
    press(client, "stars_propose", 2023)
    assert (YearStars.objects.get().proposed, YearStars.objects.get().red) == (3, 1)
    enter(client, person, PointsItemFactory(black=True))
    press(client, "stars_propose", 2023)
    stars = YearStars.objects.get()
    assert (stars.points, stars.proposed, stars.black) == (Decimal("103.5"), 2, 1)
    assert "differs" in refused(client, "stars_confirm", stars.pk, confirmed=3)
    press(client, "stars_confirm", stars.pk, confirmed=3, reason="迟到系不可抗力")
    enter(client, person, PointsItemFactory(black=True), happened_on="2023-07-01")
    press(client, "stars_propose", 2023)
    stars.refresh_from_db()
    assert (stars.confirmed, stars.proposed) == (3, 2)
    assert "迟到系不可抗力" in page(client, "stars_list", year=2023)


@pytest.mark.usefixtures("office")
def test_evp_12_the_best_evaluator_and_the_best_report_of_a_year_are_named(client) -> None:
    for kind, name in (("best_evaluator", "孙其"), ("best_report", "李其")):
        facts = {"year": "2023", "kind": kind, "reason": "评审会推荐"}
        press(client, "recommendation_create", EvaluatorFactory(name=name).pk, **facts)
    shown = page(client, "recommendation_list", year=2023)
    for text in ("best evaluator of the year", "best report of the year", "孙其", "李其"):
        assert text in shown


@pytest.mark.usefixtures("office")
def test_evp_18_the_total_explains_itself_line_by_line_with_its_rule_version(client) -> None:
    """100 + 3 x 2 within a cap of 5 - 1.5 = 103.5."""
    person = EvaluatorFactory()
    capped = PointsItemFactory(cap=Decimal(5))
    enter(client, person, capped, times=3)
    enter(client, person, PointsItemFactory(black=True), happened_on="2023-06-09")
    shown = page(client, "points_detail", person.pk, year=2023)
    for text in ("100.00", "of 6.00, at most 5.00 a year", "105.00", "-1.50", "103.50"):
        assert text in shown
    assert shown.count(str(capped.version)) == 2


@pytest.mark.usefixtures("office")
def test_evp_19_the_bottom_of_the_ranking_is_a_candidate_and_stays_in_the_pool(client) -> None:
    """Five in a hundred of twenty is one; nobody leaves before a person decides."""
    PointsVersionFactory(exit_bottom_percent=5)
    item = PointsItemFactory()
    people = [EvaluatorFactory(name=f"排名{place:02d}") for place in range(20)]
    for place, person in enumerate(people):
        PointsEntryFactory(evaluator=person, item=item, times=place + 1)
    shown = page(client, "exit_list", year=2023)
    assert [one.name for one in people if one.name in shown] == [people[0].name]
    assert "low points" in shown
    assert "Nobody leaves before a person decides." in shown
    assert Evaluator.objects.on_roster(dt.date(2023, 12, 31)).count() == 20


@pytest.mark.usefixtures("office")
def test_evp_19_of_the_first_twenty_liaisons_thirteen_rose_and_three_got_weightier_posts(
    client,
) -> None:
    first = dt.date(2020, 1, 1)
    places = [ReservePlaceFactory(since=first + dt.timedelta(days=day)) for day in range(20)]
    for place, kind in zip(places, ["promoted"] * 13 + ["weightier"] * 3, strict=False):
        facts = {"kind": kind, "since": "2022-07-01", "post": "副主任"}
        press(client, "outcome_create", place.evaluator.pk, **facts)
    # The twenty-first does not count among the first twenty.
    CareerOutcomeFactory(evaluator=ReservePlaceFactory(since=dt.date(2021, 1, 1)).evaluator)
    shown = client.get(reverse("evaluators:outcome_list"))
    liaisons = shown.context["reserves"][-1]
    assert (liaisons.people, liaisons.promoted, liaisons.weightier) == (20, 13, 3)


def test_evp_20_a_leak_proposes_a_deduction_for_the_home_unit(client, office_clerk) -> None:
    client.force_login(office_clerk)
    person = EvaluatorFactory(home_unit__name="某市财政局")
    enter(client, person, PointsItemFactory(leak=True), evidence="泄露测评结果")
    shown = page(client, "deduction_list")
    for text in ("某市财政局", "泄露考核信息", "2.00", "waits for a decision"):
        assert text in shown
    proposal = HomeDeduction.objects.get()
    assert (proposal.unit, proposal.year, proposal.state) == (person.home_unit, 2023, "proposed")
    told = refused(client, "deduction_decide", proposal.pk, accepted="yes")
    assert told == "Somebody else must decide on what you entered."
    client.force_login(UserFactory(role=Role.OFFICE_STAFF))
    press(client, "deduction_decide", proposal.pk, accepted="yes")
    proposal.refresh_from_db()
    assert proposal.state == HomeDeduction.State.ACCEPTED


@pytest.mark.usefixtures("office")
def test_evp_21_one_click_gives_the_letter_to_the_home_unit_with_counts(client) -> None:
    person = EvaluatorFactory(name="沈其")
    seat = HeldSeatFactory(evaluator=person, group__plan__state="closed")
    PlanUnitFactory.create_batch(16, plan=seat.group.plan, group=seat.group)
    EvaluatorReviewFactory(seat=seat, remark="敢于较真")
    PointsEntryFactory(evaluator=person, times=4)
    TrainingAttendanceFactory.create_batch(2, evaluator=person)
    address = f"{reverse('evaluators:appraisal_docx', args=[person.pk])}?year=2023"
    assert address in page(client, "points_detail", person.pk, year=2023)
    letter = Document(io.BytesIO(client.get(address).content))
    text = "\n".join(paragraph.text for paragraph in letter.paragraphs)
    for part in (
        f"{person.home_unit.name}:",
        "served in groups 1 times, visited 16 units and took part in 2 trainings",
        "参加考核: 4 times.",
        "敢于较真",
    ):
        assert part in text
