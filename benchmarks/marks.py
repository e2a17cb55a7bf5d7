"""The tables of the alternatives, a row a mark and a row a result, and the alternatives on them.

The tables live as long as the benchmark's database. Each way reads marks, scores them with the
arithmetic of `benchmarks.alternatives`, and writes points and totals; it freezes nothing, proposes
no grade and keeps no trail, all of which the product does within its time.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from django.db import connection, models, transaction

from benchmarks.alternatives import Record, Scores, pandas_groupby, python_loop
from benchmarks.sql import points_sql, totals_sql
from benchmarks.workload import Workload

BATCH = 2_000


class Mark(models.Model):
    """What one evaluator gave one assessee for one leaf, in tenths."""

    group = models.IntegerField()
    assessee = models.IntegerField()
    leaf = models.SmallIntegerField()
    mark = models.SmallIntegerField()

    class Meta:
        app_label = "benchmarks"
        indexes = [models.Index(fields=["group", "assessee", "leaf"], name="marks_cell")]


class LeafResult(models.Model):
    """Points of one assessee for one leaf, in micro-points."""

    group = models.IntegerField()
    assessee = models.IntegerField()
    leaf = models.SmallIntegerField()
    points = models.BigIntegerField()

    class Meta:
        app_label = "benchmarks"


class Total(models.Model):
    """Total and place of one assessee."""

    group = models.IntegerField()
    assessee = models.IntegerField()
    total = models.BigIntegerField()
    rank = models.IntegerField()

    class Meta:
        app_label = "benchmarks"


def make_tables() -> None:
    """Create the three tables and the index; no installed app owns them, so no migration does."""
    with connection.schema_editor() as editor:
        for model in (Mark, LeafResult, Total):
            editor.create_model(model)


@transaction.atomic
def query_per_record(work: Workload) -> Scores:
    """One query for each assessee and leaf, and one save() for each of their results."""
    records: list[Record] = []
    for assessee in range(work.assessees):
        for leaf in range(work.leaves):
            marks = Mark.objects.filter(group=work.seed, assessee=assessee, leaf=leaf)
            records += [(assessee, leaf, mark.mark) for mark in marks]
    scores = python_loop(work, records)
    for result in _leaf_results(work, scores, range(work.assessees)):
        result.save()
    for total in _totals(work, scores):
        total.save()
    return scores


@transaction.atomic
def query_per_assessee(work: Workload) -> Scores:
    """One query for each assessee, and one bulk_create() for its results."""
    records: list[Record] = []
    for assessee in range(work.assessees):
        marks = Mark.objects.filter(group=work.seed, assessee=assessee).values_list("leaf", "mark")
        records += [(assessee, leaf, mark) for leaf, mark in marks]
    scores = python_loop(work, records)
    for assessee in range(work.assessees):
        LeafResult.objects.bulk_create(_leaf_results(work, scores, [assessee]))
    Total.objects.bulk_create(_totals(work, scores))
    return scores


@transaction.atomic
def pandas_bulk(work: Workload) -> Scores:
    """All marks of the group into a DataFrame, groupby, bulk_create()."""
    marks = Mark.objects.filter(group=work.seed).values_list("assessee", "leaf", "mark")
    table = pd.DataFrame(list(marks), columns=["assessee", "leaf", "mark"])
    scores = pandas_groupby(work, table)
    LeafResult.objects.bulk_create(
        _leaf_results(work, scores, range(work.assessees)), batch_size=BATCH
    )
    Total.objects.bulk_create(_totals(work, scores), batch_size=BATCH)
    return scores


@transaction.atomic
def sql_insert(work: Workload) -> None:
    """All of it in the server, with window functions; nothing comes to the client."""
    marks = f'(SELECT * FROM {Mark._meta.db_table} WHERE "group" = {work.seed}) marks'
    leaves = f'{LeafResult._meta.db_table} ("group", assessee, leaf, points)'
    totals = f'{Total._meta.db_table} ("group", assessee, total, rank)'
    with connection.cursor() as cursor:
        # As who writes such a query would: with the defaults it sorts on disk.
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute(f"CREATE TEMP TABLE points ON COMMIT DROP AS {points_sql(marks)}")
        cursor.execute(f"INSERT INTO {leaves} SELECT {work.seed}, points.* FROM points")
        cursor.execute(
            f"INSERT INTO {totals} SELECT {work.seed}, t.* FROM ({totals_sql('points')}) t"
        )


def sql_scores(work: Workload) -> Scores:
    """What `sql_insert` stores; the results of all other ways are gone afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {LeafResult._meta.db_table}, {Total._meta.db_table}")
    sql_insert(work)
    points = LeafResult.objects.order_by("assessee", "leaf").values_list("points", flat=True)
    totals = np.array(Total.objects.order_by("assessee").values_list("total", "rank"))
    return np.array(points).reshape(work.assessees, work.leaves), totals[:, 0], totals[:, 1]


def _leaf_results(work: Workload, scores: Scores, rows: Iterable[int]) -> Iterable[LeafResult]:
    # Row by row: who writes one assessee at a time must not pay for all of them each time.
    return (
        LeafResult(group=work.seed, assessee=row, leaf=leaf, points=points)
        for row in rows
        for leaf, points in enumerate(scores[0][row].tolist())
    )


def _totals(work: Workload, scores: Scores) -> Iterable[Total]:
    rows: zip[tuple[int, int]] = zip(scores[1].tolist(), scores[2].tolist(), strict=True)
    return (
        Total(group=work.seed, assessee=number, total=total, rank=rank)
        for number, (total, rank) in enumerate(rows)
    )
