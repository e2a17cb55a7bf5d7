"""What the work log of a group tells of score sheets: who, when and why, and never a mark."""

from collections.abc import Iterable

from assessment.models import Assessee, AssessmentCycle, ScoreSheet, WorkLogEntry
from evaluators.models import PlanUnit
from organization.models import User

Kind = WorkLogEntry.Kind
Line = tuple[Assessee, ScoreSheet | None]


def log_submission(sheet: ScoreSheet, *, by: User) -> None:
    """Tell that a sheet was handed in, or once more after it was given back."""
    versions = ScoreSheet.objects.filter(assessee=sheet.assessee_id, evaluator=sheet.evaluator_id)
    again = versions.filter(pk__lt=sheet.pk).exists()
    kind = Kind.SHEET_RESUBMITTED if again else Kind.SHEET_SUBMITTED
    log_sheets(sheet.assessee.cycle, [(sheet.assessee, sheet)], kind=kind, by=by)


def log_sheets(
    cycle: AssessmentCycle, lines: Iterable[Line], *, kind: str, words: str = "", by: User | None
) -> None:
    """Add a line for each sheet to the log of the group that goes to its assessee."""
    told = list(lines)
    visits = PlanUnit.objects.filter(
        plan=cycle.field_plan_id, unit__in={one.unit_id for one, _sheet in told}
    )
    groups = dict(visits.filter(group__isnull=False).values_list("unit", "group"))
    WorkLogEntry.objects.bulk_create(
        WorkLogEntry(
            group_id=groups[assessee.unit_id],
            kind=kind,
            assessee=assessee,
            sheet=sheet,
            words=words,
            written_by=by,
        )
        for assessee, sheet in told
        if assessee.unit_id in groups
    )
