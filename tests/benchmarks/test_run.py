"""A whole run beside the alternatives, with few people, on the database of the tests."""

from collections.abc import Iterator

import pytest
from django.db import connection

from benchmarks import marks
from benchmarks.plan import ASSESSEE, PANDAS, RECORD, SQL, Plan
from benchmarks.product import compare
from benchmarks.registry import OURS
from benchmarks.workload import Workload
from benchmarks.world import make_world

TABLES = (marks.Mark, marks.LeafResult, marks.Total)


@pytest.fixture
def tables(transactional_db, monkeypatch) -> Iterator[None]:
    """The tables of the alternatives; no broker is rung."""
    monkeypatch.setattr("organization.services.leases._send", lambda *_arguments: None)
    marks.make_tables()
    yield
    with connection.schema_editor() as editor:
        for model in TABLES:
            editor.delete_model(model)


@pytest.mark.parametrize(
    ("source", "raters"), [("judged", (6, 6)), ("judged", (1, 3)), ("reported", (1, 1))]
)
def test_what_a_run_stores_is_what_the_alternatives_store(tables, source, raters):
    groups = [Workload(8, 12, count, seed) for seed, count in enumerate(raters, start=1)]
    cycle = make_world(groups, source, groups[:1])
    plan = Plan(cycle, groups, 1, 3, 1, judged=source == "judged")
    report = compare(plan)
    assert report.failures == []
    ways = [row.way for row in report.rows]
    in_server = [SQL] if connection.vendor == "postgresql" else []
    assert ways == [OURS, *in_server, PANDAS, ASSESSEE, RECORD]
    notes = {row.way: row.note for row in report.rows}
    assert notes[RECORD] == "scaled from 3 assessees"
    assert notes[PANDAS] == "scaled from 8 assessees"
