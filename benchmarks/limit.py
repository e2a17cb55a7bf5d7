"""The least that the product's storage layout allows: what no client and no care could go below.

The server writes the sheets of a cycle to a file and reads the results of a run from one, on the
product's own tables with their indexes and keys; between the two the engine scores bundles that
are in memory already. No row passes through a client, nothing is frozen, and no grade proposed.
"""

from collections.abc import Sequence
from pathlib import PurePath

from django.db import connection, transaction
from django.utils import timezone

from assessment.models import Assessee, AssessmentCycle, Result, RunGroup, ScoreRun, ScoreSheet
from benchmarks.workload import Workload
from organization.models import User
from scoring import score


class Limit:
    """The limit for one cycle of judged groups, of which a run is complete."""

    def __init__(self, cycle: int, groups: Sequence[Workload], folder: str) -> None:
        """`folder` is one in which the server may write."""
        self.cycle, self.groups = cycle, groups
        self.sheets, self.results = (
            str(PurePath(folder) / f"benchmark-{name}.copy") for name in ("sheets", "results")
        )
        self.columns = [
            field.column for field in Result._meta.concrete_fields if not field.primary_key
        ]
        for work in groups:
            _ = work.bundle  # made before any clock starts

    def prepare(self) -> None:
        """Write the file of results that the next turn reads: those of the last run, once more."""
        runs = ScoreRun.objects.filter(cycle=self.cycle)
        complete = runs.filter(state=ScoreRun.State.COMPLETE).latest("number")
        run = ScoreRun.objects.create(
            cycle=AssessmentCycle.objects.get(pk=self.cycle),
            number=runs.latest("number").number + 1,
            state=ScoreRun.State.CANCELLED,
            requested_by=User.objects.earliest("pk"),
            finished_at=timezone.now(),
        )
        copied = ("key", "name", "stage", "size", "digest")
        RunGroup.objects.bulk_create(
            RunGroup(run=run, state=RunGroup.State.CANCELLED, **group)
            for group in complete.groups.values(*copied)
        )
        columns = ", ".join(
            "other.id" if column == "group_id" else f'result."{column}"' for column in self.columns
        )
        groups = RunGroup._meta.db_table
        self._copy(
            f"""COPY (SELECT {columns} FROM {Result._meta.db_table} result
            JOIN {groups} own ON own.id = result.group_id AND own.run_id = {complete.pk}
            JOIN {groups} other ON other.key = own.key AND other.run_id = {run.pk}
            ORDER BY result.id) TO '{self.results}' BINARY"""
        )

    @transaction.atomic
    def __call__(self) -> None:
        """COPY out, score, COPY in, commit."""
        self._copy(
            f"""COPY (SELECT sheet.assessee_id, sheet.marks FROM {ScoreSheet._meta.db_table} sheet
            JOIN {Assessee._meta.db_table} assessee ON assessee.id = sheet.assessee_id
            WHERE assessee.cycle_id = {self.cycle}) TO '{self.sheets}' BINARY"""
        )
        for work in self.groups:
            score(work.bundle)
        columns = ", ".join(f'"{column}"' for column in self.columns)
        self._copy(f"COPY {Result._meta.db_table} ({columns}) FROM '{self.results}' BINARY")

    @staticmethod
    def _copy(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)
