"""Sheets that people fill, beside rows of marks, with few of them on the database of the tests."""

from collections.abc import Iterator

import pytest
from django.db import connection

from assessment.models import ScoreSheet
from benchmarks.fieldwork import ROWS, TypedMark, compare
from benchmarks.registry import OURS
from benchmarks.workload import Workload


@pytest.fixture
def table(transactional_db, monkeypatch) -> Iterator[None]:
    """The table of the alternative goes again; no broker is rung."""
    monkeypatch.setattr("organization.services.leases._send", lambda *_arguments: None)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(TypedMark)


def test_what_is_typed_is_what_the_run_and_the_rows_score(table):
    report = compare(Workload(3, 12, 2), 1)
    assert report.failures == []
    assert [row.way for row in report.rows] == [OURS, ROWS]
    assert ScoreSheet.objects.count() == 6
    assert TypedMark.objects.count() == 72
