"""Goals split down four levels, and results that roll up."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collection.models import Goal
from collection.selectors.goals import chain_above, tree_below
from collection.services.goals import remove_goal, set_goal_at_top, split_goal, tell_result
from dailyreview.models import WorkGoal
from organization.models import Appointment, Role, Unit, User
from tests.collection.task_factories import GoalFactory, TaskListFactory
from tests.dailyreview.factories import DailyPlanFactory
from tests.organization.factories import AppointmentFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


class District:
    """District, unit, office, person, and the accounts that lead each."""

    def __init__(self) -> None:
        self.district: Unit = UnitFactory(name="示例区", level="county")
        domain = self.district.domain
        below = {"parent": self.district, "domain": domain}
        self.unit: Unit = UnitFactory(name="投资促进局", **below)
        self.second: Unit = UnitFactory(name="商务局", **below)
        self.section: Unit = UnitFactory(
            name="招商一科", level="internal", parent=self.unit, domain=domain
        )
        self.post: Appointment = AppointmentFactory(unit=self.section, in_team=False)
        self.office: User = UserFactory(role=Role.OFFICE_STAFF, role__domain=domain)
        self.principal: User = UserFactory(role=Role.UNIT_PRINCIPAL, unit=self.unit)
        self.head: User = UserFactory(role=Role.SECTION_HEAD, unit=self.section)
        self.person: User = UserFactory(role=Role.CADRE, unit=self.section, cadre=self.post.cadre)
        self.task_list = TaskListFactory(domain=domain)

    def goal(self, **facts: object) -> Goal:
        goal = GoalFactory.build(task_list=self.task_list, unit=self.district, **facts)
        set_goal_at_top(goal, by=self.office)
        return goal


@pytest.fixture
def district() -> District:
    return District()


def test_a_district_goal_reaches_a_person_through_three_splits(district: District, client: Client):
    """ORG-11: district, unit, office, person; goals cascade down, results roll up."""
    goal = district.goal(target=Decimal(120))
    unit = split_goal(goal, unit=district.unit, target=Decimal(80), by=district.office)
    split_goal(goal, unit=district.second, target=Decimal(40), by=district.office)
    section = split_goal(unit, unit=district.section, target=Decimal(50), by=district.principal)
    own = split_goal(section, appointment=district.post, target=Decimal(20), by=district.head)
    chain = [one.holder for one in chain_above(own)] + [own.holder]
    assert chain == [one.label for one in (district.district, district.unit, district.section)] + [
        district.post.cadre.name
    ]
    with pytest.raises(PermissionDenied):
        tell_result(section, result=Decimal(1), by=district.head)  # it has parts
    tell_result(own, result=Decimal("18.5"), by=district.person)
    rows = tree_below(goal, district.office)
    assert [row.level for row in rows] == [0, 1, 2, 3, 1]
    assert (rows[0].outcome.result, rows[0].outcome.told, rows[0].outcome.asked) == (
        Decimal("18.5"),
        1,
        2,
    )
    client.force_login(district.person)
    page = client.get(reverse("collection:goal_detail", args=[own.pk])).content.decode()
    assert district.district.name in page
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("collection:goal_list"))
    for number in range(3):
        post = AppointmentFactory(
            unit=district.section, cadre=district.post.cadre, post=f"兼任{number}"
        )
        facts = {"task_list": district.task_list, "parent": section, "unit": district.section}
        GoalFactory(appointment=post, **facts)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("collection:goal_list"))
    assert len(few) == len(many)


def test_parts_never_exceed_the_whole_and_a_rate_passes_unchanged(district: District):
    """ORG-11: each split keeps its parent, measure and share."""
    goal = district.goal(target=Decimal(100))
    split_goal(goal, unit=district.unit, target=Decimal(70), by=district.office)
    with pytest.raises(ValidationError, match="30 are left"):
        split_goal(goal, unit=district.second, target=Decimal("30.5"), by=district.office)
    with pytest.raises(ValidationError, match="has a part already"):
        split_goal(goal, unit=district.unit, target=Decimal(1), by=district.office)
    with pytest.raises(ValidationError, match="does not lie below"):
        split_goal(goal, unit=UnitFactory(), target=Decimal(1), by=district.office)
    rate = district.goal(kind=Goal.Kind.RATE, measure="", target=Decimal(95))
    parts = [
        split_goal(rate, unit=unit, by=district.office) for unit in (district.unit, district.second)
    ]
    assert {part.target for part in parts} == {Decimal(95)}
    with pytest.raises(ValidationError, match="how many of how many"):
        tell_result(parts[0], result=Decimal(90), by=district.office)
    tell_result(parts[0], result=Decimal(90), base=Decimal(100), by=district.principal)
    tell_result(parts[1], result=Decimal(270), base=Decimal(300), by=district.office)
    assert tree_below(rate, district.office)[0].outcome.rate == Decimal("90.00")
    with pytest.raises(ValidationError, match="stays"):
        remove_goal(parts[0], by=district.office)
    with pytest.raises(PermissionDenied):
        split_goal(rate, appointment=district.post, by=district.principal)


def test_a_part_of_a_person_is_taken_into_the_goals_of_the_year(district: District, client: Client):
    """ORG-11: what reaches a person stands among the goals of the daily review, once."""
    today = timezone.localdate()
    plan = DailyPlanFactory(domain=district.task_list.domain, year=today.year)
    part = GoalFactory(
        task_list=district.task_list,
        parent=district.goal(),
        unit=district.section,
        appointment=district.post,
        target=Decimal(20),
    )
    client.force_login(district.person)
    page = client.get(reverse("dailyreview:goal_create"))
    assert list(page.context["parts"]) == [part]
    url = reverse("dailyreview:goal_take", args=[part.pk])
    assert client.post(url).status_code == 302
    goal = WorkGoal.objects.get(split=part)
    assert (goal.plan, goal.title, goal.standard) == (plan, part.title, "20 亿元")
    assert client.post(url).status_code == 404
