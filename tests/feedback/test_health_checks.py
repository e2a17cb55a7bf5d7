"""What a report says, built from real runs."""

import dataclasses
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.content import report_content
from feedback.selectors.health_checks import health_check, read_group
from organization.models import Unit
from scoring import Bundle, score
from tests.assessment.factories import GradeDecisionFactory
from tests.assessment.worlds import run_to_end, tamper
from tests.feedback.worlds import FIGURES, check_at, publish, result_at, results_of, scored_group
from tests.indicators.factories import ExemptionFactory, OverrideFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(category):
    return scored_group(category)


@pytest.mark.parametrize("place", range(1, 6))
def test_the_total_and_the_place_are_those_of_the_result(group, place):
    result, check = result_at(group, place), check_at(group, place)
    assert check.total == result.total
    assert (check.place, check.size) == (place, 5)
    assert check.agrees


@pytest.mark.parametrize("place", range(1, 6))
def test_losses_as_shown_add_up_to_full_marks_less_total(group, place):
    check = check_at(group, place)
    shown = sum(check.shown(line.lost) for line in check.losses)
    assert shown - check.gained_points - check.limited - check.rounding == (
        check.shown(check.full) - check.total
    )
    assert abs(check.rounding) < Decimal("0.1")
    assert all(part == part.quantize(Decimal("0.01")) for part in (check.rounding, check.limited))


def test_the_biggest_loss_comes_first_and_each_has_a_reason(group):
    check = check_at(group, 5)
    assert [line.lost for line in check.losses] == sorted(
        (line.lost for line in check.losses), reverse=True
    )
    assert all(line.reason for line in check.losses)


def test_regained_points_are_what_the_engine_would_have_given(group):
    """Each promise is put into the frozen inputs and the whole group is scored again."""
    result = result_at(group, 5)
    bundle, figures = Bundle.from_bytes(bytes(group.frozen.content)), read_group(group)
    check = health_check(result, "en", figures=figures)
    promises = [
        (line, regain)
        for line in check.losses
        for regain in line.regains
        if figures.names[line.code].source == "reported"
    ]
    assert {regain.basis for _line, regain in promises} == {"median", "best", "full"}
    for line, regain in promises:
        again = rescored(bundle, result.assessee.key, line.code, regain.value)
        column = figures.scores.nodes.index(line.code)
        row = figures.scores.assessees.index(result.assessee.key)
        gain = again.points[row, column] - figures.scores.points[row, column]
        assert Decimal(int(gain)).scaleb(-6) == regain.points


def rescored(bundle: Bundle, assessee: str, node: str, value: str):
    values = bundle.values.copy()
    mine = (
        (values["assessee"] == assessee) & (values["node"] == node) & (values["series"] == "actual")
    )
    assert mine.sum() == 1
    values.loc[mine, "value"] = value.split()[0]
    return score(dataclasses.replace(bundle, values=values))


def test_strengths_lie_above_the_median_and_are_no_big_losses(group):
    for place in range(1, 6):
        check = check_at(group, place)
        assert len(check.strengths) <= 3
        assert all(line.share > line.median for line in check.strengths)
        assert not {line.code for line in check.strengths} & {
            line.code for line in check.losses[:3]
        }


def test_own_weights_and_exemptions_keep_the_sum(category):
    plain = scored_group(category)
    system, unit = plain.results.first().assessee.system, plain.results.first().assessee.unit
    nodes = {node.code: node for node in system.nodes.all()}
    for code, weight in (("A11", 30), ("A12", 30)):
        OverrideFactory(node=nodes[code], unit=unit, weight=weight)
    ExemptionFactory(node=nodes["B11"], unit=unit)
    group = run_to_end(plain.run.cycle).groups.get()
    result = results_of(group).get(assessee__unit=unit)
    check = health_check(result, "zh-hans")
    assert check.full == 100
    assert "本对象满分为 30 分" in next(line.reason for line in check.leaves if line.code == "A11")
    assert check.total == check.full - check.lost_points + check.limited + check.rounding


def test_a_missing_value_is_named_and_no_zero(category):
    group = scored_group(category, [[97, None, 71], *FIGURES[1:]])
    check = health_check(results_of(group).get(total=None), "zh-hans")
    assert check.missing == ("三级A12",)
    assert check.total is None
    assert check.place is None
    assert "三级A12" in check.advice[0]
    assert report_content(check)["headline"][0]["value"] == "—"


def test_the_trend_holds_published_years_and_this_one(category, group):
    best = result_at(group, 1)
    units = [result.assessee.unit for result in group.results.order_by("rank")]
    earlier = scored_group(category, FIGURES, period="2022", units=units)
    assert [point.period for point in check_at(group, 1).trend] == ["2023"]
    publish(earlier)
    before = earlier.results.get(assessee__unit=best.assessee.unit)
    assert [
        (point.period, point.total, point.full, point.place, point.size)
        for point in check_at(group, 1).trend
    ] == [("2022", before.total, 100, before.rank, 5), ("2023", best.total, 100, 1, 5)]


def test_a_fall_against_last_year_is_mentioned(category, group):
    worst = result_at(group, 5)
    units = [worst.assessee.unit]
    publish(scored_group(category, [[100, 100, 100]], period="2022", units=units))
    check = check_at(group, 5, "en")
    assert "below 2022" in check.advice[-1]


def test_only_a_decided_grade_is_told(group):
    assert check_at(group, 1).grade == ""
    GradeDecisionFactory(assessee=result_at(group, 1).assessee, run=group.run)
    assert check_at(group, 1).grade == "良好"


def test_the_report_speaks_english(group):
    check = check_at(group, 5, "en")
    assert "points." in check.losses[0].reason
    assert "得" not in check.losses[0].reason


def test_no_other_unit_is_named(category):
    group = scored_group(category)
    names = {}
    for number, result in enumerate(group.results.order_by("rank")):
        Unit.objects.filter(pk=result.assessee.unit_id).update(name=f"canary-{number}")
        result.assessee.name = names[result.rank] = f"canary-{number}"
        result.assessee.save()
    text = str(dataclasses.asdict(check_at(group, 2))) + str(report_content(check_at(group, 2)))
    assert "canary-1" in text
    assert not [name for place, name in names.items() if place != 2 and name in text]
    assert not [
        key
        for key in group.results.values_list("assessee__key", flat=True)
        if key != result_at(group, 2).assessee.key and key in text
    ]


def test_a_total_that_is_not_the_sum_of_its_lines_is_owned_up_to(group):
    tamper(result_at(group, 1), "total", "99.500000")
    check = health_check(result_at(group, 1), "zh-hans")
    assert not check.agrees
    assert report_content(check)["notice"]


def test_queries_do_not_grow_with_the_category(category):
    counts = []
    for size in (3, 5):
        group = scored_group(category, FIGURES[:size])
        with CaptureQueriesContext(connection) as queries:
            check_at(group, 1)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_publication_changes_no_figure(group):
    before = check_at(group, 1)
    publish(group)
    after = check_at(group, 1)
    assert after.provenance.published_on is not None
    assert (before.total, before.lines) == (after.total, after.lines)
