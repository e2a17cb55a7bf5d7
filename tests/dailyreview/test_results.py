"""PAIN-06: a chart on every page of results, with the figures of the table beside it."""

import json
from collections.abc import Iterable

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from dailyreview.charts import spread_chart
from dailyreview.models import PilotUnit, Quarter, QuarterRecord
from dailyreview.rules.spreads import Spread
from dailyreview.selectors.results import UNITS_A_CHART, quarter_parts, unit_quarters
from feedback.drawing import draw_chart
from organization.models import Role, Unit, User
from tests.assessment.factories import (
    GradeDecisionFactory,
    PublicationFactory,
    ResultFactory,
    RunGroupFactory,
    ScoreRunFactory,
)
from tests.dailyreview.worlds import DailyWorld, make_person, make_world
from tests.organization.factories import CategoryMembershipFactory, UserFactory

CODES = {"好": "good", "较好": "fairly", "一般": "ordinary"}


@pytest.fixture
def world(db) -> DailyWorld:
    return make_world(people=5)


def add_unit(world: DailyWorld, *, people: int = 5) -> Unit:
    """One more unit of the class, switched on."""
    category = world.unit.memberships.get().category
    unit = CategoryMembershipFactory(category=category).unit
    PilotUnit.objects.create(plan=world.plan, unit=unit, chain="one")
    for _ in range(people):
        make_person(unit)
    return unit


def grade(quarter: Quarter, unit: Unit, grades: Iterable[str], *, publish: bool = True) -> None:
    """Decide the grades of the first people of a unit, and publish them."""
    run = ScoreRunFactory(cycle=quarter.cycle, complete=True)
    group = RunGroupFactory(run=run, done=True)
    records = QuarterRecord.objects.filter(quarter=quarter, assessee__unit=unit).order_by("pk")
    for record, name in zip(records, grades, strict=False):
        ResultFactory(group=group, assessee=record.assessee)
        given = {"grade": CODES[name], "proposed_grade": CODES[name]}
        GradeDecisionFactory(run=run, assessee=record.assessee, **given)
    if publish:
        PublicationFactory(group=group)


def page(client, user: User, name: str, pk: int):
    client.force_login(user)
    return client.get(reverse(f"dailyreview:{name}", args=[pk]))


def figures(chart) -> list[list[tuple[str, float]]]:
    """What a chart of shares shows, row by row: the figure on each part and its width."""
    parts = [one["data"] for one in chart.option["series"]]
    return [
        [(cell["label"]["formatter"], cell["value"]) for cell in row]
        for row in zip(*parts, strict=True)
    ]


def cells(spread: Spread) -> list[tuple[str, float]]:
    """The same from what the table is written of."""
    return [(str(count), float(share or 0)) for _name, count, share in spread.cells]


def assert_drawn(answer) -> None:
    """Every chart of a page is there with its option, what draws it, and a name for the blind."""
    text = answer.content.decode()
    assert text.count("data-chart=") == text.count('type="application/json"') > 0
    assert text.count('role="img" aria-label=') == text.count("data-chart=")
    assert "hengjian/js/charts.js" in text
    assert 'css/print.css" media="print"' in text


def test_pain_06_quarter_has_a_chart_with_the_figures_of_its_table(client, world) -> None:
    beside = add_unit(world)
    quarter = world.open(1)
    grade(quarter, world.unit, ["好", "好", "较好"])
    grade(quarter, beside, ["好", "较好", "较好", "一般"])
    answer = page(client, world.clerk, "result_list", quarter.pk)
    (panel,) = answer.context["panels"]
    part = panel["part"]
    rows = [part.whole, *(row.spread for row in part.units)]
    assert [(row.counts, row.without) for row in rows] == [
        ((3, 3, 1, 0), 3),
        ((2, 1, 0, 0), 2),
        ((1, 2, 1, 0), 1),
    ]
    assert figures(panel["chart"]) == [cells(row) for row in rows]
    assert_drawn(answer)
    text = answer.content.decode()
    assert all(f">{share}%</small>" in text for share in ("66.7", "33.3", "42.9", "14.3"))
    assert (answer.context["graded"], answer.context["without"]) == (7, 3)
    # The way on to the unit, and back from there.
    assert reverse("dailyreview:result_detail", args=[beside.pk]) in answer.content.decode()
    assert (
        reverse("dailyreview:result_list", args=[quarter.pk])
        in page(client, world.clerk, "result_detail", beside.pk).content.decode()
    )


def test_pain_06_classes_are_never_in_one_chart_and_large_ones_are_parted(world) -> None:
    for _ in range(UNITS_A_CHART):
        add_unit(world, people=1)
    other = make_world(people=1)
    Unit.objects.filter(pk=other.unit.pk).update(domain=world.unit.domain)
    world.plan.systems.add(*other.plan.systems.all())
    PilotUnit.objects.create(plan=world.plan, unit=other.unit, chain="one")
    parts = quarter_parts(world.open(1), world.clerk)
    sizes = [(part.first, len(part.units), part.size, part.is_whole) for part in parts]
    assert sorted(sizes) == [(1, 1, 1, True), (1, 24, 25, False), (25, 1, 25, False)]
    assert len({part.category for part in parts}) == 2
    # On A4 a chart this high still stands on one sheet.
    lines = [(row.unit.label, row.spread) for part in parts for row in part.units]
    assert spread_chart(lines[: UNITS_A_CHART + 1]).height < 750


def test_pain_06_unit_stands_beside_its_class_over_the_quarters(client, world) -> None:
    others = [add_unit(world), add_unit(world)]
    for number, best in ((1, ["好", "较好"]), (2, ["好", "好"])):
        quarter = world.open(number)
        grade(quarter, world.unit, best)
        for other in others:
            grade(quarter, other, ["较好", "较好"])
    answer = page(client, world.principal, "result_detail", world.unit.pk)
    of_class, own = answer.context["best"].option["series"]
    rows = answer.context["rows"]
    assert [point["value"] for point in own["data"]] == [50.0, 100.0]
    assert [point["value"] for point in of_class["data"]] == [16.7, 33.3]
    assert [str(row.spread.best_share) for row in rows] == ["50.0", "100.0"]
    assert [str(row.of_class.best_share) for row in rows] == ["16.7", "33.3"]
    (panel,) = answer.context["panels"]
    assert figures(panel["chart"]) == [cells(row.spread) for row in rows]
    assert_drawn(answer)
    # From the grades here, and back.
    grades = reverse("dailyreview:grade_list", args=[quarter.pk, world.unit.pk])
    assert grades in answer.content.decode()
    of_grades = client.get(grades)
    assert answer.request["PATH_INFO"] in of_grades.content.decode()
    assert figures(of_grades.context["chart"]) == [cells(rows[-1].spread)]
    assert_drawn(of_grades)


def test_class_of_two_graded_units_would_tell_the_other_and_is_left_out(world) -> None:
    others = [add_unit(world), add_unit(world)]
    quarter = world.open(1)
    grade(quarter, world.unit, ["好"])
    grade(quarter, others[0], ["好"])
    (row,) = unit_quarters(world.unit, published=False)
    assert row.of_class is None
    assert row.spread.best_share == 100


def test_inside_a_unit_only_published_grades_count(client, world) -> None:
    quarter = world.open(1)
    grade(quarter, world.unit, ["好", "较好"], publish=False)
    for user, graded in ((world.leader, 0), (world.clerk, 2)):
        (row,) = page(client, user, "result_detail", world.unit.pk).context["rows"]
        assert (row.spread.graded, row.spread.people) == (graded, 5)
    assert page(client, world.principal, "result_list", quarter.pk).status_code == 403
    assert page(client, world.staff[0], "result_detail", world.unit.pk).status_code == 403
    elsewhere = UserFactory(role=Role.UNIT_PRINCIPAL, unit=add_unit(world))
    assert page(client, elsewhere, "result_detail", world.unit.pk).status_code == 404


def test_pain_06_person_sees_the_own_grades_and_so_do_the_reviewers(client, world) -> None:
    for number, names, publish in ((1, ["较好"], True), (2, ["好"], True), (3, ["一般"], False)):
        grade(world.open(number), world.unit, names, publish=publish)
    person = world.staff[0]
    record = world.record_of(person)
    record.submitted_at = timezone.now()
    record.save()
    QuarterRecord.objects.own_of(person).update(submitted_at=record.submitted_at)
    cadre = person.cadre_id
    pages = [
        (person, reverse("dailyreview:record_list")),
        (person, reverse("dailyreview:dossier_own")),
        (person, record.get_absolute_url()),
        (world.head, record.get_absolute_url()),
        (world.leader, reverse("dailyreview:dossier_detail", args=[cadre])),
        (world.clerk, reverse("dailyreview:dossier_detail", args=[cadre])),
    ]
    for user, address in pages:
        client.force_login(user)
        answer = client.get(address)
        (panel,) = answer.context["grades"]
        told = [(row.quarter.period, row.grade) for row in panel["rows"]]
        assert told == [("2024Q1", "较好"), ("2024Q2", "好")]
        option = panel["chart"].option
        names = option["yAxis"]["data"]
        drawn = [names[place] for place in option["series"][0]["data"]]
        assert list(zip(option["xAxis"]["data"], drawn, strict=True)) == told
        assert_drawn(answer)
        # G-26: neither points nor places.
        assert "86.5" not in answer.content.decode()
    client.force_login(world.staff[1])
    assert client.get(pages[4][1]).status_code == 404


def test_reviewers_find_the_results_of_their_unit(client, world) -> None:
    world.open(1)
    address = reverse("dailyreview:result_detail", args=[world.unit.pk])
    client.force_login(world.principal)
    assert address in client.get(reverse("dailyreview:review_list")).content.decode()
    client.force_login(world.head)
    assert address not in client.get(reverse("dailyreview:review_list")).content.decode()


def test_charts_are_pure_json_that_the_server_draws_too() -> None:
    none, some = Spread(("好", "较好"), (0, 0), 3), Spread(("好", "较好"), (1, 2), 0)
    chart = spread_chart([("全部", some), ("无", none)], whole=1)
    assert json.loads(json.dumps(chart.option)) == chart.option
    assert "全部" in draw_chart(chart)


def test_api_tells_the_same_counts_and_the_patterns(world) -> None:
    beside = add_unit(world)
    quarter = world.open(1)
    grade(quarter, world.unit, ["好", "较好", "较好"], publish=False)
    grade(quarter, beside, ["好"])
    office = APIClient()
    office.force_login(world.clerk)
    rows = office.get(reverse("api:daily-quarter-results", args=[quarter.pk])).json()["results"]
    assert {row["unit"] for row in rows} == {world.unit.code, beside.code}
    (own,) = [row for row in rows if row["unit"] == world.unit.code]
    assert (own["spread"]["graded"], own["spread"]["without"]) == (3, 2)
    assert own["spread"]["grades"][:2] == [
        {"grade": "好", "people": 1, "share": "33.3"},
        {"grade": "较好", "people": 2, "share": "66.7"},
    ]
    plan = office.get(reverse("api:daily-plan-patterns", args=[world.plan.pk])).json()["results"]
    assert [(row["unit"], row["turns"], row["is_flat"]) for row in plan] == [
        (code, None, False) for code in sorted((world.unit.code, beside.code))
    ]
    # Inside the unit nothing is published yet.
    leader = APIClient()
    leader.force_login(world.leader)
    address = reverse("api:daily-unit-result-detail", args=[world.unit.pk])
    (told,) = leader.get(address).json()["quarters"]
    assert (told["period"], told["spread"]["graded"], told["of_class"]) == ("2024Q1", 0, None)
    assert office.get(address).json()["quarters"][0]["spread"]["graded"] == 3
