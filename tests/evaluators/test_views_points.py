import datetime as dt
import io
from contextlib import suppress
from decimal import Decimal

import pytest
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from docx import Document

from evaluators.models import PointsEntry
from organization.models import Role
from tests.evaluators.factories import (
    EvaluatorFactory,
    PlanUnitFactory,
    ReservePlaceFactory,
    TrainingAttendanceFactory,
)
from tests.evaluators.review_factories import (
    BreachFactory,
    CareerOutcomeFactory,
    EvaluatorReviewFactory,
    HeldSeatFactory,
    LedSeatFactory,
    PointsEntryFactory,
    PointsItemFactory,
    PointsVersionFactory,
    ReverseAnswerFactory,
    ReverseEvaluationFactory,
    StarLevelFactory,
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


def test_evp_18_every_line_stands_on_the_page(client, clerk) -> None:
    evaluator = EvaluatorFactory()
    PointsEntryFactory(evaluator=evaluator, item=PointsItemFactory(cap=Decimal(5)), times=3)
    PointsEntryFactory(
        evaluator=evaluator, item=PointsItemFactory(black=True), happened_on=dt.date(2023, 3, 9)
    )
    shown = page(client, "points_detail", evaluator.pk, year=2023)
    for text in ("100.00", "of 6.00, at most 5.00 a year", "105.00", "-1.50", "103.50"):
        assert text in shown
    assert "记分规则2020-01-01" in shown


def test_an_entry_is_made_and_reversed_on_pages(client, clerk) -> None:
    evaluator = EvaluatorFactory()
    facts = {
        "item": PointsItemFactory().pk,
        "happened_on": "2023-06-01",
        "times": 1,
        "evidence": "考核组记录",
    }
    client.post(reverse("evaluators:points_enter", args=[evaluator.pk]), facts)
    entry = PointsEntry.objects.get()
    client.post(reverse("evaluators:points_reverse", args=[entry.pk]), {"reason": "登记有误"})
    shown = page(client, "points_detail", evaluator.pk, year=2023)
    assert "reversed" in shown
    assert "登记有误" in shown
    assert client.get(reverse("evaluators:points_reverse", args=[entry.pk])).status_code == 404


def test_evp_12_stars_are_proposed_and_confirmed_on_pages(client, clerk) -> None:
    StarLevelFactory(stars=3, points_min=100)
    PointsEntryFactory()
    client.post(reverse("evaluators:stars_propose", args=[2023]))
    assert page(client, "stars_list", year=2023).count("Confirm</a>") == 1
    client.post(reverse("evaluators:stars_accept", args=[2023]), {"expected": 1})
    shown = page(client, "stars_list", year=2023)
    assert "Confirm</a>" not in shown
    assert str(clerk) in shown


def test_evp_19_candidates_stand_with_their_reasons(client, clerk) -> None:
    PointsVersionFactory()
    BreachFactory(evaluator=EvaluatorFactory(name="陆其"))
    shown = page(client, "exit_list", year=2023)
    assert "陆其" in shown
    assert "misconduct" in shown


def test_evp_19_outcomes_of_the_reserves_are_counted(client, clerk) -> None:
    CareerOutcomeFactory(evaluator=ReservePlaceFactory().evaluator)
    shown = client.get(reverse("evaluators:outcome_list"))
    counted = {row.reserve.value: row.promoted for row in shown.context["reserves"]}
    assert counted == {"leader": 0, "deputy_leader": 0, "liaison": 1}


def test_evp_21_one_click_gives_the_letter_with_counts(client, clerk) -> None:
    """Two groups with three units, five tasks, one training, the leader's remark."""
    evaluator = EvaluatorFactory(name="沈其")
    for units in (1, 2):
        seat = HeldSeatFactory(evaluator=evaluator, group__plan__state="confirmed")
        PlanUnitFactory.create_batch(units, plan=seat.group.plan, group=seat.group)
    EvaluatorReviewFactory(seat=seat, remark="政策熟悉，敢于较真")
    EvaluatorReviewFactory(seat=seat, source="discipline", remark="无违纪")
    PointsEntryFactory(evaluator=evaluator, times=5)
    PointsEntryFactory(evaluator=evaluator, item=PointsItemFactory(black=True))
    TrainingAttendanceFactory(evaluator=evaluator)
    answer = client.get(reverse("evaluators:appraisal_docx", args=[evaluator.pk]), {"year": "2023"})
    document = Document(io.BytesIO(answer.content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "served in groups 2 times, visited 3 units and took part in 1 trainings" in text
    assert "参加考核: 5 times." in text
    assert "政策熟悉，敢于较真" in text
    assert "无违纪" not in text
    assert "无故迟到" not in text
    assert f"{evaluator.home_unit.name}:" in text


def test_evp_22_the_wording_that_binds_the_person_is_shown(client, clerk) -> None:
    breach = BreachFactory(finding="接受宴请")
    shown = page(client, "points_detail", breach.evaluator.pk, year=2023)
    assert "接受宴请" in shown
    assert f"Wording of {breach.letter.valid_from}" in shown


def test_evp_23_the_leader_reads_figures_and_no_comment(client, clerk) -> None:
    led = LedSeatFactory()
    evaluation = ReverseEvaluationFactory(group=led.group)
    ReverseAnswerFactory.create_batch(3, evaluation=evaluation, comment="谈话时间偏短")
    address = reverse("evaluators:reverse_detail", args=[evaluation.pk])
    assert "谈话时间偏短" not in client.get(address).content.decode()
    client.force_login(led.evaluator.account)
    assert client.get(address).status_code == 404
    client.force_login(clerk)
    client.post(reverse("evaluators:reverse_close", args=[evaluation.pk]))
    assert "谈话时间偏短" in client.get(address).content.decode()
    client.force_login(led.evaluator.account)
    assert address in page(client, "member_list")
    shown = client.get(address).content.decode()
    assert "4.00" in shown
    assert "谈话时间偏短" not in shown


def test_evp_23_a_member_of_the_office_in_the_group_reads_no_comment(client) -> None:
    led = LedSeatFactory(evaluator__account=UserFactory(role=Role.OFFICE_STAFF))
    evaluation = ReverseEvaluationFactory(group=led.group)
    ReverseAnswerFactory.create_batch(3, evaluation=evaluation, comment="谈话时间偏短")
    client.force_login(led.evaluator.account)
    client.post(reverse("evaluators:reverse_close", args=[evaluation.pk]))
    shown = page(client, "reverse_detail", evaluation.pk)
    assert "4.00" in shown
    assert "谈话时间偏短" not in shown


def test_evp_24_the_card_marks_the_missing_source(client, clerk) -> None:
    seat = HeldSeatFactory(group__plan__state="confirmed")
    EvaluatorReviewFactory(seat=seat)
    shown = page(client, "review_list", seat.evaluator.pk)
    assert shown.count("missing") == 2


def test_g_26_no_page_of_evaluators_holds_points_of_others_or_a_rank(client) -> None:
    """Every page of the site without an argument, and those about the own and another record."""
    led = LedSeatFactory()
    other = HeldSeatFactory(group=led.group).evaluator
    for person in (led.evaluator, other):
        PointsEntryFactory(evaluator=person, evidence="记分依据")
        YearStarsFactory(evaluator=person, points=Decimal("777.77"), reason="星级理由")
    client.force_login(led.evaluator.account)
    addresses = [
        *plain_addresses(),
        reverse("evaluators:evaluator_detail", args=[led.evaluator.pk]),
    ]
    for person in (led.evaluator, other):
        for name in ("points_detail", "review_list", "appraisal_docx"):
            address = reverse(f"evaluators:{name}", args=[person.pk])
            assert client.get(address).status_code == 403
    opened = []
    for address in addresses:
        answer = client.get(address, {"year": 2023})
        if answer.status_code == 200:
            opened.append(address)
            shown = answer.content.decode()
            for secret in ("777.77", "记分依据", "星级理由", "/points/", "/stars/"):
                assert secret not in shown, address
    assert reverse("evaluators:member_list") in opened
    assert reverse("evaluators:stars_list") not in opened


# The icon streams a file; the other two are slow and hold no rows.
WITHOUT_ROWS = {"schema", "docs", "favicon"}


def plain_addresses() -> list[str]:
    """Addresses of all pages and API lists that need no argument."""

    def walk(patterns, namespace=""):
        for pattern in patterns:
            if not isinstance(pattern, URLResolver):
                if pattern.name in WITHOUT_ROWS:
                    continue
                with suppress(NoReverseMatch):
                    yield reverse(f"{namespace}{pattern.name}")
            elif pattern.namespace != "admin":
                inner = f"{pattern.namespace}:" if pattern.namespace else ""
                yield from walk(pattern.url_patterns, namespace + inner)

    return list(walk(get_resolver().url_patterns))
