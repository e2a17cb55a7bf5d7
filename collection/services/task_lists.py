"""Task lists and their tasks as the office writes them; a claimed task is changed no more."""

from collections.abc import Collection, Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from collection.models import Milestone, Task, TaskList
from collection.rules.task_cells import Step
from collection.selectors.tasks import keeps_task
from indicators.models import Indicator
from organization.models import Domain, Role, Unit, User
from organization.services.audit import delete_recorded, record_event, save_recorded


def save_list(task_list: TaskList, *, by: User) -> None:
    """Open a list or change its name; raises PermissionDenied, ValidationError."""
    kept = Domain.objects.editable_by(by).filter(pk=task_list.domain_id).exists()
    if not (kept and by.has_role(Role.OFFICE_STAFF)):
        raise PermissionDenied
    save_recorded(task_list, by=by)


@transaction.atomic
def save_task(
    task: Task,
    *,
    other_units: Collection[Unit],
    indicators: Collection[Indicator],
    steps: Collection[Step],
    by: User,
) -> None:
    """Store a task that nobody has claimed, with its units, indicators and milestones.

    Raises:
        PermissionDenied: not the office of the list.
        ValidationError: claimed already, the lead unit stands among the others, a milestone
            outside the days of the task, and whatever the model refuses.
    """
    if not keeps_task(task, by):
        raise PermissionDenied
    if task.pk:
        check_open(Task.objects.select_for_update(of=("self",)).get(pk=task.pk))
    if any(unit.pk == task.lead_unit_id for unit in other_units):
        raise ValidationError({"other_units": _("The lead unit is not among the others.")})
    check_steps(task, steps)
    before = _relations(task) if task.pk else {}
    save_recorded(task, by=by)
    set_relations(task, other_units=other_units, indicators=indicators, steps=steps)
    after = _relations(task)
    if before != after:
        record_event("task_units_set", task, by=by, before=before, after=after)


def set_relations(
    task: Task,
    *,
    other_units: Collection[Unit | int] | None = None,
    indicators: Collection[Indicator | int] | None = None,
    steps: Collection[Step] | None = None,
) -> None:
    """Replace what other tables hold of a task, as part of a change; None leaves it as it is.

    Raises:
        ValidationError: a milestone that is reported on would go.
    """
    if other_units is not None:
        task.other_units.set(other_units)
    if indicators is not None:
        task.indicators.set(indicators)
    if steps is not None:
        _set_milestones(task, steps)


def remove_task(task: Task, *, by: User) -> None:
    """Take an unclaimed task off its list; raises PermissionDenied, ValidationError."""
    if not keeps_task(task, by):
        raise PermissionDenied
    with transaction.atomic():
        found = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
        check_open(found)
        if found.steps.exists():
            raise ValidationError(_("This task has steps on record and stays."), code="steps")
        delete_recorded(found, by=by)


def check_open(task: Task) -> None:
    """Raise ValidationError for a task that somebody has claimed."""
    if task.state != Task.State.OPEN:
        message = _("This task is claimed. Return it with a reason before it is changed.")
        raise ValidationError(message, code="claimed")


def check_steps(task: Task, steps: Iterable[Step]) -> None:
    """Raise ValidationError for a milestone outside the days of its task."""
    for step in steps:
        if task.starts_on and task.due_on and not task.starts_on <= step.due_on <= task.due_on:
            message = _("“%(title)s” lies outside the days of the task.") % {"title": step.title}
            raise ValidationError({"milestones": message})


def _set_milestones(task: Task, steps: Iterable[Step]) -> None:
    wanted = set(steps)
    for milestone in task.milestones.all():
        step = Step(milestone.due_on, milestone.title)
        if step in wanted:
            wanted.discard(step)
        elif milestone.reports.exists():
            message = _("“%(title)s” is reported on and stays.") % {"title": milestone.title}
            raise ValidationError({"milestones": message})
        else:
            milestone.delete()
    Milestone.objects.bulk_create(
        [Milestone(task=task, due_on=step.due_on, title=step.title) for step in sorted(wanted)]
    )


def _relations(task: Task) -> dict[str, list[str]]:
    return {
        "other_units": sorted(task.other_units.values_list("code", flat=True)),
        "indicators": sorted(task.indicators.values_list("code", flat=True)),
        "milestones": [f"{one.due_on} {one.title}" for one in task.milestones.order_by("due_on")],
    }
