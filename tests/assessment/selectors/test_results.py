import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import RunGroup
from assessment.selectors.quotas import quota_lines
from assessment.selectors.results import result_rows, unit_history
from assessment.services.cycles import open_cycle
from assessment.services.decisions import accept_proposals, decide_grade, publish_group
from tests.assessment.factories import OPENED_ON, CycleFactory
from tests.assessment.worlds import make_unit_cycle, mark_everybody, report, run_to_end
from tests.indicators.factories import TreeFactory
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


def publish(group: RunGroup) -> None:
    accept_proposals(group, body="常委会", decided_on=OPENED_ON, by=UserFactory())
    publish_group(group, by=UserFactory())


def next_year(cycle, figure: int):
    """The same units a year later; every unit but the last reports the same figure."""
    category = cycle.systems.get().category
    system = TreeFactory(published=True, category=category, year=2024)
    units = [assessee.unit for assessee in cycle.assessees.order_by("key")]
    for number, unit in enumerate(units):
        report(system, unit, [figure - number] * 3)
    system.nodes.filter(source="reported")
    for leaf in system.nodes.filter(source="reported"):
        leaf.indicator.values.update(period="2024")
    after = CycleFactory(scheme=cycle.scheme, systems=[system], period="2024")
    open_cycle(after, day=dt.date(2024, 12, 31), by=UserFactory())
    mark_everybody(after)
    return after


def test_rows_stand_in_order_of_place_with_their_parts():
    group = run_to_end(make_unit_cycle(5)).groups.get()
    rows = result_rows(group)
    assert [row.rank for row in rows] == [1, 2, 3, 4, 5]
    best = rows[0]
    assert [(part.code, part.points, part.full) for part in best.parts] == [
        ("A", Decimal(60), Decimal(60)),
        ("B", Decimal("38.5"), Decimal(40)),
    ]
    assert best.parts[1].lost == Decimal("1.5")
    assert (best.total, best.full) == (Decimal("98.5"), Decimal(100))
    assert (best.proposed.name, best.decided_name) == ("优秀", "")


def test_rows_show_what_is_missing_and_stand_last():
    cycle = make_unit_cycle(4)
    best = cycle.assessees.order_by("key").first()
    best.unit.reported_values.get(indicator__nodes__code="A11").delete()
    row = result_rows(run_to_end(cycle).groups.get())[-1]
    assert (row.result.assessee, row.total, row.rank) == (best, None, None)
    assert row.missing == ["三级A11"]
    assert row.proposed is None


def test_rows_show_the_decision_in_force():
    group = run_to_end(make_unit_cycle(4)).groups.get()
    publish(group)
    row = result_rows(group)[0]
    assert (row.decision.grade, row.decided_name) == ("excellent", "优秀")


def test_rows_compare_with_the_last_published_cycle_of_the_kind():
    cycle = make_unit_cycle(4)
    group = run_to_end(cycle).groups.get()
    publish(group)
    after = next_year(cycle, figure=90)
    rows = {row.result.assessee.unit_id: row for row in result_rows(run_to_end(after).groups.get())}
    before = {result.assessee.unit_id: result for result in group.results.all()}
    for unit, row in rows.items():
        assert (row.earlier_total, row.earlier_rank) == (before[unit].total, before[unit].rank)
        assert row.total_change == row.total - before[unit].total
        assert row.rank_change == before[unit].rank - row.rank


def test_rows_know_no_change_while_the_earlier_cycle_is_unpublished():
    cycle = make_unit_cycle(4)
    run_to_end(cycle)
    rows = result_rows(run_to_end(next_year(cycle, figure=90)).groups.get())
    assert {row.total_change for row in rows} == {None}


def test_number_of_queries_does_not_grow_with_the_rows():
    counts = []
    for units in (3, 9):
        group = run_to_end(make_unit_cycle(units)).groups.get()
        publish(group)
        with CaptureQueriesContext(connection) as queries:
            result_rows(RunGroup.objects.get(pk=group.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_quota_lines_show_the_arithmetic_to_be_signed():
    (line,) = quota_lines(run_to_end(make_unit_cycle(7)).groups.get())
    assert (line.grade.name, line.n, line.share, line.exact) == (
        "优秀",
        7,
        Decimal("0.3"),
        Decimal("2.1"),
    )
    assert (line.allowed, line.candidates, line.proposed, line.tied) == (2, 2, 2, 0)


def test_history_lists_published_results_newest_first():
    cycle = make_unit_cycle(4)
    first = run_to_end(cycle).groups.get()
    publish(first)
    after = next_year(cycle, figure=90)
    second = run_to_end(after).groups.get()
    unit = first.results.ranked().first().assessee.unit
    assert [entry.result.group for entry in unit_history(unit)] == [first]
    publish(second)
    entries = unit_history(unit)
    assert [entry.result.group for entry in entries] == [second, first]
    assert [(entry.size, entry.rank) for entry in entries] == [(4, 1), (4, 1)]
    assert entries[1].grade_name == "优秀"


def test_history_shows_the_last_published_run_of_a_cycle():
    cycle = make_unit_cycle(4)
    first = run_to_end(cycle).groups.get()
    publish(first)
    again = run_to_end(cycle).groups.get()
    unit = first.results.ranked().first().assessee.unit
    assert [entry.result.group for entry in unit_history(unit)] == [first]
    for result in again.results.all():
        accept = {"run": again.run, "grade": result.proposed_grade, "body": "常委会"}
        decide(result, **accept)
    publish_group(again, by=UserFactory())
    assert [entry.result.group for entry in unit_history(unit)] == [again]


def decide(result, **fields) -> None:
    decide_grade(result.assessee, decided_on=OPENED_ON, by=UserFactory(), **fields)
