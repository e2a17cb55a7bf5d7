"""The pages of the daily review, as a unit goes through a quarter."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment.models import AssessmentCycle, GradeDecision, Result, RunGroup
from assessment.services.decisions import publish_group
from dailyreview.models import DailyPlan, QuarterRecord
from dailyreview.services.care import remind
from dailyreview.services.grading import accept_quarter
from feedback.selectors.reports import reports_for
from tests.assessment.worlds import run_to_end
from tests.dailyreview.worlds import LEAVES, DailyWorld, make_world, review_everybody


@pytest.fixture
def world(db) -> DailyWorld:
    world = make_world()
    world.open(1)
    return world


def typed(record: QuarterRecord, **fields: str) -> dict[str, str]:
    """A record as the form sends it, with one piece of work."""
    return {
        "revision": str(record.revision),
        "summary": "完成专项整治三项任务",
        "best": "专项整治",
        "regret": "",
        "work-TOTAL_FORMS": "1",
        "work-INITIAL_FORMS": "0",
        "work-0-kind": "key",
        "work-0-title": "专项整治",
        "work-0-progress": "完成",
        **fields,
    }


def reviewed(record: QuarterRecord, value: str = "90", verdict: str = "forward") -> dict[str, str]:
    """A record of the batch as the form sends it."""
    prefix = f"r{record.pk}"
    marks = {f"{prefix}-mark-{code}": value for code in LEAVES}
    return {f"{prefix}-verdict": verdict, f"{prefix}-words": "", **marks}


def test_person_writes_and_hands_in(client, world) -> None:
    person = world.staff[0]
    record = world.record_of(person)
    client.force_login(person)
    assert "Write it" in client.get(reverse("dailyreview:record_list")).content.decode()
    address = reverse("dailyreview:record_edit", args=[record.pk])
    assert client.post(address, typed(record)).status_code == 302
    record.refresh_from_db()
    assert (record.state, record.entries.get().title) == ("draft", "专项整治")
    again = typed(record, **{"submit": "1", "work-0-key": str(record.entries.get().pk)})
    response = client.post(address, again)
    assert response.url == record.get_absolute_url()
    record.refresh_from_db()
    assert (record.state, record.entries.count()) == ("in_review", 1)
    assert client.get(address).url == record.get_absolute_url()


def test_stale_window_keeps_what_was_typed(client, world) -> None:
    person = world.staff[0]
    record = world.record_of(person)
    client.force_login(person)
    address = reverse("dailyreview:record_edit", args=[record.pk])
    client.post(address, typed(record))
    page = client.post(address, typed(record, summary="第二个窗口的文字")).content.decode()
    assert "第二个窗口的文字" in page
    assert "another window" in page


def test_section_is_reviewed_in_one_go_up_to_the_grade(client, world) -> None:
    """DLY-02, L-08: three levels, a run, and the last reviewer decides within 40 %."""
    for person in world.staff:
        record = world.record_of(person)
        client.force_login(person)
        client.post(reverse("dailyreview:record_edit", args=[record.pk]), typed(record, submit="1"))
    address = reverse("dailyreview:review_list")
    records = list(QuarterRecord.objects.order_by("pk"))
    for reviewer in (world.head, world.leader, world.principal):
        client.force_login(reviewer)
        body: dict[str, str] = {}
        for number, record in enumerate(records):
            body |= reviewed(record, str(95 - 5 * number))
        assert client.post(address, body).status_code == 302
    assert set(QuarterRecord.objects.values_list("state", flat=True)) == {"reviewed"}
    run_to_end(world.quarters[0].cycle)
    grades = reverse("dailyreview:grade_list", args=[world.quarters[0].pk, world.unit.pk])
    page = client.get(grades).content.decode()
    assert "4 × 40% = 1.6 → 1" in page
    accept = reverse("dailyreview:grade_accept", args=[world.quarters[0].pk, world.unit.pk])
    assert "Accept 4 proposals" in client.get(accept).content.decode()
    client.post(accept, {"expected": "4"})
    decided = GradeDecision.objects.in_force().order_by("assessee__quarter_record")
    assert [one.grade for one in decided] == ["good", "fairly", "fairly", "fairly"]
    assert {one.decided_by for one in decided} == {world.principal}


def test_batch_tells_what_is_missing_at_the_field(client, world) -> None:
    person = world.staff[0]
    record = world.record_of(person)
    client.force_login(person)
    client.post(reverse("dailyreview:record_edit", args=[record.pk]), typed(record, submit="1"))
    client.force_login(world.head)
    page = client.post(reverse("dailyreview:review_list"), reviewed(record, "")).content.decode()
    assert "Give a mark." in page
    page = client.post(
        reverse("dailyreview:review_list"), reviewed(record, verdict="return")
    ).content.decode()
    assert "Say what is to be changed." in page
    record.refresh_from_db()
    assert record.state == "in_review"


def test_nobody_grades_another_unit(client, world) -> None:
    other = make_world()
    address = reverse("dailyreview:grade_list", args=[world.quarters[0].pk, world.unit.pk])
    for stranger in (other.principal, world.head, world.staff[0]):
        client.force_login(stranger)
        assert client.get(address).status_code == 404


def test_office_plans_switches_on_and_opens(client, world) -> None:
    client.force_login(world.clerk)
    plan = world.plan
    assert client.get(reverse("dailyreview:plan_list")).status_code == 200
    page = client.get(plan.get_absolute_url()).content.decode()
    assert world.unit.name in page
    new = reverse("dailyreview:quarter_create", args=[plan.pk])
    days = {"day": "2024-06-30", "records_due_on": "2024-07-05", "reviews_due_on": "2024-07-10"}
    response = client.post(new, {"number": "2", **days})
    assert client.get(response.url).status_code == 200
    assert "open already" in client.post(new, {"number": "2", **days}).content.decode()
    assert DailyPlan.objects.get().quarters.count() == 2


def test_only_the_person_and_who_reviews_them_are_offered_to_answer_a_reminder(client, world):
    record = world.record_of(world.staff[0])
    QuarterRecord.objects.filter(pk=record.pk).update(submitted_at=timezone.now())
    reminder = remind(record, words="两份信息迟报", by=world.head)
    answer = reverse("dailyreview:reminder_answer", args=[reminder.pk])
    for user, offered in ((world.staff[0], True), (world.leader, True), (world.clerk, False)):
        client.force_login(user)
        page = client.get(reverse("dailyreview:reminder_list")).content.decode()
        assert "两份信息迟报" in page
        assert (answer in page) is offered
        assert client.get(answer).status_code == (200 if offered else 404)


def test_g_26_points_of_a_quarter_are_shown_to_nobody_inside(client, world) -> None:
    """Published or not: no result, report or place of a quarter; the grade is on the record."""
    review_everybody(world, (95, 85, 84, 83))
    run_to_end(world.quarters[0].cycle)
    accept_quarter(world.quarters[0], world.unit, by=world.principal)
    for group in RunGroup.objects.all():
        publish_group(group, by=world.clerk)
    result = Result.objects.first()
    for person in (world.staff[0], world.head, world.leader, world.principal):
        assert not Result.objects.visible_to(person).exists()
        client.force_login(person)
        assert client.get(result.get_absolute_url()).status_code in {403, 404}
        assert not reports_for(person).exists()
    assert Result.objects.visible_to(world.clerk).count() == 4
    assert not reports_for(world.clerk).exists()
    # The same holds of staff at the year's end.
    AssessmentCycle.objects.update(kind=AssessmentCycle.Kind.ANNUAL)
    assert not Result.objects.visible_to(world.principal).exists()
    assert not reports_for(world.clerk).exists()
    client.force_login(world.clerk)
    told = client.get(result.get_absolute_url()).content.decode()
    assert reverse("feedback:report_detail", args=[result.pk]) not in told
    assert client.get(reverse("feedback:report_detail", args=[result.pk])).status_code == 404
    client.force_login(world.staff[0])
    page = client.get(world.record_of(world.staff[0]).get_absolute_url()).content.decode()
    assert "好" in page
