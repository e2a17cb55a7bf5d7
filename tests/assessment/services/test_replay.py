import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessment.models import ScoreRun
from assessment.services.freezing import snapshot_digest
from assessment.services.replay import replay_run
from scoring import Workings
from tests.assessment.factories import ScoreRunFactory
from tests.assessment.worlds import make_linked_cycle, make_unit_cycle, run_to_end, tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> ScoreRun:
    return run_to_end(make_linked_cycle(2))


def what_differs(run: ScoreRun) -> set[str]:
    return {
        difference.what for difference in replay_run(ScoreRun.objects.get(pk=run.pk)).differences
    }


def test_replay_finds_every_stored_number_again(run):
    replay = replay_run(run)
    assert (replay.agrees, replay.same_engine) == (True, True)
    assert replay.checked == run.cycle.assessees.count()


def test_replay_does_not_read_todays_figures(run):
    assessee = run.cycle.assessees.first()
    assessee.unit.reported_values.update(value=1)
    assert replay_run(run).agrees


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        pytest.param("total", "98.510000", "total", id="total"),
        pytest.param("exact_total", "98.500001", "exact total", id="one micro-point"),
        pytest.param("rank", 2, "rank", id="place"),
        pytest.param("proposed_grade", "poor", "proposed grade", id="proposal"),
        pytest.param("missing", json.dumps([{"node": "A11"}]), "missing", id="gap"),
        pytest.param("grade_reason", json.dumps({"is_open": True}), "reason", id="reason"),
    ],
)
def test_replay_names_an_altered_result(run, column, value, what):
    tamper(run.groups.get(stage=0).results.ranked().first(), column, value)
    assert what_differs(run) == {what}


@pytest.mark.parametrize("column", ["points", "full_marks"])
def test_replay_names_an_altered_point(run, column):
    result = run.groups.get(stage=0).results.ranked().first()
    points = getattr(result, column).copy()
    points[3] += 1
    tamper(result, column, points.tobytes())
    assert what_differs(run) == {column.replace("_", " ")}


def test_replay_names_altered_arithmetic_and_digests(run):
    group = run.groups.get(stage=0)
    tamper(group, "proposal", json.dumps({"quotas": []}))
    tamper(group, "outcome_digest", "0" * 64)
    assert what_differs(run) == {"quota arithmetic", "digest of the outcome"}
    tamper(run, "digest", "0" * 64)
    assert "snapshot digest" in what_differs(run)


def test_replay_names_altered_workings(run):
    group = run.groups.get(stage=0)
    workings = Workings.from_bytes(bytes(group.workings.content))
    workings.raw.actual[0, 0] += 1
    tamper(group.workings, "content", workings.to_bytes())
    found = replay_run(run).differences
    assert [(difference.what, difference.stored) for difference in found] == [
        ("workings", "raw A11")
    ]


def test_replay_finds_other_inputs_than_were_frozen(run):
    other = run_to_end(make_unit_cycle(2)).groups.get()
    group = run.groups.get(stage=0)
    tamper(group.frozen, "content", bytes(other.frozen.content))
    assert "digest of the inputs" in what_differs(run)


def test_replay_finds_a_result_that_is_gone(run):
    result = run.groups.get(stage=0).results.first()
    tamper(result, "group_id", run.groups.get(stage=2).pk)
    assert "result" in what_differs(run)


def test_command_says_that_everything_agrees(run):
    output = StringIO()
    call_command("replay_run", run.pk, stdout=output)
    assert f"{run.cycle.assessees.count()} results agree" in output.getvalue()


def test_command_fails_and_names_the_difference(run):
    result = run.groups.get(stage=0).results.ranked().first()
    tamper(result, "rank", 2)
    errors = StringIO()
    with pytest.raises(CommandError, match="1 differences"):
        call_command("replay_run", run.pk, stderr=errors)
    assert f"{result.assessee.key}: rank: 2 != 1" in errors.getvalue()


def test_command_says_when_the_engine_is_another(run):
    tamper(run, "engine", "hengjian-scoring 0")
    output = StringIO()
    call_command("replay_run", run.pk, stdout=output)
    assert "Computed with hengjian-scoring 0, replayed with" in output.getvalue()


def test_command_refuses_what_it_cannot_replay():
    with pytest.raises(CommandError, match="no run"):
        call_command("replay_run", 0)
    with pytest.raises(CommandError, match="no results"):
        call_command("replay_run", ScoreRunFactory(digest=snapshot_digest({})).pk)
