from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessment.models import FrozenBundle, RunGroup, ScoreRun
from assessment.services.freezing import freeze_run
from assessment.services.groups import compute_group
from assessment.services.runs import start_run
from assessment.views import runs as views
from tests.assessment.factories import ScoreSheetFactory
from tests.assessment.worlds import check_now, make_unit_cycle, run_to_end, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client: Client, office_clerk) -> Client:
    client.force_login(office_clerk)
    return client


@pytest.fixture
def cycle(db):
    return make_unit_cycle(3)


def test_run_start_lists_all_findings_at_once(clerk, cycle):
    for assessee in cycle.assessees.all()[:2]:
        assessee.unit.reported_values.first().delete()
    check_now(cycle)
    page = clerk.get(reverse("assessment:run_start", args=[cycle.pk]))
    assert page.context["readiness"].error_count == 2
    for finding in page.context["readiness"].errors:
        assert finding.place in page.content.decode()
        assert finding.message in page.content.decode()


def test_run_start_calculates_nothing_and_offers_a_check(clerk, cycle):
    cycle.assessees.first().unit.reported_values.first().delete()
    page = clerk.get(reverse("assessment:run_start", args=[cycle.pk]))
    assert page.context["readiness"].error_count == 0
    assert "Everything is there." not in page.content.decode()
    assert reverse("assessment:cycle_check", args=[cycle.pk]) in page.content.decode()


def test_run_start_refuses_what_would_fail_for_certain(clerk, cycle):
    ScoreSheetFactory(assessee=cycle.assessees.first(), rater_class="guests")
    page = clerk.post(reverse("assessment:run_start", args=[cycle.pk]))
    assert "The run would fail" in page.content.decode()
    assert not ScoreRun.objects.exists()


def test_run_start_leads_to_the_progress(clerk, cycle):
    answer = clerk.post(reverse("assessment:run_start", args=[cycle.pk]), {"note": "first"})
    run = ScoreRun.objects.get()
    assert (answer.url, run.note) == (run.get_absolute_url(), "first")


def test_run_start_twice_shows_the_refusal(clerk, cycle):
    for _ in range(2):
        page = clerk.post(reverse("assessment:run_start", args=[cycle.pk]))
    assert "A run of this cycle is under way." in page.content.decode()
    assert ScoreRun.objects.count() == 1


def test_progress_asks_again_until_the_run_is_finished(clerk, cycle, office_clerk):
    with transaction.atomic():
        run = start_run(cycle, by=office_clerk)
    poll = f'hx-get="{run.get_absolute_url()}" hx-trigger="every 2s"'
    headers = {"HX-Request": "true"}
    assert poll in clerk.get(run.get_absolute_url(), headers=headers).content.decode()
    freeze_run(run.pk)
    part = clerk.get(run.get_absolute_url(), headers=headers).content.decode()
    assert "0 of 1 groups" in part
    assert part.strip().startswith('<div id="run-progress"')
    compute_group(run.groups.get().pk)
    work_off(run)
    assert clerk.get(run.get_absolute_url(), headers=headers).headers["HX-Refresh"] == "true"
    finished = clerk.get(run.get_absolute_url()).content.decode()
    assert 'hx-trigger="every' not in finished
    assert reverse("assessment:result_list", args=[run.groups.get().pk]) in finished


def test_progress_shows_what_went_wrong(clerk, cycle):
    run = run_to_end(cycle)
    RunGroup.objects.filter(run=run).update(error="The rule has no target.")
    assert "The rule has no target." in clerk.get(run.get_absolute_url()).content.decode()


def test_run_cancel_stops_and_says_so(clerk, cycle, office_clerk):
    with transaction.atomic():
        run = start_run(cycle, by=office_clerk)
    page = clerk.post(reverse("assessment:run_cancel", args=[run.pk]), follow=True)
    assert "cancelled" in page.content.decode()


def test_run_cancel_of_a_finished_run_shows_the_refusal(clerk, cycle):
    run = run_to_end(cycle)
    page = clerk.post(reverse("assessment:run_cancel", args=[run.pk]))
    assert "The run is finished already." in page.content.decode()


def test_run_compare_shows_who_moved_and_because_of_which_leaf(clerk, cycle):
    first = run_to_end(cycle)
    value = cycle.assessees.order_by("key").last().unit.reported_values.first()
    value.value = Decimal(100)
    value.save()
    second = run_to_end(cycle)
    page = clerk.get(
        reverse("assessment:run_compare", args=[cycle.pk]), {"base": first.pk, "other": second.pk}
    )
    (move,) = page.context["page"]
    assert move.change > 0
    assert move.leaves[0][0].name in page.content.decode()


def test_run_compare_starts_with_the_last_two_runs(clerk, cycle):
    runs = [run_to_end(cycle) for _ in range(3)]
    page = clerk.get(reverse("assessment:run_compare", args=[cycle.pk]))
    assert (page.context["base"], page.context["other"]) == (runs[1], runs[2])


def test_run_compare_of_equal_runs_says_that_nobody_moved(clerk, cycle):
    first, second = run_to_end(cycle), run_to_end(cycle)
    page = clerk.get(
        reverse("assessment:run_compare", args=[cycle.pk]), {"base": first.pk, "other": second.pk}
    )
    assert "Nobody moved" in page.content.decode()


def test_run_compare_refuses_a_run_of_another_cycle(clerk, cycle):
    mine, foreign = run_to_end(cycle), run_to_end(make_unit_cycle(1))
    page = clerk.get(
        reverse("assessment:run_compare", args=[cycle.pk]), {"base": mine.pk, "other": foreign.pk}
    )
    assert "other" in page.context["form"].errors


def test_run_replay_finds_the_same_numbers(clerk, cycle):
    run = run_to_end(cycle)
    page = clerk.post(reverse("assessment:run_replay", args=[run.pk]))
    assert "Yes: 3 results were computed again" in page.content.decode()


def test_run_replay_names_what_differs(clerk, cycle):
    run, other = run_to_end(cycle), run_to_end(make_unit_cycle(2))
    foreign = FrozenBundle.objects.get(group__run=other).content
    # The frozen inputs of another group: digests and results cannot be found again.
    FrozenBundle.objects.filter(group__run=run)._raw_delete(using="default")
    FrozenBundle.objects.create(group=run.groups.get(), content=foreign)
    page = clerk.post(reverse("assessment:run_replay", args=[run.pk]))
    assert page.context["replay"].differences
    assert "Do not decide on this run" in page.content.decode()


def test_run_replay_of_a_large_run_names_the_command(clerk, cycle, monkeypatch):
    run = run_to_end(cycle)
    monkeypatch.setattr(views, "LARGEST_REPLAY", 2)
    page = clerk.post(reverse("assessment:run_replay", args=[run.pk]))
    assert page.context["replay"] is None
    assert f"manage.py replay_run {run.pk}" in page.content.decode()
