import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import AssessmentCycle, ScoreRun
from assessment.services.readiness import make_check
from assessment.services.sheets import submit_sheet
from tests.assessment.factories import CycleFactory, ReadinessCheckFactory, SchemeFactory
from tests.assessment.worlds import check_now, make_unit_cycle, run_to_end
from tests.indicators.factories import TreeFactory
from tests.organization.factories import UserFactory

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


def test_board_shows_the_stored_findings_and_when_they_were_made(clerk):
    cycle = make_unit_cycle(units=3)
    cycle.assessees.first().unit.reported_values.all().delete()
    assert "Not checked yet." in clerk.get(cycle.get_absolute_url()).content.decode()
    check = check_now(cycle)
    page = clerk.get(cycle.get_absolute_url())
    text = page.content.decode()
    for finding in page.context["readiness"].errors:
        assert finding.message in text
    assert f"checked for {check.requested_by}" in text
    assert "Figures have changed since." not in text
    submit_sheet(
        cycle.assessees.first(), rater_class="leaders", marks={}, by=UserFactory(role="evaluator")
    )
    text = clerk.get(cycle.get_absolute_url()).content.decode()
    assert "Figures have changed since." in text
    assert "Check again" in text


def test_cycle_check_is_followed_until_its_findings_are_there(clerk):
    cycle = make_unit_cycle(units=3)
    answer = clerk.post(reverse("assessment:cycle_check", args=[cycle.pk]))
    assert answer.url == cycle.get_absolute_url()
    poll = f'hx-get="{cycle.get_absolute_url()}" hx-trigger="every 2s"'
    page = clerk.get(cycle.get_absolute_url()).content.decode()
    assert poll in page
    # One check at a time: the button comes back with the findings.
    assert reverse("assessment:cycle_check", args=[cycle.pk]) not in page
    headers = {"HX-Request": "true"}
    part = clerk.get(cycle.get_absolute_url(), headers=headers).content.decode()
    assert poll in part
    assert part.strip().startswith('<div id="cycle-detail-check"')
    make_check(cycle.checks.get().pk)
    assert clerk.get(cycle.get_absolute_url(), headers=headers).headers["HX-Refresh"] == "true"
    page = clerk.get(cycle.get_absolute_url()).content.decode()
    assert 'hx-trigger="every' not in page
    assert "Nothing stands in the way of a run" in page


def test_cycle_check_while_one_is_under_way_says_so(clerk):
    cycle = make_unit_cycle(units=1)
    for _ in range(2):
        page = clerk.post(reverse("assessment:cycle_check", args=[cycle.pk]), follow=True)
    assert "A check of this cycle is under way." in page.content.decode()
    assert cycle.checks.count() == 1


def test_board_shows_why_a_check_failed(clerk):
    check = ReadinessCheckFactory(
        cycle=make_unit_cycle(units=1), state="failed", error="RuntimeError: disk full"
    )
    page = clerk.get(check.get_absolute_url()).content.decode()
    assert "RuntimeError: disk full" in page
    assert "Check now" in page


def test_board_offers_the_committee_no_check(client, committee_member):
    cycle = make_unit_cycle(units=1)
    check_now(cycle)
    client.force_login(committee_member)
    page = client.get(cycle.get_absolute_url()).content.decode()
    assert "checked for" in page
    assert reverse("assessment:cycle_check", args=[cycle.pk]) not in page


def test_board_needs_the_same_queries_for_more_assessees(clerk):
    counts = []
    for units in (3, 7):
        cycle = make_unit_cycle(units=units)
        run_to_end(cycle)
        for assessee in cycle.assessees.order_by("key")[1:]:
            assessee.unit.reported_values.all().delete()
        check_now(cycle)
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
