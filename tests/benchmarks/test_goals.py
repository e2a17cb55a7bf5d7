"""Goals are judged by the figures, and results survive being written down."""

import pytest

from benchmarks import results
from benchmarks.__main__ import main
from benchmarks.goals import HELD, MISSED, OPEN, judge
from benchmarks.plan import LIMIT, PANDAS, RECORD, SQL
from benchmarks.registry import CASES, OURS, Report, Row


def run_report(times, **ours):
    others = [Row(way, (1.0,), ratio) for way, ratio in times.items()]
    return Report(rows=[Row(OURS, (ours.pop("seconds", 1.0),), 1.0, **ours), *others])


def verdicts(reports):
    return {goal.name: (goal.verdict, goal.measured) for goal in judge(reports)}


def test_nothing_measured_holds_nothing():
    assert {verdict for verdict, _measured in verdicts({}).values()} == {OPEN}


def test_a_goal_holds_only_when_all_that_it_demands_holds():
    province = run_report({RECORD: 1_200.0, PANDAS: 120.0, SQL: 12.0, LIMIT: 0.8})
    found = verdicts({"run/province": province})
    assert found["P1"] == (HELD, "1,200 times")
    assert found["P2"] == (MISSED, "pandas 120 times (held); SQL 12 times (missed)")
    assert found["P3"] == (HELD, "1.2 times the limit")
    assert found["P5"] == (OPEN, "")


def test_what_was_left_out_is_not_held():
    province = run_report({PANDAS: 120.0})
    assert verdicts({"run/province": province})["P2"] == (OPEN, "pandas 120 times (held)")


@pytest.mark.parametrize(("peaks", "verdict"), [((200, 256), HELD), ((200, 257), MISSED)])
def test_the_larger_worker_counts(peaks, verdict):
    people = run_report({}, seconds=9.5, peaks=peaks)
    assert verdicts({"run/people": people})["P5"][0] == verdict


def test_agreement_needs_every_case_and_no_failure():
    reports = {case.name: run_report({LIMIT: 1.0}) for case in CASES}
    assert verdicts(reports)["P7"] == (HELD, "0 disagreements; 12 comparisons in 12 of 12 cases")
    reports["run/city"].failures.append("one")
    assert verdicts(reports)["P7"][0] == MISSED


def test_results_are_read_back_as_they_were_written(tmp_path):
    path, case = tmp_path / "results.jsonl", CASES[0]
    report = run_report({PANDAS: 2.5}, peaks=(100, 120), note="a note")
    circumstances = results.machine()
    results.append(path, case, True, report, circumstances)
    assert results.read(path, True) == {case.name: (report, circumstances)}
    assert results.read(path, False) == {}


def test_the_markdown_tells_ways_peaks_and_what_was_left_out():
    report = run_report({PANDAS: 2.5}, peaks=(100, 120), note="a note")
    report.left_out.append("polars: the package polars is not installed")
    text = results.markdown({CASES[0].name: report}, {CASES[0].name: results.machine()}, False)
    assert "| Hengjian | 1.000 (1.000 to 1.000) | 1 | a note; peak 100 and 120 MiB |" in text
    assert "**Left out:** polars: the package polars is not installed." in text
    assert "| P1 |" in text


def test_resuming_measures_nothing_twice(tmp_path, monkeypatch, capsys):
    case = CASES[0]
    results.append(tmp_path / "results.jsonl", case, False, run_report({}), results.machine())
    monkeypatch.setattr("benchmarks.__main__.in_process", pytest.fail)
    command = ["benchmarks", case.name, "--quick", "--out", str(tmp_path), "--resume"]
    monkeypatch.setattr("sys.argv", command)
    assert main() == 0
    assert "taken from" in capsys.readouterr().err
    assert (tmp_path / "results.md").read_text().startswith("## Figures")


def test_a_case_that_breaks_is_a_failure_and_the_others_go_on(tmp_path, monkeypatch, capsys):
    def measured(function, full):
        if function == CASES[0].function:
            raise RuntimeError("no memory")
        return run_report({})

    monkeypatch.setattr("benchmarks.__main__.in_process", measured)
    monkeypatch.setattr("sys.argv", ["benchmarks", "engine", "--out", str(tmp_path)])
    assert main() == 1
    assert f"{CASES[0].name} did not finish: no memory" in capsys.readouterr().out
    assert set(results.read(tmp_path / "results.jsonl", False)) == {
        case.name for case in CASES[1:] if case.kind == "engine"
    }
