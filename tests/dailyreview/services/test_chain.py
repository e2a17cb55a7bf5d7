"""A record goes up the chain once, comes back when returned, and nobody reviews themselves."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from assessment.models import ScoreSheet
from dailyreview.models import QuarterRecord, ReviewStep, StandIn, WorkGoal
from dailyreview.selectors.registration import person_quarters
from dailyreview.services.records import Work, copy_last_quarter, save_record, submit_record
from dailyreview.services.reviewing import Review, review_records
from organization.models import AuditEvent, Role
from tests.dailyreview.worlds import DAY, DailyWorld, make_world, marks
from tests.organization.factories import UserFactory

FORWARD, RETURN = ReviewStep.Verdict.FORWARD, ReviewStep.Verdict.RETURN


@pytest.fixture
def world(db) -> DailyWorld:
    world = make_world()
    world.open(1)
    return world


def handed_in(world: DailyWorld, number: int = 0) -> QuarterRecord:
    person = world.staff[number]
    record = write(world, number)
    return submit_record(record, revision=record.revision, by=person)


def write(world: DailyWorld, number: int = 0, work=()) -> QuarterRecord:
    person = world.staff[number]
    record = world.record_of(person)
    return save_record(
        record,
        revision=record.revision,
        summary="完成专项整治三项任务",
        best="专项整治",
        regret="一份材料晚报两天",
        work=work,
        by=person,
    )


def forward(record: QuarterRecord, by: object, value: int = 90) -> ReviewStep:
    return review_records([Review(record, FORWARD, marks=marks(value))], by=by)[0]  # type: ignore[arg-type]


def test_quarter_begins_a_record_for_everybody_of_the_unit(world) -> None:
    records = QuarterRecord.objects.filter(quarter=world.quarters[0])
    assert records.count() == 4
    assert {record.section for record in records} == {world.office}
    assert world.quarters[0].cycle.period == "2024Q1"


def test_third_reviewer_is_the_last(world) -> None:
    """DLY-02: section head, leader in charge, principal, each with a score sheet of their own."""
    record = handed_in(world)
    for reviewer, then in (
        (world.head, Role.SUPERVISING_LEADER),
        (world.leader, Role.UNIT_PRINCIPAL),
        (world.principal, ""),
    ):
        forward(record, reviewer)
        record.refresh_from_db()
        assert record.awaits == then
    assert record.state == QuarterRecord.State.REVIEWED
    classes = ScoreSheet.objects.standing().filter(assessee=record.assessee)
    assert sorted(classes.values_list("rater_class", flat=True)) == [
        "section_head",
        "supervising_leader",
        "unit_principal",
    ]
    assert AuditEvent.objects.filter(action="record_reviewed").count() == 3


def test_returned_record_can_be_changed_and_comes_back(world) -> None:
    record = handed_in(world)
    forward(record, world.head)
    review_records([Review(record, RETURN, words="请补充专项整治的数据")], by=world.leader)
    record.refresh_from_db()
    assert (record.state, record.awaits) == (QuarterRecord.State.RETURNED, "")
    assert not ScoreSheet.objects.standing().filter(assessee=record.assessee).exists()
    again = handed_in(world)
    assert again.awaits == Role.SECTION_HEAD
    forward(again, world.head, value=80)
    assert again.steps.count() == 3


def test_reviewers_read_a_returned_record_as_it_was_handed_in(client, world) -> None:
    """What the person is changing is nobody else's: page, form and API show what was handed in."""
    piece = Work(None, "ad_hoc", "防汛值守", "随叫随到", DAY, "值守三晚")
    record = write(world, work=[piece])
    person = world.staff[0]
    record = submit_record(record, revision=record.revision, by=person)
    review_records([Review(record, RETURN, words="请补充")], by=world.head)
    record.refresh_from_db()
    half = {"summary": "改到一半", "best": "", "regret": "", "work": ()}
    record = save_record(record, revision=record.revision, **half, by=person)
    copy_last_quarter(record, by=person)
    page, api = record.get_absolute_url(), reverse("api:quarter-record-detail", args=[record.pk])
    client.force_login(world.head)
    shown = client.get(page).text
    assert ("值守三晚" in shown, "改到一半" in shown) == (True, False)
    told = client.get(api).json()
    assert told["summary"] == "完成专项整治三项任务"
    assert [(one["title"], one["due_on"]) for one in told["work"]] == [("防汛值守", str(DAY))]
    (printed,) = person_quarters(QuarterRecord.objects.filter(pk=record.pk), world.clerk)
    assert (printed.content.summary, printed.content.ad_hoc) == ("完成专项整治三项任务", 1)
    client.force_login(person)
    assert "改到一半" in client.get(page).text
    assert client.get(api).json()["work"] == []
    record.refresh_from_db()
    submit_record(record, revision=record.revision, by=person)
    client.force_login(world.head)
    assert "改到一半" in client.get(page).text


def test_return_without_words_is_refused(world) -> None:
    record = handed_in(world)
    with pytest.raises(ValidationError):
        review_records([Review(record, RETURN)], by=world.head)
    record.refresh_from_db()
    assert record.state == QuarterRecord.State.IN_REVIEW


def test_nobody_takes_a_step_that_is_not_theirs(world) -> None:
    record = handed_in(world)
    elsewhere = UserFactory(role=Role.SECTION_HEAD, unit=make_world().office)
    for stranger in (world.leader, world.principal, world.staff[1], world.clerk, elsewhere):
        with pytest.raises(PermissionDenied):
            forward(record, stranger)


def test_section_head_is_reviewed_from_the_next_level_on(world) -> None:
    boss = world.staff[3]
    boss.role_assignments.create(role=Role.SECTION_HEAD, unit=world.office)
    record = handed_in(world, 3)
    assert record.awaits == Role.SUPERVISING_LEADER


def test_level_without_anybody_is_passed_over(world) -> None:
    world.leader.role_assignments.all().delete()
    record = handed_in(world)
    forward(record, world.head)
    record.refresh_from_db()
    assert record.awaits == Role.UNIT_PRINCIPAL


def test_stand_in_reviews_only_while_it_holds(world) -> None:
    deputy = UserFactory()
    stand_in = StandIn.objects.create(
        absent=world.head, deputy=deputy, starts_on=DAY, ends_on=DAY, reason="出差"
    )
    record = handed_in(world)
    with pytest.raises(PermissionDenied):
        forward(record, deputy)
    stand_in.ends_on = dt.date(2099, 12, 31)
    stand_in.save()
    step = forward(record, deputy)
    assert (step.reviewer, step.stood_in_for) == (deputy, world.head)


def test_batch_is_taken_whole_or_not_at_all(world) -> None:
    records = [handed_in(world, number) for number in range(3)]
    bad = marks()
    bad["D3"] = None  # type: ignore[assignment]
    reviews = [Review(records[0], FORWARD, marks=marks()), Review(records[1], FORWARD, marks=bad)]
    with pytest.raises(ValidationError) as refused:
        review_records(reviews, by=world.head)
    assert refused.value.params == {"record": records[1].pk}
    assert not ReviewStep.objects.exists()


def test_record_of_somebody_else_or_in_review_is_not_written(world) -> None:
    record = world.record_of(world.staff[0])
    with pytest.raises(PermissionDenied):
        submit_record(record, revision=0, by=world.staff[1])
    handed_in(world)
    with pytest.raises(ValidationError):
        write(world)


def test_second_window_does_not_overwrite_the_first(world) -> None:
    person = world.staff[0]
    record = world.record_of(person)
    write(world)
    with pytest.raises(ValidationError) as refused:
        save_record(record, revision=0, summary="", best="", regret="", work=(), by=person)
    assert refused.value.code == "stale"


def test_goals_and_undone_work_open_the_next_record(world) -> None:
    """DLY-01: what is there is not typed again."""
    person = world.staff[0]
    post = world.record_of(person).assessee.appointment
    WorkGoal.objects.create(plan=world.plan, appointment=post, title="全年目标")
    work = (Work(None, "key", "未完成的工作"), Work(None, "ad_hoc", "已完成", is_done=True))
    write(world, work=work)
    world.open(2)
    record = world.record_of(person)
    assert [entry.title for entry in record.entries.all()] == ["全年目标", "未完成的工作"]
    assert copy_last_quarter(record, by=person) == 1
    assert copy_last_quarter(record, by=person) == 0
