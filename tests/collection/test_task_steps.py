"""Task lists: one lead unit, one responsible cadre, three steps by three people, progress."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collection.models import MilestoneReport, Task, TaskStep
from collection.rules.task_cells import Step
from collection.services.milestones import report_milestone, rule_on_report
from collection.services.task_lists import remove_task, save_task
from collection.services.task_steps import claim_task, pass_task, return_task
from organization.models import AuditEvent, Role, Unit, User
from tests.collection.task_factories import MilestoneFactory, TaskFactory
from tests.indicators.world import PROOF
from tests.organization.factories import AppointmentFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

State = Task.State


def person_in(unit: Unit, role: str, name: str = "周明") -> User:
    """An account with a post in the unit and a role there."""
    post = AppointmentFactory(unit=unit, cadre__name=name, in_team=False)
    return UserFactory(role=role, unit=unit, cadre=post.cadre)


@pytest.fixture
def unit() -> Unit:
    return UnitFactory(code="FGW", name="发展改革委")


@pytest.fixture
def office(unit: Unit) -> User:
    return UserFactory(role=Role.OFFICE_STAFF, role__domain=unit.domain)


@pytest.fixture
def cadre(unit: Unit) -> User:
    return person_in(unit, Role.CADRE)


@pytest.fixture
def principal(unit: Unit) -> User:
    return person_in(unit, Role.UNIT_PRINCIPAL, "吴强")


@pytest.fixture
def task(unit: Unit) -> Task:
    return TaskFactory(lead_unit=unit, task_list__domain=unit.domain, number="01")


def test_a_second_lead_unit_and_a_second_responsible_cadre_are_refused(
    task: Task, office: User, cadre: User, client: Client
):
    """IND-09: each task has one city leader, one lead unit and one responsible cadre."""
    UnitFactory(code="ZJJ", domain=task.lead_unit.domain)
    client.force_login(office)
    form = {
        "number": "01",
        "title": "修通疏港公路",
        "lead_unit": "FGW、ZJJ",
        "responsible_name": "周明",
        "starts_on": "2024-01-01",
        "due_on": "2024-12-31",
        "weight": "1",
    }
    url = reverse("collection:task_edit", args=[task.pk])
    page = client.post(url, form)
    assert "exactly one lead unit" in page.content.decode()
    page = client.post(url, {**form, "lead_unit": "FGW", "responsible_name": "周明、吴强"})
    assert "a second one is refused" in page.content.decode()
    answer = client.post(url, {**form, "lead_unit": "FGW", "other_units": "ZJJ"})
    assert answer.status_code == 302
    task.refresh_from_db()
    assert (task.lead_unit.code, task.responsible) == ("FGW", cadre.cadre)
    assert [one.code for one in task.other_units.all()] == ["ZJJ"]
    # Whoever comes second finds the task taken, and the database holds no task without one.
    claim_task(task, by=cadre)
    second = person_in(task.lead_unit, Role.CADRE, "郑洁")
    with pytest.raises(ValidationError, match="second responsible cadre"):
        claim_task(task, by=second)
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(responsible=None)


def test_three_people_take_the_three_steps(task: Task, office: User, cadre: User, principal: User):
    """IND-09: the cadre claims, the Party group reviews, the office checks; four eyes each time."""
    Task.objects.filter(pk=task.pk).update(responsible=cadre.cadre)
    task.refresh_from_db()
    with pytest.raises(PermissionDenied):
        pass_task(task, by=office)
    claim_task(task, words="认领", by=cadre)
    with pytest.raises(PermissionDenied):
        pass_task(task, by=cadre)
    return_task(task, words="节点太粗", by=principal)
    assert (task.state, task.claimed_by) == (State.OPEN, None)
    claim_task(task, by=cadre)
    pass_task(task, by=principal)
    pass_task(task, by=office)
    assert task.state == State.IN_FORCE
    assert [step.kind for step in task.steps.order_by("pk")] == [
        "claim",
        "return",
        "claim",
        "review",
        "check",
    ]
    about = AuditEvent.objects.about(task).values_list("action", flat=True)
    assert {"task_claimed", "task_reviewed", "task_checked", "task_returned"} <= set(about)
    with pytest.raises(PermissionDenied):
        pass_task(task, by=office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(checked_by=cadre)


def test_returning_needs_a_reason_and_a_leader_must_be_named(
    task: Task, office: User, cadre: User, principal: User
):
    claim_task(task, by=cadre)  # nobody is named: who serves there takes it
    assert task.responsible == cadre.cadre
    with pytest.raises(ValidationError, match="Say why"):
        return_task(task, words=" ", by=principal)
    pass_task(task, by=principal)
    Task.objects.filter(pk=task.pk).update(leader=None)
    task.refresh_from_db()
    with pytest.raises(ValidationError, match="No leader in charge"):
        pass_task(task, by=office)
    assert TaskStep.objects.filter(task=task).count() == 2


def test_a_unit_claims_for_its_own_people_only(task: Task, cadre: User):
    reporter = UserFactory(role=Role.DATA_REPORTER, unit=task.lead_unit)
    with pytest.raises(ValidationError, match="Name the responsible cadre"):
        claim_task(task, by=reporter)
    stranger = person_in(UnitFactory(domain=task.lead_unit.domain), Role.CADRE, "钱伟")
    with pytest.raises(ValidationError, match="does not serve in the lead unit"):
        claim_task(task, responsible=stranger.cadre, by=reporter)
    with pytest.raises(PermissionDenied):
        claim_task(task, by=stranger)
    claim_task(task, responsible=cadre.cadre, by=reporter)
    assert (task.responsible, task.claimed_by) == (cadre.cadre, reporter)


def test_a_claimed_task_is_not_changed(task: Task, office: User, cadre: User):
    steps = [Step(dt.date(2024, 6, 30), "过半"), Step(dt.date(2024, 12, 31), "完工")]
    relations = {"other_units": [], "indicators": []}
    save_task(task, steps=steps, **relations, by=office)
    save_task(task, steps=steps[1:], **relations, by=office)
    assert [one.title for one in task.milestones.all()] == ["完工"]
    with pytest.raises(ValidationError, match="outside the days"):
        save_task(task, steps=[Step(dt.date(2025, 1, 1), "太晚")], **relations, by=office)
    others = {**relations, "other_units": [task.lead_unit]}
    with pytest.raises(ValidationError, match="not among the others"):
        save_task(task, steps=steps, **others, by=office)
    claim_task(task, by=cadre)
    with pytest.raises(ValidationError, match="is claimed"):
        save_task(task, steps=steps, **relations, by=office)
    with pytest.raises(ValidationError, match="is claimed"):
        remove_task(task, by=office)


def test_a_milestone_is_reached_once_the_office_verified_it(unit: Unit, office: User):
    """IND-08: milestones are reported with evidence, verified by somebody else."""
    reporter = UserFactory(role=Role.DATA_REPORTER, unit=unit)
    task = TaskFactory(running=True, lead_unit=unit, task_list__domain=unit.domain)
    milestone = MilestoneFactory(task=task)
    bad = SimpleUploadedFile("a.exe", b"MZ")
    with pytest.raises(ValidationError, match="types are accepted"):
        report_milestone(milestone, text="完工", evidence=bad, by=reporter)
    proof = SimpleUploadedFile("a.pdf", PROOF)
    report = report_milestone(milestone, text="完工", evidence=proof, by=reporter)
    with pytest.raises(ValidationError):
        report_milestone(milestone, text="再报", by=reporter)
    with pytest.raises(PermissionDenied):
        rule_on_report(report, verified=True, by=reporter)
    with pytest.raises(ValidationError, match="Say why"):
        rule_on_report(report, verified=False, by=office)
    rule_on_report(report, verified=False, words="缺验收单", by=office)
    again = report_milestone(milestone, text="附验收单", by=reporter)
    rule_on_report(again, verified=True, by=office)
    milestone.refresh_from_db()
    assert milestone.reached_on == timezone.localdate()
    with pytest.raises(ValidationError, match="before"):
        rule_on_report(again, verified=True, by=office)
    with pytest.raises(ValidationError, match="reached already"):
        report_milestone(milestone, text="又报", by=reporter)
    states = MilestoneReport.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["returned", "verified"]
