"""The task list of the demonstration: every state, and goals down to people."""

import pytest

from collection.models import Goal, Milestone, MilestoneReport, Task
from demo.tasks import TASKS, UNITS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told")]


def test_67_tasks_of_34_units_stand_in_every_state():
    """IND-08: 67 tasks, 34 units, 18 sub-plans, each with its unit and its days."""
    tasks = Task.objects.filter(task_list__name__contains="演练")
    assert (tasks.count(), tasks.values("lead_unit").distinct().count()) == (TASKS, UNITS)
    assert tasks.values("sub_plan").distinct().count() == 18
    assert set(tasks.values_list("state", flat=True)) == set(Task.State.values)
    assert Milestone.objects.count() == 4 * TASKS
    assert MilestoneReport.objects.waiting().count() == 1


def test_a_goal_of_the_district_reaches_people():
    """ORG-11: from the unit to an office and on to people, who have told results."""
    own = Goal.objects.filter(appointment__isnull=False)
    assert own.count() == 2
    assert {one.parent.parent.parent for one in own} == {None}
    assert not own.filter(result=None).exists()
