import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import AssessmentCycle, ScoreRun
from tests.assessment.factories import CycleFactory, SchemeFactory
from tests.assessment.worlds import make_unit_cycle, run_to_end
from tests.indicators.factories import TreeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client: Client, office_clerk) -> Client:
    client.force_login(office_clerk)
    return client


def test_cycle_list_shows_cycles_and_offers_a_new_one(clerk):
    cycle = CycleFactory(name="2024 年度考核")
    page = clerk.get(reverse("assessment:cycle_list"))
    assert cycle.get_absolute_url() in page.content.decode()
    assert reverse("assessment:cycle_create") in page.content.decode()


def test_cycle_list_as_fragment_has_no_frame(clerk):
    page = clerk.get(reverse("assessment:cycle_list"), headers={"HX-Request": "true"})
    assert page.content.decode().strip().startswith('<div id="cycle-list-table"')


def test_cycle_list_offers_the_committee_nothing_to_change(client, committee_member):
    client.force_login(committee_member)
    page = client.get(reverse("assessment:cycle_list"))
    assert reverse("assessment:cycle_create") not in page.content.decode()


def test_cycle_list_needs_the_same_queries_for_more_cycles(clerk):
    counts = []
    for _ in range(2):
        CycleFactory.create_batch(3)
        with CaptureQueriesContext(connection) as queries:
            clerk.get(reverse("assessment:cycle_list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_cycle_create_stores_and_leads_to_the_board(clerk):
    system, scheme = TreeFactory(published=True), SchemeFactory()
    answer = clerk.post(
        reverse("assessment:cycle_create"),
        {
            "name": "2023 年度考核",
            "kind": "annual",
            "period": "2023",
            "scheme": scheme.pk,
            "systems": [system.pk],
        },
    )
    cycle = AssessmentCycle.objects.get()
    assert answer.url == cycle.get_absolute_url()
    assert list(cycle.systems.all()) == [system]


@pytest.mark.parametrize(
    ("field", "value"),
    [("period", "last year"), ("kind", "weekly"), ("scheme", "0"), ("systems", ["0"])],
)
def test_cycle_create_with_nonsense_shows_the_error_and_keeps_the_input(clerk, field, value):
    facts = {"name": "kept", "kind": "annual", "period": "2023", "scheme": SchemeFactory().pk}
    page = clerk.post(reverse("assessment:cycle_create"), {**facts, field: value})
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert 'value="kept"' in page.content.decode()
    assert not AssessmentCycle.objects.exists()


def test_cycle_create_offers_no_draft_system(clerk):
    TreeFactory(name="draft system")
    page = clerk.get(reverse("assessment:cycle_create"))
    assert "draft system" not in page.content.decode()


def test_cycle_edit_of_an_open_cycle_shows_the_refusal(clerk):
    cycle = make_unit_cycle(units=1)
    facts = {
        "name": "renamed",
        "kind": "annual",
        "period": "2023",
        "scheme": cycle.scheme.pk,
        "systems": list(cycle.systems.values_list("pk", flat=True)),
    }
    page = clerk.post(reverse("assessment:cycle_edit", args=[cycle.pk]), facts)
    assert page.context["form"].non_field_errors() == [
        "Only a cycle in preparation can be changed."
    ]


def test_cycle_open_freezes_and_says_how_many(clerk, unit, category):
    system = TreeFactory(published=True, category=category)
    cycle = CycleFactory(systems=[system])
    page = clerk.post(
        reverse("assessment:cycle_open", args=[cycle.pk]), {"day": "2023-12-31"}, follow=True
    )
    assert "The cycle is open with 1 assessee." in page.content.decode()


def test_cycle_open_shows_why_nobody_can_be_assessed(clerk):
    cycle = CycleFactory(systems=[TreeFactory(published=True)])
    page = clerk.post(reverse("assessment:cycle_open", args=[cycle.pk]), {"day": "2023-12-31"})
    assert "Nobody is to be assessed on this day." in page.content.decode()


def test_cycle_close_is_refused_while_a_run_is_under_way(clerk, office_clerk):
    cycle = make_unit_cycle(units=1)
    ScoreRun.objects.create(cycle=cycle, number=1, requested_by=office_clerk)
    page = clerk.post(reverse("assessment:cycle_close", args=[cycle.pk]))
    assert "A run of this cycle is under way." in page.content.decode()


def test_board_of_a_draft_names_the_next_step(clerk):
    cycle = CycleFactory()
    page = clerk.get(cycle.get_absolute_url()).content.decode()
    assert reverse("assessment:cycle_open", args=[cycle.pk]) in page
    assert "None chosen yet" in page


def test_board_follows_a_group_from_run_to_decision(clerk):
    cycle = make_unit_cycle(units=2)
    assert _waits_for(clerk, cycle) == "run"
    group = run_to_end(cycle).groups.get()
    assert _waits_for(clerk, cycle) == "decision"
    page = clerk.get(cycle.get_absolute_url()).content.decode()
    assert reverse("assessment:result_list", args=[group.pk]) in page


def test_board_asks_for_findings_apart_and_lists_what_is_missing(clerk):
    cycle = make_unit_cycle(units=2)
    cycle.assessees.first().unit.reported_values.all().delete()
    page = clerk.get(cycle.get_absolute_url())
    assert "errors" not in page.context
    part = clerk.get(cycle.get_absolute_url(), headers={"HX-Request": "true"})
    assert part.context["errors"]
    assert part.content.decode().strip().startswith('<div id="findings"')


def test_board_needs_the_same_queries_for_more_assessees(clerk):
    counts = []
    for units in (2, 6):
        cycle = make_unit_cycle(units=units)
        run_to_end(cycle)
        with CaptureQueriesContext(connection) as queries:
            clerk.get(cycle.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1]


def _waits_for(clerk: Client, cycle: AssessmentCycle) -> str:
    (row,) = clerk.get(cycle.get_absolute_url()).context["board"].rows
    return row.waits_for


@pytest.mark.parametrize(
    ("url", "words"),
    [("cycle_list", "No cycle yet."), ("scheme_list", "No scheme yet.")],
)
def test_empty_list_says_what_comes_first(clerk, url, words):
    assert words in clerk.get(reverse(f"assessment:{url}")).content.decode()
