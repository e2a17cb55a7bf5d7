from decimal import Decimal

import pytest

from assessment.models import Result
from assessment.selectors.comparisons import comparison
from assessment.selectors.explanations import explanation
from indicators.models import ReportedValue
from tests.assessment.factories import RaterClassFactory, ScoreRunFactory, ScoreSheetFactory
from tests.assessment.worlds import make_linked_cycle, make_unit_cycle, run_to_end, tamper
from tests.indicators.factories import OverrideFactory, ValueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def result() -> Result:
    """Second of five: 95 of 100 on every reported leaf, marked 89."""
    return run_to_end(make_unit_cycle(5)).groups.get().results.get(rank=2)


def row_of(result: Result, code: str, language: str = "zh"):
    return next(row for row in explanation(result, language).rows if row.code == code)


def test_explanation_adds_up_to_the_total(result):
    told = explanation(result)
    assert told.agrees
    assert (told.total, told.exact, told.rounding) == (Decimal("94.1"), Decimal("94.1"), 0)
    assert (told.rank, told.size) == (2, 5)
    leaves = [row for row in told.rows if row.is_leaf]
    assert sum(row.points for row in leaves) + told.bonus_limited == told.exact
    assert [row.depth for row in told.rows] == [0, 1, 2, 2, 0, 1, 2, 2]
    assert told.digest == result.group.digest


def test_line_tells_value_rule_points_place_and_group(result):
    row = row_of(result, "A11")
    assert (row.value, row.measure) == (Decimal("95.0"), "亿元")
    assert (row.points, row.full, row.lost) == (38, 40, 2)
    assert (row.place, row.group_size, row.median, row.best) == (2, 5, 36, 40)
    assert "95" in row.sentence
    assert row.rule_text


def test_line_speaks_both_languages(result):
    assert row_of(result, "A11", "zh").sentence != row_of(result, "A11", "en").sentence
    assert row_of(result, "A11", "en").sentence.isascii()


def test_line_cites_evidence_and_last_year(result):
    value = result.assessee.unit.reported_values.get(indicator__nodes__code="A11")
    ValueFactory(
        indicator=value.indicator,
        unit=value.unit,
        period="2022",
        value=880_000,
        unit_of_measure="万元",
    )
    row = row_of(result, "A11")
    assert row.evidence == [value]
    assert row.evidence[0].source_department == "统计局"
    assert row.last_year == 88


def test_line_counts_sheets_of_a_judged_leaf(result):
    assert (row_of(result, "B12").sheets, row_of(result, "A11").sheets) == (2, 0)


def test_judged_leaf_tells_how_each_rater_class_makes_one_mark():
    """Six leaders (without highest and lowest 90) and three peers (median 80), 60 to 40: 86."""
    cycle = make_unit_cycle(1)
    scheme, assessee = cycle.scheme, cycle.assessees.get()
    assessee.sheets.all().delete()
    scheme.rater_classes.all().delete()
    RaterClassFactory(scheme=scheme, code="leaders", name="领导", weight=60, aggregation="trimmed")
    RaterClassFactory(scheme=scheme, code="peers", name="同级", weight=40, aggregation="median")
    for name, marks in (("leaders", (100, 95, 90, 90, 85, 10)), ("peers", (0, 80, 99))):
        for mark in marks:
            ScoreSheetFactory(assessee=assessee, rater_class=name, marks=[mark * 100])
    result = run_to_end(cycle).groups.get().results.get()
    row = row_of(result, "B12")
    assert (row.value, row.sheets) == (86, 9)
    assert row.notes[0] == (
        "各票类评分：领导（权重 60）超过 5 人时去掉最高、最低各 1 个后取平均；"
        "同级（权重 40）取中位数。"
    )
    assert "Marks by rater class" not in str(row_of(result, "A11", "en").notes)


def test_line_says_why_a_unit_has_its_own_weight():
    cycle = make_unit_cycle(3)
    unit = cycle.assessees.order_by("key").first().unit
    for code, weight in (("A11", 30), ("A12", 30)):
        node = cycle.systems.get().nodes.get(code=code)
        OverrideFactory(node=node, unit=unit, weight=weight, reason="生态功能区")
    row = row_of(run_to_end(cycle).groups.get().results.get(assessee__unit=unit), "A11")
    assert (row.full, row.weight_reason) == (30, "生态功能区")
    assert row.notes


def test_explanation_comes_from_the_frozen_inputs(result):
    ReportedValue.objects.update(value=1)
    told = explanation(result)
    assert told.agrees
    assert row_of(result, "A11").value == 95


@pytest.mark.parametrize(
    ("column", "value"), [("total", "94.110000"), ("rank", 1)], ids=["total", "place"]
)
def test_explanation_says_when_it_does_not_agree(result, column, value):
    tamper(result, column, value)
    assert not explanation(Result.objects.get(pk=result.pk)).agrees


def test_linked_result_is_explained_from_its_own_run():
    run = run_to_end(make_linked_cycle(2))
    result = run.groups.get(stage=2).results.ranked().first()
    told = explanation(result)
    assert told.agrees
    assert told.rows[0].value == told.total


def test_comparison_names_who_moved_and_because_of_which_leaf():
    cycle = make_unit_cycle(4)
    first = run_to_end(cycle)
    mover = first.groups.get().results.get(rank=2)
    for code, figure in (("A11", 80), ("A12", 94)):
        value = mover.assessee.unit.reported_values.get(indicator__nodes__code=code)
        value.value = figure
        value.save()
    moves = comparison(first, run_to_end(cycle))
    assert moves[0].assessee == mover.assessee
    assert [(leaf.code, change) for leaf, change in moves[0].leaves] == [
        ("A11", Decimal("-6")),
        ("A12", Decimal("-0.2")),
    ]
    assert (moves[0].change, moves[0].rank_change) == (Decimal("-6.2"), -1)
    # Who only changed places with the mover lost and gained no point.
    assert [(move.rank_change, move.leaves) for move in moves[1:]] == [(1, [])]


def test_comparison_of_equal_runs_is_empty():
    cycle = make_unit_cycle(3)
    assert comparison(run_to_end(cycle), run_to_end(cycle)) == []


def test_comparison_refuses_runs_of_two_cycles():
    with pytest.raises(ValueError, match="one cycle"):
        comparison(ScoreRunFactory(), ScoreRunFactory())
