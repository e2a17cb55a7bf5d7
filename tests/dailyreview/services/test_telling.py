"""DLY-03: the five stages, from the goal to what is put right; what people served say."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import translation

from dailyreview.models import ColleagueComment, PilotUnit, QuarterRecord, Reminder, ReviewFeedback
from dailyreview.selectors.colleagues import serving
from dailyreview.selectors.progress import unit_stages
from dailyreview.selectors.records import record_page
from dailyreview.services.care import close_reminder, reply_to
from dailyreview.services.goals import finish_goal, set_goal
from dailyreview.services.reviewing import comment_on
from dailyreview.services.telling import Told, acknowledge_feedback, give_feedback
from feedback.selectors.waiting import waiting_for
from organization.models import AuditEvent, Role, User
from tests.dailyreview.factories import WorkEntryFactory
from tests.dailyreview.worlds import DailyWorld, make_person, make_world, review_everybody
from tests.organization.factories import UnitFactory, UserFactory


@pytest.fixture
def world(db) -> DailyWorld:
    world = make_world(people=2)
    world.open(1)
    return world


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def missing(record: QuarterRecord, user: User) -> list[str]:
    """The titles of the stages that lack something."""
    fresh = QuarterRecord.objects.with_decisions().get(pk=record.pk)
    return [stage.title for stage in record_page(fresh, user)["stages"] if stage.missing]


def test_dly_03_five_stages_are_visible_with_what_is_missing(client, world) -> None:
    person, head = world.staff[0], world.head
    record = world.record_of(person)
    WorkEntryFactory(record=record, kind="ad_hoc")
    assert missing(record, person) == ["Goal", "Record", "Review", "Feedback"]
    goal = set_goal(world.plan, appointment=record.assessee.appointment, title="两项", by=head)
    finish_goal(goal, by=head)
    review_everybody(world, (95, 85))
    assert missing(record, head) == ["Feedback"]
    client.force_login(head)
    body = {f"f{record.pk}-words": "总体较好", f"f{record.pk}-fix": "材料提前一天"}
    assert client.post(reverse("dailyreview:feedback_list"), body).status_code == 302
    assert missing(record, head) == ["Feedback", "Put right"]
    tasks = {item.task for item in waiting_for(person)}
    assert f"{record.quarter}: take note of the feedback." in tasks
    client.force_login(person)
    assert "总体较好" in client.get(record.get_absolute_url()).text
    address = reverse("dailyreview:feedback_acknowledge", args=[record.feedback.pk])
    assert client.post(address, {"answer": "照办"}).status_code == 302
    assert client.post(address).status_code == 404
    assert missing(record, head) == ["Put right"]
    reminder = Reminder.objects.get()
    reply_to(reminder, reply="已列入清单", by=person)
    close_reminder(reminder, closing="按时报送", by=head)
    assert missing(record, head) == []
    (row,) = unit_stages(world.quarters[0], world.clerk)
    counted = (row.people, row.goals, row.records, row.reviewed, row.told, row.acknowledged)
    assert counted == (2, 1, 2, 2, 1, 1)
    assert (row.reminders, row.closed) == (1, 1)
    acts = AuditEvent.objects.filter(action__startswith="feedback_").values_list("action")
    assert sorted(acts) == [("feedback_acknowledged",), ("feedback_given",)]


def test_feedback_is_given_once_by_somebody_above_after_the_review(world) -> None:
    record, other = (world.record_of(person) for person in world.staff)
    told = [Told(record, "好"), Told(other, "较好")]
    with pytest.raises(PermissionDenied):
        give_feedback(told, by=world.head)
    review_everybody(world, (95, 85))
    for stranger in (world.staff[0], world.clerk):
        with pytest.raises(PermissionDenied):
            give_feedback(told, by=stranger)
    with pytest.raises(ValidationError):
        give_feedback([Told(record, " ")], by=world.head)
    assert not ReviewFeedback.objects.exists()
    given, _second = give_feedback(told, by=world.leader)
    with pytest.raises(PermissionDenied):
        give_feedback(told[:1], by=world.head)
    with pytest.raises(PermissionDenied):
        acknowledge_feedback(given, by=world.staff[1])
    acknowledge_feedback(given, by=world.staff[0])
    with pytest.raises(ValidationError):
        acknowledge_feedback(given, by=world.staff[0])


def test_shortcoming_without_a_word_on_the_quarter_is_refused_at_its_field(client, world) -> None:
    review_everybody(world, (95, 85))
    record = world.record_of(world.staff[0])
    client.force_login(world.head)
    page = client.post(reverse("dailyreview:feedback_list"), {f"f{record.pk}-fix": "材料提前"})
    assert "Say also how the quarter was." in page.text


def test_dly_03_people_served_comment_where_the_unit_asks(client, world) -> None:
    review_everybody(world, (95, 85), upto=0)
    record = world.record_of(world.staff[0])
    unit = UnitFactory(domain=world.unit.domain)
    served, beside = make_person(unit), world.staff[1]
    assert not serving(served).exists()
    PilotUnit.objects.update(asks_users=True)
    assert record in serving(served)
    for own in (world.staff[0], beside, make_person(UnitFactory())):
        assert record not in serving(own)
    client.force_login(served)
    address = reverse("dailyreview:served_list")
    assert record.assessee.name not in client.get(address).text
    assert record.assessee.name in client.get(address, {"name": record.assessee.name}).text
    comment = reverse("dailyreview:usercomment_create", args=[record.pk])
    assert client.post(comment, {"words": "一次办结"}).status_code == 302
    assert client.get(comment).status_code == 404
    clerk = UserFactory(role=Role.OFFICE_STAFF)
    with pytest.raises(ValidationError):
        comment_on(record, words="态度好", kind="user", by=clerk)
    for source in ("来电企业甲", "来电企业乙"):
        comment_on(record, words="态度好", kind="user", source=source, by=clerk)
    assert ColleagueComment.objects.filter(record=record, kind="user").count() == 3
    page = record_page(QuarterRecord.objects.with_decisions().get(pk=record.pk), world.head)
    review = page["stages"][2]
    assert "3 comments of people served." in review.there
    own = record_page(QuarterRecord.objects.with_decisions().get(pk=record.pk), world.staff[0])
    assert own["stages"][2].there == []
