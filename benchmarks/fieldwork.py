"""Sheets as people fill them: typed in parts, saved as one goes, handed in, collected into a run.

Everything here runs in a process of the product. Beside it stands what is usually written: a row
for each mark, upserted by bulk_create() with every part, and an UPDATE that hands the sheet in. It
merges no tabs, checks no mark, asks for no reason, knows no seat, and keeps no trail.
"""

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import numpy as np
from django.core.management import call_command
from django.db import connection, models, transaction
from django.utils import timezone

from assessment.models import (
    Assessee,
    AssessmentCycle,
    RaterClass,
    ScoreRun,
    ScoreSheet,
    SheetDraft,
    WorkLogEntry,
)
from assessment.services.drafts import save_draft
from assessment.services.marking import close_marking
from assessment.services.submitting import submit_draft
from benchmarks.alternatives import differences
from benchmarks.engine import engine_scores
from benchmarks.measure import rows_of, take_turns
from benchmarks.product import recalculate, stored_scores
from benchmarks.registry import OURS, Report
from benchmarks.sql import points_sql
from benchmarks.workload import UNIT, Workload
from benchmarks.world import make_world
from evaluators.models import (
    AssessmentGroup,
    Evaluator,
    FieldPlan,
    GroupRole,
    GroupTemplate,
    PlanUnit,
    RosterSpell,
    Seat,
)
from organization.models import User

ROWS = "ORM, a row a mark, bulk_create() with every part"
# So many times somebody pauses long enough for the page to save.
PARTS = 11


class TypedMark(models.Model):
    """What one evaluator has typed for one assessee and one leaf, in tenths."""

    assessee = models.IntegerField()
    evaluator = models.IntegerField()
    leaf = models.SmallIntegerField()
    mark = models.SmallIntegerField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "benchmarks"
        constraints = [
            models.UniqueConstraint(fields=["assessee", "evaluator", "leaf"], name="typed_once")
        ]


@dataclass(frozen=True)
class Field:
    """A cycle whose evaluators may mark all of its assessees."""

    work: Workload
    cycle: AssessmentCycle
    evaluators: list[User]
    assessees: list[Assessee]

    def sheets(self) -> Iterator[tuple[int, int]]:
        """Places of evaluator and assessee, evaluator by evaluator."""
        for rater in range(self.work.raters):
            for assessee in range(self.work.assessees):
                yield rater, assessee


def make_field(work: Workload) -> Field:
    """A confirmed plan with one group of all evaluators, which visits all units."""
    cycle = AssessmentCycle.objects.get(pk=make_world([work], "judged", []))
    ScoreSheet.objects.filter(assessee__cycle=cycle)._raw_delete("default")
    today = timezone.localdate()
    plan = FieldPlan.objects.create(
        name=f"plan {cycle.pk}",
        year=today.year,
        template=GroupTemplate.objects.create(code=f"t{cycle.pk}", name="t"),
        starts_on=today,
        ends_on=today + dt.timedelta(days=7),
        state=FieldPlan.State.CONFIRMED,
    )
    assessees = list(cycle.assessees.order_by("key"))
    group = AssessmentGroup.objects.create(plan=plan, number=1, name="1")
    PlanUnit.objects.bulk_create(
        PlanUnit(plan=plan, unit_id=one.unit_id, category_id=one.category_id, group=group)
        for one in assessees
    )
    role = GroupRole.objects.create(code=f"r{cycle.pk}", name="r")
    RaterClass.objects.get(scheme=cycle.scheme).roles.set([role])
    accounts = list(User.objects.filter(username__startswith="rater-").order_by("pk"))
    for account in accounts[-work.raters :]:
        evaluator = Evaluator.objects.create(
            account=account,
            name=account.username,
            birth_month=dt.date(1980, 1, 1),
            pool=Evaluator.Pool.EXPERT,
            organisation="-",
        )
        RosterSpell.objects.create(
            evaluator=evaluator, joined_on=today, channel=RosterSpell.Channel.values[0]
        )
        Seat.objects.create(group=group, role=role, evaluator=evaluator)
    AssessmentCycle.objects.filter(pk=cycle.pk).update(field_plan=plan)
    cycle.refresh_from_db()
    return Field(work, cycle, accounts[-work.raters :], assessees)


def fill_ours(field: Field) -> None:
    """Every sheet through the services that the page calls."""
    for rater, place in field.sheets():
        by, assessee = field.evaluators[rater], field.assessees[place].pk
        revision = 0
        for leaves in _parts(field.work):
            marks = {f"L{leaf:03d}": _text(field.work.marks[place, rater, leaf]) for leaf in leaves}
            saved = save_draft(assessee, base=revision, changes={"marks": marks}, by=by)
            revision = saved.revision
        submit_draft(assessee, key=uuid4(), revision=revision, by=by)


def fill_rows(field: Field) -> None:
    """Every sheet as rows of marks."""
    for rater, place in field.sheets():
        for leaves in _parts(field.work):
            marks = field.work.marks[place, rater]
            with transaction.atomic():
                TypedMark.objects.bulk_create(
                    (
                        TypedMark(assessee=place, evaluator=rater, leaf=leaf, mark=int(marks[leaf]))
                        for leaf in leaves
                    ),
                    update_conflicts=True,
                    unique_fields=["assessee", "evaluator", "leaf"],
                    update_fields=["mark"],
                )
        own = TypedMark.objects.filter(assessee=place, evaluator=rater)
        own.update(submitted_at=timezone.now())


def compare(work: Workload, repeats: int) -> Report:
    """Time both ways of filling; then score what was filled, and see that it is the same."""
    call_command("migrate", verbosity=0)
    if TypedMark._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(TypedMark)
    field = make_field(work)
    seconds, _results = take_turns(
        {OURS: lambda: fill_ours(field), ROWS: lambda: fill_rows(field)},
        repeats,
        {
            OURS: lambda: _empty(SheetDraft, WorkLogEntry, ScoreSheet),
            ROWS: lambda: _empty(TypedMark),
        },
    )
    report = Report()
    close_marking(field.cycle, by=User.objects.earliest("pk"))
    freezing, computing = recalculate(field.cycle.pk)
    run = ScoreRun.objects.filter(cycle=field.cycle).latest("number")
    ours = stored_scores(run, work)
    report.failures += [f"the run has {found}" for found in differences(ours, engine_scores(work))]
    scored = _score_rows(work, ours[0], report) if connection.vendor == "postgresql" else ""
    notes = {
        OURS: f"{_told_bytes(work, ScoreSheet)}, its draft {_told_bytes(work, SheetDraft)}; "
        f"then a whole run {freezing + computing:.2f} s",
        ROWS: f"{_told_bytes(work, TypedMark)}{scored}",
    }
    report.rows = rows_of(seconds, OURS, {}, notes)
    return report


def _parts(work: Workload) -> list[np.ndarray]:
    return np.array_split(np.arange(work.leaves), PARTS)


def _text(tenths: int) -> str:
    return f"{tenths / UNIT:g}"


def _empty(*tables: type[models.Model]) -> None:
    """Also of what the tables have wasted: both ways start with the same."""
    for table in tables:
        table._base_manager.all()._raw_delete("default")  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")


def _told_bytes(work: Workload, table: type[models.Model]) -> str:
    """Bytes a sheet with indexes, after one filling; PostgreSQL alone tells them."""
    if connection.vendor != "postgresql":
        return "bytes not told"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s)", [table._meta.db_table])
        size: int = cursor.fetchone()[0]
    return f"{size / (work.assessees * work.raters):,.0f} bytes a sheet"


def _score_rows(work: Workload, ours: np.ndarray, report: Report) -> str:
    """Score the rows in the server, which SQLite cannot; says how long it took."""
    marks = f"(SELECT * FROM {TypedMark._meta.db_table} WHERE submitted_at IS NOT NULL) marks"
    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({points_sql(marks)}) points ORDER BY assessee, leaf")
        points = [micro for _assessee, _leaf, micro in cursor.fetchall()]
    seconds = time.perf_counter() - start
    if not np.array_equal(np.array(points).reshape(work.assessees, work.leaves), ours):
        report.failures.append("the rows of marks have other points")
    return f"; then leaf points in SQL {seconds:.2f} s"
