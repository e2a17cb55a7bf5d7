"""What the daily review puts on the home page."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from feedback.selectors.waiting import waiting_for
from organization.models import Role
from tests.dailyreview.factories import DossierEntryFactory, WorkEntryFactory, WorkGoalFactory
from tests.dailyreview.worlds import make_world, review_everybody
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def tasks(user) -> list[str]:
    return [item.task for item in waiting_for(user)]


def test_facts_wait_for_a_second_person_and_not_for_the_writer() -> None:
    clerk, second = UserFactory.create_batch(2, role=Role.OFFICE_STAFF)
    DossierEntryFactory.create_batch(2, recorded_by=clerk)
    DossierEntryFactory(recorded_by=clerk, confirmed=True)
    line = "2 facts of dossiers wait for confirmation."
    assert line in tasks(second)
    assert line not in tasks(clerk)


def test_dly_10_overdue_tasks_notify_the_owner_and_who_handed_them_down(client) -> None:
    """DLY-10: no log-in is counted; only what is overdue is told, to both sides."""
    world = make_world(people=2)
    world.open(1)
    person, record = world.staff[0], world.record_of(world.staff[0])
    today = timezone.localdate()
    days = {"due": today, "late": today - dt.timedelta(days=1)}
    goal = {"plan": world.plan, "appointment": record.assessee.appointment}
    for name, day in days.items():
        WorkGoalFactory(**goal, title=name, due_on=day, handed_down_by=world.head)
        WorkEntryFactory(record=record, due_on=day)
    WorkGoalFactory(**goal, title="own", due_on=days["late"])
    WorkGoalFactory(**goal, title="reached", due_on=days["late"], done_on=today)
    told = {item.task: item.url for item in waiting_for(person)}
    assert "2 goals of yours are overdue." in told
    assert "1 piece of work in your record is past its day." in told
    assert "1 goal that you handed down is overdue." in tasks(world.head)
    assert not any("overdue" in task for task in tasks(world.leader) + tasks(world.staff[1]))
    address = reverse("dailyreview:goal_list")
    expected = {
        "": ["late", "own", "due", "reached"],
        "?show=overdue": ["late", "own"],
        "?show=soon": ["due"],
        "?show=overdue&handed=1": ["late"],
    }
    client.force_login(world.head)
    for query, titles in expected.items():
        page = client.get(address + query).context["page"]
        assert [one.title for one in page] == titles
    # Handed in, the record is with the reviewers: nothing of it is chased any more.
    review_everybody(world, (95, 85), upto=0)
    assert not any("past its day" in task for task in tasks(person))
