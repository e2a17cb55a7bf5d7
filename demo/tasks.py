"""The year's task list of the provincial organs: 67 tasks, 34 units, 18 sub-plans; goals below."""

import datetime as dt
from decimal import Decimal
from itertools import cycle, islice

from django.db import transaction

from collection.models import Goal, Milestone, Task, TaskList
from collection.services.conduct import note_conduct
from collection.services.goals import set_goal_at_top, split_goal, tell_result
from collection.services.milestones import report_milestone
from collection.services.orders import order_followup
from collection.services.task_lists import save_list
from demo.accounts import UNIT, open_accounts
from demo.district import District
from demo.storing import store
from organization.models import Appointment, Cadre, Domain, Role, Unit, User

LIST = "{year}年度重点任务清单（演练）"
DISTRICT_LIST = "{year}年示例区目标任务清单"
TASKS, UNITS = 67, 34
SUBJECTS = (
    "优化营商环境",
    "重大项目建设",
    "污染防治攻坚",
    "乡村全面振兴",
    "科技创新平台",
    "稳岗就业",
    "教育扩优提质",
    "医疗卫生强基",
    "养老服务提升",
    "安全生产整治",
    "数字政务一体化",
    "交通干线贯通",
    "水利工程建设",
    "文化惠民",
    "消费提振",
    "金融风险化解",
    "人才引育",
    "基层治理",
)
WORKS = ("任务分解落实", "重点项目推进", "问题整改销号", "机制建设")
KINDS = ("重点项目", "改革事项", "民生实事")
STEPS = ((3, 31, "方案印发"), (6, 30, "任务过半"), (9, 30, "主体完成"), (12, 20, "验收总结"))
# Of the tasks by their place: how many are to be claimed, to be reviewed, to be checked.
OPEN, CLAIMED, REVIEWED = 6, 6, 6


def list_tasks(today: dt.date, *, by: User) -> None:
    """Store the list of this year with tasks in every state, unless it is there."""
    domain = Unit.objects.get(code=UNIT).domain
    name = LIST.format(year=today.year)
    if TaskList.objects.filter(domain=domain, name=name).exists():
        return
    with transaction.atomic():
        task_list = TaskList(domain=domain, year=today.year, name=name)
        save_list(task_list, by=by)
        tasks = _tasks(task_list, by)
        store(tasks, about=task_list, by=by)
        store(_milestones(tasks, today), about=task_list, by=by)
        _follow_example(task_list, today, by)


def split_goals(district: District, today: dt.date, *, by: User) -> None:
    """A goal of a unit of the district, split to an office and from there to people."""
    name = DISTRICT_LIST.format(year=today.year)
    if TaskList.objects.filter(domain=district.domain, name=name).exists():
        return
    with transaction.atomic():
        task_list = TaskList(domain=district.domain, year=today.year, name=name)
        save_list(task_list, by=by)
        goal = Goal(
            task_list=task_list,
            title="推进政府投资项目开工入库",
            kind=Goal.Kind.SUM,
            measure="个",
            target=Decimal(60),
            unit=district.example,
            due_on=dt.date(today.year, 12, 20),
        )
        set_goal_at_top(goal, by=by)
        part = split_goal(goal, unit=district.office, target=Decimal(20), by=by)
        posts = Appointment.objects.on(today).filter(unit=district.office, in_team=False)
        for post, share in zip(posts.order_by("pk"), (8, 7), strict=False):
            own = split_goal(part, appointment=post, target=Decimal(share), by=by)
            tell_result(own, result=Decimal(share - 2), by=by)


def _tasks(task_list: TaskList, by: User) -> list[Task]:
    """The tasks; those of the example unit come first in every state."""
    units = _units(task_list.domain)
    voices, leads = (
        _accounts(units, prefix, title, role, by)
        for prefix, title, role in (
            ("lx", "联络员", Role.DATA_REPORTER),
            ("dz", "党组负责人", Role.SUPERVISING_LEADER),
        )
    )
    people = _people(units)
    leaders = [people[unit.pk][0] for unit in units[:4]]
    tasks: list[Task] = []
    for place, unit in enumerate(islice(cycle(units), TASKS)):
        subject = SUBJECTS[place % len(SUBJECTS)]
        task = Task(
            task_list=task_list,
            number=f"{place + 1:02}",
            title=f"{subject}{WORKS[place // len(SUBJECTS)]}",
            text="按季推进，年底前完成；演练内容，非实际工作任务。",
            category=KINDS[place % len(KINDS)],
            sub_plan=f"{subject}专项计划",
            leader=leaders[place % len(leaders)],
            lead_unit=unit,
            responsible=people[unit.pk][-1],
            starts_on=dt.date(task_list.year, 1, 1),
            due_on=dt.date(task_list.year, 12, 31),
            weight=Decimal(1 + place % 3),
        )
        _step_on(task, place, (voices[unit.pk], leads[unit.pk], by))
        tasks.append(task)
    return tasks


def _units(domain: Domain) -> list[Unit]:
    serving = Appointment.objects.filter(ends_on=None)
    units = Unit.objects.filter(domain=domain, is_active=True, pk__in=serving.values("unit"))
    example = units.get(code=UNIT)
    return [example, *units.exclude(pk=example.pk).order_by("code")[: UNITS - 1]]


def _accounts(units: list[Unit], prefix: str, title: str, role: Role, by: User) -> dict[int, User]:
    users = [
        User(username=f"{prefix}{unit.code[2:]}", display_name=f"{unit.label}{title}", unit=unit)
        for unit in units
    ]
    open_accounts(users, role, by)
    return {unit.pk: user for unit, user in zip(units, users, strict=True)}


def _people(units: list[Unit]) -> dict[int, list[Cadre]]:
    """Who serves in each unit, by standing; the account `cadre` answers for the example unit."""
    own = User.objects.get(username="cadre").cadre
    found: dict[int, list[Cadre]] = {unit.pk: [] for unit in units}
    for post in Appointment.objects.filter(unit__in=units, ends_on=None).select_related("cadre"):
        found[post.unit_id].append(post.cadre)
    for unit in units:
        if unit.code == UNIT and own is not None:
            found[unit.pk].append(own)
    return found


def _step_on(task: Task, place: int, people: tuple[User, User, User]) -> None:
    """Let a task stand in the state of its place in the list."""
    voice, leading, office = people
    if place < OPEN:
        return
    task.state, task.claimed_by = Task.State.CLAIMED, voice
    if place < OPEN + CLAIMED:
        return
    task.state, task.reviewed_by = Task.State.REVIEWED, leading
    if place < OPEN + CLAIMED + REVIEWED:
        return
    task.state, task.checked_by = Task.State.IN_FORCE, office


def _milestones(tasks: list[Task], today: dt.date) -> list[Milestone]:
    """Four a task; what was due is reached, save every ninth."""
    made: list[Milestone] = []
    for task in tasks:
        for month, day, title in STEPS:
            due_on = dt.date(task.starts_on.year, month, day)
            over = due_on < today and task.state == Task.State.IN_FORCE
            reached = over and len(made) % 9 != 0
            made.append(
                Milestone(
                    task=task,
                    title=title,
                    due_on=due_on,
                    reached_on=due_on - dt.timedelta(days=3) if reached else None,
                )
            )
    return made


def _follow_example(task_list: TaskList, today: dt.date, by: User) -> None:
    """In the example unit a report waits, a task is supervised, and a conduct is noted."""
    running = Task.objects.filter(task_list=task_list, lead_unit__code=UNIT).in_force()
    task = running.earliest("pk")
    first = task.milestones.filter(reached_on=None).earliest("due_on")
    reporter = User.objects.get(username="reporter")
    report_milestone(first, text="节点任务已完成，附验收意见（演练）。", by=reporter)
    late = Milestone.objects.running().filter(task__task_list=task_list).late(today).first()
    if late is not None:
        due_on = today + dt.timedelta(days=10)
        order_followup(late.task, demand="说明滞后原因和补救措施。", due_on=due_on, by=by)
    note_conduct(
        task,
        attitude="good",
        attitude_text="主动领任务，按月到现场。",
        measures="good",
        measures_text="建立周调度、问题清单两项制度。",
        delivery="good",
        delivery_text="前三个节点均按期完成。",
        by=by,
    )
