"""Task lists, tasks in each of their states, milestones and what is said of them."""

import datetime as dt
from decimal import Decimal

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from collection.models import (
    ConductNote,
    FollowUpOrder,
    Goal,
    Milestone,
    MilestoneReport,
    Task,
    TaskList,
    TaskStep,
    TaskUpload,
)
from organization.models import Role
from tests.organization.factories import (
    CadreFactory,
    DomainFactory,
    UnitFactory,
    UserFactory,
)


class TaskListFactory(DjangoModelFactory):
    class Meta:
        model = TaskList

    domain = factory.SubFactory(DomainFactory)
    year = 2024
    name = factory.Sequence("2024年度任务清单{}".format)


class TaskFactory(DjangoModelFactory):
    """A task to be claimed; `running` is in force, claimed, reviewed and checked by three."""

    class Meta:
        model = Task

    class Params:
        claimed = factory.Trait(
            state=Task.State.CLAIMED,
            responsible=factory.SubFactory(CadreFactory),
            claimed_by=factory.SubFactory(UserFactory),
        )
        reviewed = factory.Trait(
            claimed=True,
            state=Task.State.REVIEWED,
            reviewed_by=factory.SubFactory(UserFactory),
        )
        running = factory.Trait(
            reviewed=True,
            state=Task.State.IN_FORCE,
            checked_by=factory.SubFactory(UserFactory),
        )

    task_list = factory.SubFactory(TaskListFactory)
    number = factory.Sequence("R{:03d}".format)
    title = factory.Sequence("推进港口集疏运通道建设{}".format)
    leader = factory.SubFactory(CadreFactory)
    lead_unit = factory.SubFactory(UnitFactory, domain=factory.SelfAttribute("..task_list.domain"))
    starts_on = dt.date(2024, 1, 1)
    due_on = dt.date(2024, 12, 31)
    weight = Decimal(1)


class TaskStepFactory(DjangoModelFactory):
    class Meta:
        model = TaskStep

    task = factory.SubFactory(TaskFactory)
    kind = TaskStep.Kind.CLAIM
    taken_by = factory.SubFactory(UserFactory)


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    task = factory.SubFactory(TaskFactory, running=True)
    title = factory.Sequence("完成第{}阶段".format)
    due_on = dt.date(2024, 6, 30)


class MilestoneReportFactory(DjangoModelFactory):
    class Meta:
        model = MilestoneReport

    milestone = factory.SubFactory(MilestoneFactory)
    text = "主体工程完工"
    reported_by = factory.SubFactory(UserFactory)


class FollowUpOrderFactory(DjangoModelFactory):
    class Meta:
        model = FollowUpOrder

    task = factory.SubFactory(TaskFactory, running=True)
    demand = "报送滞后原因和赶工安排"
    due_on = dt.date(2024, 7, 15)
    ordered_by = factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF)


class GoalFactory(DjangoModelFactory):
    class Meta:
        model = Goal

    task_list = factory.SubFactory(TaskListFactory)
    title = factory.Sequence("固定资产投资{}".format)
    kind = Goal.Kind.SUM
    measure = "亿元"
    target = Decimal(120)
    unit = factory.SubFactory(UnitFactory, domain=factory.SelfAttribute("..task_list.domain"))
    due_on = dt.date(2024, 12, 31)


class ConductNoteFactory(DjangoModelFactory):
    class Meta:
        model = ConductNote

    task = factory.SubFactory(TaskFactory, running=True)
    cadre = factory.SelfAttribute("task.responsible")
    attitude = ConductNote.Grade.GOOD
    attitude_text = "主动领任务"
    measures = ConductNote.Grade.FAIR
    measures_text = "按月调度"
    delivery = ConductNote.Grade.GOOD
    delivery_text = "提前完工"
    written_by = factory.SubFactory(UserFactory)


class TaskUploadFactory(DjangoModelFactory):
    class Meta:
        model = TaskUpload

    task_list = factory.SubFactory(TaskListFactory)
    uploaded_by = factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF)
    file_name = "任务清单.xlsx"
    file = factory.LazyFunction(lambda: ContentFile(b"", name="tasks.xlsx"))
