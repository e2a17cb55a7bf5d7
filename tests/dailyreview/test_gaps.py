"""Nobody is stuck: who holds the last level is reviewed by a stand-in, and the office sees whom."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from dailyreview.models import PilotUnit
from dailyreview.selectors.chain import awaiting, posts_of
from dailyreview.selectors.gaps import gaps_of
from dailyreview.services.plans import appoint_stand_in
from dailyreview.services.records import save_record, submit_record
from dailyreview.services.reviewing import Review, review_records
from organization.models import RoleAssignment
from tests.dailyreview.worlds import DailyWorld, make_world, marks
from tests.organization.factories import AppointmentFactory, CategoryMembershipFactory


@pytest.fixture
def world(db) -> DailyWorld:
    """The principal is one of the four people reviewed."""
    world = make_world(people=3)
    post = AppointmentFactory(unit=world.office, in_team=False, starts_on=dt.date(2020, 1, 1))
    world.principal.cadre = post.cadre
    world.principal.save()
    world.open(1)
    return world


def test_dly_02_who_holds_the_last_level_is_reviewed_by_a_stand_in(client, world) -> None:
    today, principal, deputy = timezone.localdate(), world.principal, world.leader
    (gap,) = gaps_of(world.plan, today)
    assert (gap.unit, gap.people, gap.holder) == (world.unit, 1, principal)
    client.force_login(world.clerk)
    page = client.get(reverse("dailyreview:quarter_create", args=[world.plan.pk])).text
    assert "1 person would be reviewed by nobody." in page
    page = client.get(reverse("dailyreview:gap_list", args=[world.plan.pk])).text
    assert f"{principal} alone holds the last level" in page

    record = world.record_of(principal)
    save_record(record, revision=0, summary="完成", best="", regret="", work=(), by=principal)
    record = submit_record(record, revision=1, by=principal)
    assert record.awaits == "unit_principal"
    review = [Review(record, "forward", marks=marks())]
    for other in (principal, deputy):
        with pytest.raises(PermissionDenied):
            review_records(review, by=other)
    days = {"starts_on": today, "ends_on": today, "reason": "本人参加考核"}
    appoint_stand_in(absent=principal, deputy=deputy, **days, by=world.clerk)
    assert gaps_of(world.plan, today) == []
    assert list(awaiting(posts_of(deputy, today), deputy)) == [record]
    (step,) = review_records(review, by=deputy)
    assert (step.role, step.stood_in_for) == ("unit_principal", principal)


def test_unit_without_a_principal_is_listed_with_all_its_people(world) -> None:
    RoleAssignment.objects.filter(user=world.principal, role="unit_principal").delete()
    elsewhere = CategoryMembershipFactory().unit
    PilotUnit.objects.create(plan=world.plan, unit=elsewhere)
    (gap,) = gaps_of(world.plan, timezone.localdate())
    assert (gap.unit, gap.people, gap.holder) == (world.unit, 4, None)
