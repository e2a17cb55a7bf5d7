"""T27: what a complete run, a decision and the audit trail withstand."""

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from assessment.models import (
    FrozenBundle,
    GradeDecision,
    GroupWorkings,
    Publication,
    Result,
    ScoreRun,
)
from assessment.services.decisions import accept_proposals, publish_group
from organization.models import AuditEvent
from tests.assessment.factories import OPENED_ON
from tests.assessment.worlds import make_unit_cycle, run_to_end

pytestmark = pytest.mark.django_db

MODELS = [Result, FrozenBundle, GroupWorkings, GradeDecision, Publication, AuditEvent]
COLUMN = {
    Result: "rank",
    FrozenBundle: "content",
    GroupWorkings: "content",
    GradeDecision: "grade",
    Publication: "published_by",
    AuditEvent: "action",
}
ATTEMPTS = {
    "save": lambda row, column: row.save(),
    "save one column": lambda row, column: row.save(update_fields=[column]),
    "force update": lambda row, column: row.save(force_update=True),
    "delete": lambda row, column: row.delete(),
    "update": lambda row, column: type(row).objects.update(**{column: getattr(row, column)}),
    "filtered update": lambda row, column: (
        type(row).objects.filter(pk=row.pk).update(**{column: getattr(row, column)})
    ),
    "base manager": lambda row, column: type(row)._base_manager.update(
        **{column: getattr(row, column)}
    ),
    "bulk update": lambda row, column: type(row).objects.bulk_update([row], [column]),
    "update or create": lambda row, column: type(row).objects.update_or_create(
        pk=row.pk, defaults={column: getattr(row, column)}
    ),
    "upsert": lambda row, column: type(row).objects.bulk_create(
        [row], update_conflicts=True, update_fields=[column], unique_fields=["id"]
    ),
    "delete all": lambda row, column: type(row).objects.all().delete(),
    "delete filtered": lambda row, column: type(row).objects.filter(pk=row.pk).delete(),
}


def stored(model) -> list[tuple[str, ...]]:
    """All rows, with columns of bytes as text: arrays and memory views do not compare."""
    rows = model.objects.order_by("pk").values_list()
    return [tuple(str(bytes(c)) if hasattr(c, "nbytes") else str(c) for c in row) for row in rows]


@pytest.fixture
def run(office_clerk, office_clerk_b) -> ScoreRun:
    run = run_to_end(make_unit_cycle(2))
    group = run.groups.get()
    accept_proposals(group, body="常委会", decided_on=OPENED_ON, by=office_clerk)
    publish_group(group, by=office_clerk_b)
    return run


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_written_once(model, attempt, run):
    before = stored(model)
    with pytest.raises((TypeError, ProtectedError)), transaction.atomic():
        ATTEMPTS[attempt](model.objects.order_by("pk").first(), COLUMN[model])
    assert stored(model) == before


@pytest.mark.parametrize("thing", ["run", "group", "cycle", "assessee", "unit", "account"])
def test_nothing_under_a_result_can_be_removed(thing, run):
    group = run.groups.get()
    assessee = run.cycle.assessees.first()
    things = {
        "run": run,
        "group": group,
        "cycle": run.cycle,
        "assessee": assessee,
        "unit": assessee.unit,
        "account": run.requested_by,
    }
    with pytest.raises(ProtectedError), transaction.atomic():
        things[thing].delete()
