"""Task lists as files and boards: 67 tasks of 34 units in 18 sub-plans, late ones, orders."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from xlsxwriter import Workbook

from collection.imports.task_sheet import TASKS
from collection.imports.task_uploading import confirm_tasks, tasks_book, upload_tasks
from collection.models import ConductNote, Milestone, Task, TaskList, TaskUpload
from collection.selectors.task_boards import heaps_of, milestones_of, units_of
from collection.services.conduct import note_conduct
from collection.services.orders import close_order, order_followup, reply_to_order
from feedback.selectors.waiting import waiting_for
from organization.imports.marked import marked_copy
from organization.imports.writing import BookWriter
from organization.models import Role, User
from tests.collection.task_factories import (
    MilestoneFactory,
    MilestoneReportFactory,
    TaskFactory,
    TaskListFactory,
)
from tests.organization.factories import (
    AppointmentFactory,
    DomainFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with translation.override("en"):
        yield


@pytest.fixture
def task_list() -> TaskList:
    return TaskListFactory(domain=DomainFactory(code="qhd"), name="2024年度重点任务")


@pytest.fixture
def office(task_list: TaskList) -> User:
    return UserFactory(role=Role.OFFICE_STAFF, role__domain=task_list.domain)


def sheet(rows: list[dict[str, object]]) -> SimpleUploadedFile:
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        BookWriter(book, "zh-hans", {}).add_sheet(TASKS, rows)
    return SimpleUploadedFile("重点任务.xlsx", content.getvalue())


def row(number: int, unit: str, **facts: object) -> dict[str, object]:
    return {
        "number": f"{number:02}",
        "title": f"任务{number}",
        "sub_plan": f"专项计划{number % 18 + 1}",
        "lead_unit": unit,
        "starts_on": "2024-01-01",
        "due_on": "2024-12-31",
        "milestones": "2024-06-30 过半；2024-12-31 完成",
        "weight": 1,
    } | facts


def test_67_tasks_of_34_units_come_in_from_a_sheet(
    task_list: TaskList, office: User, client: Client
):
    """IND-08: 67 tasks, 34 units, 18 sub-plans; each task with its unit and its dates."""
    units = [UnitFactory(name=f"牵头局{n}", domain=task_list.domain) for n in range(34)]
    AppointmentFactory(unit=units[1], cadre__name="周明")
    rows = [row(n, units[n % 34].name) for n in range(1, 68)]
    rows[0] |= {"responsible": "周明", "other_units": units[5].code}
    upload = upload_tasks(sheet(rows), task_list=task_list, by=office)
    assert (upload.created_count, upload.refused_count) == (67, 0)
    confirm_tasks(upload, by=office)
    tasks = Task.objects.filter(task_list=task_list)
    assert tasks.count() == 67
    assert tasks.values("lead_unit").distinct().count() == 34
    assert tasks.values("sub_plan").distinct().count() == 18
    assert Milestone.objects.filter(task__in=tasks).count() == 134
    assert tasks.get(number="01").responsible.name == "周明"
    # What is taken out comes back without a change.
    content = tasks_book(tasks.all(), language="zh-hans")
    again = SimpleUploadedFile("again.xlsx", content)
    second = upload_tasks(again, task_list=task_list, by=office)
    assert (second.unchanged_count, second.refused_count) == (67, 0)
    client.force_login(office)
    page = client.get(reverse("collection:tasklist_detail", args=[task_list.pk]))
    assert (page.context["summary"].unit_count, page.context["summary"].plan_count) == (34, 18)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("collection:tasklist_detail", args=[task_list.pk]))
    tasks.exclude(number__in=["01", "02"]).delete()
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("collection:tasklist_detail", args=[task_list.pk]))
    assert len(many) == len(few)


def test_a_sheet_with_a_second_lead_unit_is_refused_row_by_row(task_list: TaskList, office: User):
    """IND-09: the second lead unit and the second responsible cadre are refused, with the word."""
    unit, other = UnitFactory.create_batch(2, domain=task_list.domain)
    for name in ("周明", "吴强"):
        AppointmentFactory(unit=unit, cadre__name=name)
    AppointmentFactory(unit=other, cadre__name="郑洁")
    TaskFactory(task_list=task_list, number="05", claimed=True, lead_unit=unit)
    rows = [
        row(1, f"{unit.code}、{other.code}"),
        row(2, unit.code, responsible="周明、吴强"),
        row(3, unit.code, responsible="郑洁"),
        row(4, unit.code, milestones="明年再说"),
        row(5, unit.code),
        row(6, unit.code, other_units=unit.code),
    ]
    upload = upload_tasks(sheet(rows), task_list=task_list, by=office)
    said = {one["row"]: one["faults"][0]["text"] for one in upload.preview["refused"]}
    words = ("exactly one lead unit", "a second one is refused", "serves in the lead unit")
    words += ("Write a milestone as", "is claimed", "not among the others")
    assert all(word in said[number] for number, word in enumerate(words, start=2))
    with pytest.raises(ValidationError, match="refused rows"):
        confirm_tasks(upload, by=office)
    assert upload.state == TaskUpload.State.PREVIEWED
    copy = openpyxl.load_workbook(io.BytesIO(marked_copy(upload)))["任务清单"]
    assert any(cell.comment and "牵头" not in cell.comment.text for cell in copy[2])
    with pytest.raises(PermissionDenied):
        upload_tasks(sheet(rows), task_list=TaskListFactory(), by=office)


def test_what_is_late_stands_on_the_board_and_on_the_desks(task_list: TaskList, office: User):
    """Overdue milestones are told to who answers for them; the office sees them by unit."""
    unit = UnitFactory(domain=task_list.domain)
    reporter = UserFactory(role=Role.DATA_REPORTER, unit=unit)
    task = TaskFactory(running=True, task_list=task_list, lead_unit=unit)
    day = TODAY()
    late = MilestoneFactory(task=task, due_on=day - dt.timedelta(days=1))
    soon = MilestoneFactory(task=task, due_on=day)
    sent = MilestoneReportFactory(milestone__task=task, reported_by=reporter).milestone
    done = MilestoneFactory(task=task, due_on=day, reached_on=day)
    MilestoneFactory(task=TaskFactory(task_list=task_list, lead_unit=unit), due_on=late.due_on)
    heaps = heaps_of(milestones_of(office, {}), day)
    found = {name: list(heap) for name, heap in heaps.items()}
    assert found == {"late": [late], "soon": [soon], "reported": [sent], "done": [done]}
    (counts,) = units_of(milestones_of(office, {"unit": unit.code}), day)
    names = ("tasks", "late", "soon", "reported", "done", "total")
    assert [counts[name] for name in names] == [1, 1, 1, 1, 1, 4]
    told = " ".join(item.task for item in waiting_for(reporter))
    assert "1 milestone of a task is overdue" in told
    assert "1 task is to be claimed" in told
    assert "1 report on a milestone" in " ".join(item.task for item in waiting_for(office))


def test_a_task_under_supervision_is_answered_and_closed(task_list: TaskList, office: User):
    """Standing supervision: the office demands, the lead unit answers, the office closes."""
    task = TaskFactory(running=True, task_list=task_list)
    reporter = UserFactory(role=Role.DATA_REPORTER, unit=task.lead_unit)
    with pytest.raises(PermissionDenied):
        order_followup(task, demand="赶工", due_on=TODAY(), by=reporter)
    order = order_followup(task, demand="赶工", due_on=TODAY(), by=office)
    assert "1 task under supervision" in " ".join(one.task for one in waiting_for(reporter))
    with pytest.raises(PermissionDenied):
        reply_to_order(order, reply="已赶工", by=office)
    reply_to_order(order, reply="已赶工", by=reporter)
    close_order(order, by=office)
    with pytest.raises(ValidationError, match="closed"):
        close_order(order, by=office)
    with pytest.raises(ValidationError, match="closed"):
        reply_to_order(order, reply="再说", by=reporter)


def test_conduct_in_a_task_is_noted_and_found_in_the_dossier(
    task_list: TaskList, office: User, client: Client
):
    """IND-24: attitude, measures and delivery, each with a grade and its facts."""
    task = TaskFactory(running=True, task_list=task_list)
    own = UserFactory(role=Role.UNIT_PRINCIPAL, unit=task.lead_unit, cadre=task.responsible)
    facts = {f"{name}_text": f"事实：{name}" for name in ConductNote.DIMENSIONS}
    facts |= dict.fromkeys(ConductNote.DIMENSIONS, "good")
    with pytest.raises(PermissionDenied):
        note_conduct(task, **facts, by=own)
    note = note_conduct(task, **facts, by=office)
    assert (note.cadre, note.delivery) == (task.responsible, "good")
    assert list(ConductNote.objects.visible_to(own)) == [note]
    AppointmentFactory(unit=task.lead_unit, cadre=task.responsible)
    client.force_login(office)
    dossier = client.get(reverse("dailyreview:dossier_detail", args=[note.cadre_id]))
    assert "事实：measures" in dossier.content.decode()
    searches: list[tuple[dict[str, str], int]] = [
        ({"q": "事实：delivery"}, 1),
        ({"conduct": "good"}, 1),
        ({"conduct": "poor"}, 0),
    ]
    for asked, count in searches:
        found = client.get(reverse("dailyreview:dossier_search"), asked)
        assert found.context["page"].paginator.count == count
    assert not ConductNote.objects.visible_to(UserFactory(role=Role.SYSTEM_ADMIN)).exists()
