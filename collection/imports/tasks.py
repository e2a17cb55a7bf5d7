"""Tasks of a list that come in as a file: found again by their number, refused once claimed."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from collection.imports.task_sheet import TASKS
from collection.models import Task, TaskList
from collection.rules.task_cells import Step, read_codes, read_steps, write_steps
from collection.selectors.task_people import NamedPeople, staff_places
from collection.services.task_lists import set_relations
from indicators.models import Indicator
from organization.imports.book import Book, Planned, Stored
from organization.imports.columns import Key, Values
from organization.imports.reading import Fault, ParsedSheet, Row
from organization.imports.tables import Refusal, Table
from organization.models import Unit

PEOPLE = ("leader", "responsible")
BETWEEN = "、"


class TaskTable(Table):
    """Tasks of one list; the file says who and until when, the steps are taken on pages."""

    sheet = TASKS
    model = Task
    extras = frozenset(
        {"lead_unit", *PEOPLE, "other_units", "indicators", "milestones", "keys", "state"}
    )
    stamps = ("lead_unit", *PEOPLE)

    def __init__(self, task_list: TaskList) -> None:
        self.task_list = task_list

    def load(self, book: Book) -> dict[Key, Stored]:
        tasks = self.task_list.tasks.select_related("lead_unit", *PEOPLE).prefetch_related(
            "other_units", "indicators", "milestones"
        )
        found = [Stored(task.pk, row_of(task) | {"state": task.state}) for task in tasks]
        return {self.sheet.key_of(stored.values): stored for stored in found}

    def domains(self, values: Values, book: Book) -> Iterator[str]:
        yield self.task_list.domain.code

    def prepare(self, parsed: ParsedSheet, book: Book) -> None:
        names = {row.values.get(name, "") for row in parsed.rows for name in PEOPLE}
        found = _Found(NamedPeople(names, book.user), book)
        for row in parsed.rows:
            row.values["keys"] = {}
            for name, read in found.readers.items():
                if name in row.values:
                    _read(row, name, read, parsed.name)

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        if stored and stored.values["state"] != Task.State.OPEN:
            yield "number", _("This task is claimed. Return it with a reason before it is changed.")
        if values["due_on"] < values["starts_on"]:
            yield "due_on", _("The last day lies before the first.")
        for step in read_steps(values.get("milestones")):
            if not values["starts_on"] <= step.due_on <= values["due_on"]:
                message = _("“%(title)s” lies outside the days of the task.")
                yield "milestones", message % {"title": step.title}
        if values["lead_unit"] in read_codes(values.get("other_units")):
            yield "other_units", _("The lead unit is not among the others.")

    def label(self, values: Values) -> str:
        return f"{values.get('number') or ''} {values.get('title') or ''}".strip()

    def attributes(self, values: Values, book: Book) -> dict[str, Any]:
        keys = values["keys"]
        given = {f"{name}_id": keys[name] for name in ("lead_unit", *PEOPLE) if name in keys}
        return super().attributes(values, book) | given | {"task_list": self.task_list}

    def finish(self, planned: Sequence[Planned], book: Book) -> None:
        tasks = Task.objects.in_bulk([row.pk for row in planned])
        for row in planned:
            values, task = row.row.values, tasks[row.pk]
            if "other_units" in values:
                set_relations(task, other_units=values["keys"].get("other_units", []))
            if "indicators" in values:
                set_relations(task, indicators=values["keys"].get("indicators", []))
            if "milestones" in values:
                set_relations(task, steps=read_steps(values["milestones"]))


def row_of(task: Task) -> Values:
    """A task in the shape of the sheet."""
    steps = [Step(one.due_on, one.title) for one in task.milestones.all()]
    return {
        **{
            name: getattr(task, name)
            for name in ("number", "title", "text", "category", "sub_plan")
        },
        "leader": task.leader.name if task.leader else "",
        "lead_unit": task.lead_unit.code,
        "responsible": task.responsible.name if task.responsible else "",
        "other_units": BETWEEN.join(sorted(unit.code for unit in task.other_units.all())),
        "indicators": BETWEEN.join(sorted(one.code for one in task.indicators.all())),
        "starts_on": task.starts_on,
        "due_on": task.due_on,
        "milestones": write_steps(steps),
        "weight": task.weight,
    }


def _read(row: Row, name: str, read: Callable[[Row], str], place: str) -> None:
    try:
        row.values[name] = read(row)
    except (ValidationError, ValueError) as error:
        message = error.messages[0] if isinstance(error, ValidationError) else _no_step(error)
        row.faults.append(Fault(place, message, row.number, row.places.get(name, 0)))


def _no_step(error: ValueError) -> str:
    message = _("Write a milestone as 2026-03-31 and its name; “%(text)s” is not.")
    return message % {"text": str(error)[:40]}


class _Found:
    """What the cells of a file can mean: people, units and indicators, read once."""

    def __init__(self, people: NamedPeople, book: Book) -> None:
        self.people = people
        self.staff: dict[int, set[int]] = {}
        units = list(Unit.objects.visible_to(book.user).values_list("pk", "code", "name"))
        self.units = {name: (key, code) for key, code, name in units}
        self.units |= {code: (key, code) for key, code, _name in units}
        rows = Indicator.objects.order_by().values_list("pk", "code")
        self.indicators = {code: (key, code) for key, code in rows}
        # The lead unit comes before the people who must serve there.
        self.readers: dict[str, Callable[[Row], str]] = {
            "lead_unit": self._lead_unit,
            "leader": lambda row: self._person(row, "leader"),
            "responsible": lambda row: self._person(row, "responsible"),
            "other_units": lambda row: self._several(row, "other_units", self.units),
            "indicators": lambda row: self._several(row, "indicators", self.indicators),
            "milestones": lambda row: write_steps(read_steps(row.values["milestones"])),
        }

    def _lead_unit(self, row: Row) -> str:
        text = row.values["lead_unit"]
        if text in self.units:
            key, code = self.units[text]
            row.values["keys"]["lead_unit"] = key
            return code
        if len(read_codes(text)) > 1:
            raise ValidationError(
                _("A task has exactly one lead unit; the others stand among the other units.")
            )
        raise ValidationError(_("No unit has this code or name."))

    def _person(self, row: Row, name: str) -> str:
        text = row.values[name] or ""
        keys = row.values["keys"]
        keys[name] = None
        if not text:
            return ""
        if len(read_codes(text)) > 1:
            raise ValidationError(_("One person answers for a task; a second one is refused."))
        lead = keys.get("lead_unit")
        within = self._staff(lead) if name == "responsible" and lead else None
        keys[name] = self.people.one(text, within)
        return self.people.names[keys[name]]

    def _staff(self, lead: int) -> set[int]:
        if lead not in self.staff:
            self.staff[lead] = staff_places(lead)
        return self.staff[lead]

    def _several(self, row: Row, name: str, known: dict[str, tuple[int, str]]) -> str:
        texts = read_codes(row.values[name])
        unknown = [text for text in texts if text not in known]
        if unknown:
            message = _("Nothing has the code %(code)s.")
            raise ValidationError(message % {"code": unknown[0]})
        row.values["keys"][name] = [known[text][0] for text in texts]
        return BETWEEN.join(sorted(known[text][1] for text in texts))
